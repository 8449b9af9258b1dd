import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { Order } from '../orders/order.ts'
import type { Bar, Market } from './market.ts'
import { type Quote, takerQuote } from './quote.ts'

/** True where `price` touches the order's stop: at or above it for a buy, at or below it for a sell. */
export function touchesStop(order: Order, price: number): boolean {
  const stop = order.terms.stop!.mark
  return order.terms.side === 'buy' ? price >= stop : price <= stop
}

/** A stop that gapped, so that the candle opens at or beyond it, trades at the open. */
export function stopAtOpen(order: Order, bar: Bar, market: Market): Quote | null {
  if (!touchesStop(order, bar.open)) return null
  return takerQuote(order, decimalFromNumber(bar.open), market.costs, 'stop_at_open')
}

/** A stop that the candle touches after its open trades at the stop. */
export function stopInside(order: Order, bar: Bar, market: Market): Quote | null {
  const extreme = order.terms.side === 'buy' ? bar.high : bar.low
  if (!touchesStop(order, extreme)) return null
  return takerQuote(order, order.terms.stop!.exact, market.costs, 'stop')
}
