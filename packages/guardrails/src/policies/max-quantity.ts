import { amountOf, formatAmount, limitAmount } from '../model/amount.ts'
import { above, type OrderPolicyKind } from './policy.ts'

export type MaxQuantityLimits = {
  /** Largest quantity of one order, in base currency. */
  readonly maxQuantity: string
}

/** No single order is larger than the limit. */
export const maxQuantity: OrderPolicyKind<MaxQuantityLimits> = {
  subject: 'order',
  limits: { maxQuantity: limitAmount },
  exemptReducing: false,
  description: ({ maxQuantity }) => `an order of more than ${maxQuantity} in base currency`,
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
