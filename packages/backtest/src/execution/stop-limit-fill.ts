import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { Order } from '../orders/order.ts'
import type { Bar, Market } from './market.ts'
import { type Quote, takerQuote } from './quote.ts'
import { touchesStop } from './stop-fill.ts'

/** True where `price` is at the limit or better. */
function isWithinLimit(order: Order, price: number): boolean {
  const limit = order.terms.limit!.mark
  return order.terms.side === 'buy' ? price <= limit : price >= limit
}

/**
 * A stop-limit that gapped turns into a limit order at the open: it takes at the open where that is within the limit
 * and rests otherwise.
 */
export function stopLimitAtOpen(order: Order, bar: Bar, index: number, market: Market): Quote | null {
  if (!touchesStop(order, bar.open)) return null
  order.restsFrom = index
  if (!isWithinLimit(order, bar.open)) return null
  return takerQuote(order, decimalFromNumber(bar.open), market.costs, 'stop_limit_at_open')
}

/**
 * A stop-limit touched after the open takes at the stop where that is within the limit. Otherwise it rests, from the
 * next candle on: whether the price came back after the touch cannot be told from a candle.
 */
export function stopLimitInside(order: Order, bar: Bar, index: number, market: Market): Quote | null {
  const extreme = order.terms.side === 'buy' ? bar.high : bar.low
  if (!touchesStop(order, extreme)) return null
  order.restsFrom = index + 1
  if (!isWithinLimit(order, order.terms.stop!.mark)) return null
  return takerQuote(order, order.terms.stop!.exact, market.costs, 'stop_limit')
}
