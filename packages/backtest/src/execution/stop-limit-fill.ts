import type { Decimal } from '../money/decimal.ts'
import type { StopLimitGap } from '../options/choices.ts'
import type { Order } from '../orders/order.ts'
import { type GapCandle, gappedStopPrice } from './stop-fill.ts'

/** True where `price` is at the limit or better: there a stop-limit that was just triggered takes at once. */
export function isWithinLimit(order: Order, price: number): boolean {
  const limit = order.terms.limit!.mark
  return order.isBuy ? price <= limit : price >= limit
}

/** True where the limit lies beyond the stop, away from the market: only then is the way from one to the other no guess. */
export function isLimitBeyondStop({ terms, isBuy }: Order): boolean {
  const stop = terms.stop!.mark
  const limit = terms.limit!.mark
  return isBuy ? limit > stop : limit < stop
}

/**
 * The price of a stop-limit whose stop the open is beyond, `null` where it does not trade at once.
 *
 * `open`: the open, where that is within the limit. `stop`: then the stop instead, where the candle comes back to it; never
 * beyond the limit. `wholeCandle`: the stop, wherever the limit lies beyond it and the candle reaches that limit.
 */
export function gappedStopLimitPrice(order: Order, candle: GapCandle, stopLimitGap: StopLimitGap): Decimal | null {
  if (stopLimitGap === 'wholeCandle') {
    const isReached = isWithinLimit(order, order.isBuy ? candle.low : candle.high)
    return isReached && isLimitBeyondStop(order) ? order.terms.stop!.exact : null
  }
  if (!isWithinLimit(order, candle.open)) return null
  const price = gappedStopPrice(order, candle.open, candle, stopLimitGap)
  const limit = order.terms.limit!.exact
  const isBeyond = order.isBuy ? price.compare(limit) > 0 : price.compare(limit) < 0
  return isBeyond ? limit : price
}

/**
 * True where a candle that has triggered a stop-limit comes back to its limit for certain, by its colour: a falling candle
 * that closes within the limit of a buy, a candle that does not fall and closes within the limit of a sell.
 */
export function comesBackByColour(order: Order, { open, close }: { open: number; close: number }): boolean {
  return order.isBuy === close < open && isWithinLimit(order, close)
}
