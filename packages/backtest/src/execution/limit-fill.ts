import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { Order } from '../orders/order.ts'
import type { Bar, LimitFillRule, Market } from './market.ts'
import { makerQuote, type Quote, takerQuote } from './quote.ts'

/** True where `price` reaches the order's limit under `rule`. */
function reaches(order: Order, price: number, rule: LimitFillRule): boolean {
  const limit = order.terms.limit!.mark
  if (order.terms.side === 'buy') return rule === 'cross' ? price < limit : price <= limit
  return rule === 'cross' ? price > limit : price >= limit
}

/**
 * A limit that the open is already beyond trades at the open, which is the better price.
 *
 * On the first candle that it meets, such an order takes from the book; later it had been resting there and makes. A
 * stop-limit that gets here was put into the book inside an earlier candle, so it makes from the first.
 */
export function limitAtOpen(order: Order, bar: Bar, index: number, market: Market): Quote | null {
  if (index < order.restsFrom || !reaches(order, bar.open, market.limitFill)) return null
  const open = decimalFromNumber(bar.open)
  const isNew = order.type === 'limit' && index === order.restsFrom
  return isNew
    ? takerQuote(order, open, market.costs, 'limit_at_open')
    : makerQuote(open, market.costs, 'limit_at_open')
}

/** A limit that the candle reaches after its open trades at the limit. */
export function limitInside(order: Order, bar: Bar, index: number, market: Market): Quote | null {
  if (index < order.restsFrom) return null
  const extreme = order.terms.side === 'buy' ? bar.low : bar.high
  return reaches(order, extreme, market.limitFill) ? makerQuote(order.terms.limit!.exact, market.costs, 'limit') : null
}
