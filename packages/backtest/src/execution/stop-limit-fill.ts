import type { Decimal } from '../money/decimal.ts'
import type { Order } from '../orders/order.ts'
import { type GapCandle, gappedStopPrice } from './stop-fill.ts'

/** True where `price` is at the limit or better: there a stop-limit that was just triggered takes at once. */
export function isWithinLimit(order: Order, price: number): boolean {
  const limit = order.terms.limit!.mark
  return order.isBuy ? price <= limit : price >= limit
}

/**
 * The price of a stop-limit whose stop the open is beyond while its limit is not: the open, or the stop where that is
 * granted; never beyond the limit.
 */
export function gappedStopLimitPrice(order: Order, candle: GapCandle, stopLimitGap: 'open' | 'stop'): Decimal {
  const price = gappedStopPrice(order, candle.open, candle, stopLimitGap)
  const limit = order.terms.limit!.exact
  const isBeyond = order.isBuy ? price.compare(limit) > 0 : price.compare(limit) < 0
  return isBeyond ? limit : price
}
