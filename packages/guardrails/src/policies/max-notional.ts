import { orderValue } from '../context/exposure.ts'
import { amountOf, formatAmount, formatProduct, limitAmount, ONE } from '../model/amount.ts'
import { above, currencyName, type OrderPolicyKind } from './policy.ts'

export type MaxNotionalLimits = {
  /** Largest value of one order at its worst price. */
  readonly maxNotional: string
  readonly currency: string
}

/** No single order is worth more than the limit. */
export const maxNotional: OrderPolicyKind<MaxNotionalLimits> = {
  subject: 'order',
  limits: { maxNotional: limitAmount, currency: currencyName },
  exemptReducing: false,
  description: ({ maxNotional, currency }) => `an order worth more than ${maxNotional} ${currency}`,
  compile({ maxNotional: text, currency }) {
    const limit = amountOf(text)
    return (context) => {
      const value = orderValue(context, currency)
      return above(value, limit * ONE, () => ({
        code: 'NOTIONAL_ABOVE_LIMIT',
        observed: formatProduct(value),
        limit: formatAmount(limit),
        unit: currency,
      }))
    }
  },
}
