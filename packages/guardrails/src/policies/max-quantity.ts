import { amountOf, formatAmount, limitAmount } from '../model/amount.ts'
import { above, type PolicyKind } from './policy.ts'

export type MaxQuantityLimits = {
  /** Largest quantity of one order, in base currency. */
  readonly maxQuantity: string
}

/** No single order is larger than the limit. */
export const maxQuantity: PolicyKind<MaxQuantityLimits> = {
  limits: { maxQuantity: limitAmount },
  exemptReducing: false,
  compile(limits) {
    const limit = amountOf(limits.maxQuantity)
    return ({ order }) =>
      above(order.quantity, limit, () => ({
        code: 'QUANTITY_ABOVE_LIMIT',
        observed: formatAmount(order.quantity),
        limit: formatAmount(limit),
        unit: 'base',
      }))
  },
}
