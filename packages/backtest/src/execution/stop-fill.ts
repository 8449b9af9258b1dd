import type { Decimal } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { Order } from '../orders/order.ts'

/** The candle as far as a gapped stop needs it. */
export type GapCandle = { readonly open: number; readonly high: number; readonly low: number }

/** True where `price` touches the order's stop: at or above it for a buy, at or below it for a sell. */
export function touchesStop(order: Order, price: number): boolean {
  const stop = order.terms.stop!.mark
  return order.isBuy ? price >= stop : price <= stop
}

/**
 * The price of a stop that comes to life at `price` when that is at or beyond it, as where it gapped: that price.
 *
 * `stop`, the optimistic reading of some systems, grants the stop itself as long as the candle comes back to it.
 */
export function gappedStopPrice(order: Order, price: number, candle: GapCandle, stopGap: 'open' | 'stop'): Decimal {
  const stop = order.terms.stop!
  const comesBack = order.isBuy ? candle.low <= stop.mark : candle.high >= stop.mark
  return stopGap === 'stop' && comesBack ? stop.exact : decimalFromNumber(price)
}
