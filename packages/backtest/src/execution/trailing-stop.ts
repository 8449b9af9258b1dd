import { Decimal } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { Order } from '../orders/order.ts'
import type { GapCandle } from './stop-fill.ts'

/**
 * Lets a trailing stop see the price: it becomes active at its activation price, and follows the best price since then.
 * Its level only ever moves in the order's favour.
 */
export function followPrice(order: Order, price: number): void {
  const { activation } = order.terms.trail!
  if (Number.isNaN(order.water)) {
    const isReached = activation === null || (order.isBuy ? price <= activation.mark : price >= activation.mark)
    if (isReached) raise(order, price)
  } else if (order.isBuy ? price < order.water : price > order.water) raise(order, price)
}

function raise(order: Order, price: number): void {
  const isFirst = Number.isNaN(order.water)
  order.water = price
  const level = levelBehind(order, price)
  // An indicator may widen the distance; the stop stays where it was.
  if (isFirst || (order.isBuy ? level < order.level : level > order.level)) order.level = level
}

/** Reads the indicator anew at a candle's close; the stop follows where that brings it nearer to the price. */
export function followIndicator(order: Order): void {
  if (order.terms.trail!.indicator === null || Number.isNaN(order.water)) return
  const level = levelBehind(order, order.water)
  if (order.isBuy ? level < order.level : level > order.level) order.level = level
}

function levelBehind(order: Order, best: number): number {
  const { kind, value, indicator } = order.terms.trail!
  const exact = decimalFromNumber(best)
  const away = order.isBuy ? 1n : -1n
  if (kind === 'percent') {
    const factor = new Decimal(1n, 0).plus(new Decimal(value.units * away, value.scale + 2))
    return exact.times(factor).toNumber()
  }
  if (kind === 'amount') return exact.plus(new Decimal(value.units * away, value.scale)).toNumber()
  const distance = indicator!.at(0) * value.toNumber()
  return Number.isFinite(distance) ? best + (order.isBuy ? distance : -distance) : neverReached(order)
}

/** While an indicator is not warm yet, the stop stands where no price gets. */
function neverReached(order: Order): number {
  return order.isBuy ? Number.POSITIVE_INFINITY : 0
}

/** The exact price of a level that a trailing stop trades at. */
export function trailingPrice(order: Order): Decimal {
  return decimalFromNumber(order.level)
}

/**
 * The price at which a trailing stop trades in a candle whose favourable extreme moves it before the adverse one meets it:
 * its level, or the open where the whole candle lies beyond that; `null` where it is not reached.
 */
export function favourableFirstPrice(order: Order, candle: GapCandle): Decimal | null {
  followPrice(order, order.isBuy ? candle.low : candle.high)
  if (Number.isNaN(order.water)) return null
  const isReached = order.isBuy ? candle.high >= order.level : candle.low <= order.level
  if (!isReached) return null
  const isTraded = order.isBuy ? candle.low <= order.level : candle.high >= order.level
  return isTraded ? trailingPrice(order) : decimalFromNumber(candle.open)
}
