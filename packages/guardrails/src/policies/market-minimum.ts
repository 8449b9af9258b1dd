import { type Amount, formatAmount, formatProduct, ONE } from '../model/amount.ts'
import type { Breach } from '../model/reason.ts'
import type { OrderPolicyKind } from './policy.ts'

export type MarketMinimumLimits = Record<never, never>

/** The order has the market's precision and is worth what the market takes at least, at its worst price. */
export const marketMinimum: OrderPolicyKind<MarketMinimumLimits> = {
  subject: 'order',
  limits: {},
  exemptReducing: false,
  description: () => "an order off the market's lot or tick size, or below its minimum value",
  compile: () => (context) => {
    const { order } = context
    const market = context.market(order.intent.symbol)
    const breaches: Breach[] = []
    if (order.quantity % market.lotSize !== 0n)
      breaches.push(off('OFF_LOT', order.quantity, market.lotSize, market.base))
    for (const price of [order.limitPrice, order.stopPrice]) {
      if (price !== null && price % market.tickSize !== 0n) {
        breaches.push(off('OFF_TICK', price, market.tickSize, market.quote))
      }
    }
    const value = order.quantity * (order.limitPrice ?? order.stopPrice ?? market.lowest)
    if (value < market.minNotional * ONE) {
      const [observed, limit] = [formatProduct(value), formatAmount(market.minNotional)]
      breaches.push({ code: 'BELOW_MINIMUM', observed, limit, unit: market.quote })
    }
    return breaches
  },
}

function off(code: Breach['code'], observed: Amount, step: Amount, unit: string): Breach {
  return { code, observed: formatAmount(observed), limit: formatAmount(step), unit }
}
