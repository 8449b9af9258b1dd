import { worstPrice } from '../context/exposure.ts'
import { amountOf, formatAmount, formatProduct, limitAmount, ONE } from '../model/amount.ts'
import { above, type OrderPolicyKind } from './policy.ts'

export type BalanceLimits = {
  /** Highest fee of a buy, as a fraction of its value. */
  readonly feeFraction: string
}

/** Spot: a buy at its worst price, fee included, or a sell is covered by what is free. */
export const balance: OrderPolicyKind<BalanceLimits> = {
  subject: 'order',
  limits: { feeFraction: limitAmount },
  exemptReducing: false,
  description: ({ feeFraction }) =>
    `an order that the free balance does not cover, with a fee of ${feeFraction} of the value of a buy`,
  compile({ feeFraction }) {
    const withFee = ONE + amountOf(feeFraction)
    return (context) => {
      const { order } = context
      const market = context.market(order.intent.symbol)
      const buys = order.intent.side === 'buy'
      const currency = buys ? market.quote : market.base
      const free = context.free(currency)
      const price = buys ? worstPrice(context, market) * withFee : ONE * ONE
      return above(order.quantity * price, free * ONE * ONE, () => ({
        code: 'INSUFFICIENT_BALANCE',
        observed: formatProduct((order.quantity * price + ONE - 1n) / ONE),
        limit: formatAmount(free),
        unit: currency,
      }))
    }
  },
}
