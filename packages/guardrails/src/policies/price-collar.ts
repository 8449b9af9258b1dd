import { z } from 'zod'
import { type Amount, formatAmount, formatRatio, ONE } from '../amount.ts'
import type { Facts } from '../facts/facts.ts'
import type { MarketFacts } from '../facts/market-facts.ts'
import { above, amountOf, limitAmount, type PolicyKind } from '../policy.ts'

export type PriceCollarLimits = {
  /** Largest distance from the reference, as a fraction of the reference. */
  readonly maxFraction: string
  /** `mid`: halfway between bid and ask; `last`: the last price. */
  readonly reference: 'mid' | 'last'
}

/**
 * The price of an order is near the market. A market order counts at the far touch, a stop-limit at the distance of
 * its limit price from its stop price.
 */
export const priceCollar: PolicyKind<PriceCollarLimits> = {
  limits: { maxFraction: limitAmount, reference: z.enum(['mid', 'last']) },
  exemptReducing: false,
  compile({ maxFraction, reference }) {
    const limit = amountOf(maxFraction)
    return (facts) => {
      const market = facts.market(facts.order.intent.symbol)
      const price = priceOf(facts, market)
      // Twice the reference, because the middle may have one decimal more than an amount.
      const twice = twiceReference(facts, market, reference)
      const distance = 2n * price > twice ? 2n * price - twice : twice - 2n * price
      return above(distance * ONE, limit * twice, () => ({
        code: 'PRICE_OUTSIDE_COLLAR',
        observed: formatRatio(distance, twice),
        limit: formatAmount(limit),
        unit: 'fraction',
      }))
    }
  },
}

function priceOf({ order }: Facts, market: MarketFacts): Amount {
  return order.limitPrice ?? (order.intent.side === 'buy' ? market.ask : market.bid)
}

function twiceReference({ order }: Facts, market: MarketFacts, reference: 'mid' | 'last'): bigint {
  if (order.limitPrice !== null && order.stopPrice !== null) return 2n * order.stopPrice
  return reference === 'mid' ? market.bid + market.ask : 2n * market.lastPrice
}
