import { formatAmount, formatProduct, ONE } from '../amount.ts'
import { worstPrice } from '../facts/exposure.ts'
import { above, amountOf, limitAmount, type PolicyKind } from '../policy.ts'

export type BalanceLimits = {
  /** Highest fee of a buy, as a fraction of its value. */
  readonly feeFraction: string
}

/** Spot: a buy at its worst price, fee included, or a sell is covered by what is free. */
export const balance: PolicyKind<BalanceLimits> = {
  limits: { feeFraction: limitAmount },
  exemptReducing: false,
  compile({ feeFraction }) {
    const withFee = ONE + amountOf(feeFraction)
    return (facts) => {
      const { order } = facts
      const market = facts.market(order.intent.symbol)
      const buys = order.intent.side === 'buy'
      const currency = buys ? market.quote : market.base
      const free = facts.free(currency)
      const price = buys ? worstPrice(facts, market) * withFee : ONE * ONE
      return above(order.quantity * price, free * ONE * ONE, () => ({
        code: 'INSUFFICIENT_BALANCE',
        observed: formatProduct((order.quantity * price + ONE - 1n) / ONE),
        limit: formatAmount(free),
        unit: currency,
      }))
    }
  },
}
