import { z } from 'zod'
import type { MarketContext } from '../context/market.ts'
import type { ReviewContext } from '../context/review-context.ts'
import { type Amount, amountOf, formatAmount, formatRatio, limitAmount, ONE } from '../model/amount.ts'
import { above, type OrderPolicyKind } from './policy.ts'

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
export const priceCollar: OrderPolicyKind<PriceCollarLimits> = {
  subject: 'order',
  limits: { maxFraction: limitAmount, reference: z.enum(['mid', 'last']) },
  exemptReducing: false,
  description: ({ maxFraction, reference }) =>
    `a price further than ${maxFraction} from ${reference === 'mid' ? 'the middle of bid and ask' : 'the last price'}, as a fraction of it`,
  compile({ maxFraction, reference }) {
    const limit = amountOf(maxFraction)
    return (context) => {
      const market = context.market(context.order.intent.symbol)
      const price = priceOf(context, market)
      // Twice the reference, because the middle may have one decimal more than an amount.
      const twice = twiceReference(context, market, reference)
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

function priceOf({ order }: ReviewContext, market: MarketContext): Amount {
  return order.limitPrice ?? (order.intent.side === 'buy' ? market.ask : market.bid)
}

function twiceReference({ order }: ReviewContext, market: MarketContext, reference: 'mid' | 'last'): bigint {
  if (order.limitPrice !== null && order.stopPrice !== null) return 2n * order.stopPrice
  return reference === 'mid' ? market.bid + market.ask : 2n * market.lastPrice
}
