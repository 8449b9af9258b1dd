import { Decimal, decimalFromNumber, floorQuotient, HUNDRED } from '@tezgah/core/decimal'
import { MONEY_STEP } from '../account/pro-rata.ts'
import { roundToTick } from '../market/rounding.ts'
import type { Order } from '../orders/order.ts'
import type { GapCandle } from './triggers.ts'

/**
 * Moves a trailing stop by a price: it becomes active at its activation price, and follows the best price since then.
 * Its level only ever moves in the order's favour.
 *
 * @param tick - of the market's prices, `null` for none; the level stands on it, rounded against the order
 */
export function followPrice(order: Order, price: number, tick: Decimal | null): void {
  const { activation } = order.terms.trail!
  if (Number.isNaN(order.extremePrice)) {
    const isReached = activation === null || (order.isBuy ? price <= activation.mark : price >= activation.mark)
    if (isReached) raise(order, price, tick)
  } else if (order.isBuy ? price < order.extremePrice : price > order.extremePrice) raise(order, price, tick)
}

function raise(order: Order, price: number, tick: Decimal | null): void {
  const isFirst = Number.isNaN(order.extremePrice)
  order.extremePrice = price
  const level = levelBehind(order, price, tick)
  // An indicator may widen the distance; the stop stays where it was.
  if (isFirst || (order.isBuy ? level < order.level : level > order.level)) order.level = level
}

/** Reads the indicator anew at a candle's close; the stop follows where that brings it nearer to the price. */
export function followIndicator(order: Order, tick: Decimal | null): void {
  if (order.terms.trail!.indicator === null || Number.isNaN(order.extremePrice)) return
  const level = levelBehind(order, order.extremePrice, tick)
  if (order.isBuy ? level < order.level : level > order.level) order.level = level
}

/** Where the stop stands behind the best price: on the tick, so that its fill is never the better for it. */
export function levelBehind(order: Order, best: number, tick: Decimal | null): number {
  const { kind, value, indicator } = order.terms.trail!
  if (kind === 'indicator') return behindByIndicator(order, best, indicator!.at(0) * value.toNumber(), tick)
  const exact = decimalFromNumber(best)
  const distance = kind === 'percent' ? exact.times(new Decimal(value.units, value.scale + 2)) : value
  return onTick(order, order.isBuy ? exact.plus(distance) : exact.minus(distance), tick)
}

function behindByIndicator(order: Order, best: number, distance: number, tick: Decimal | null): number {
  const isWarm = distance >= 0 && distance < Number.POSITIVE_INFINITY
  if (!isWarm) return neverReached(order)
  const level = best + (order.isBuy ? distance : -distance)
  return tick === null || !Number.isFinite(level) ? level : onTick(order, decimalFromNumber(level), tick)
}

function onTick(order: Order, level: Decimal, tick: Decimal | null): number {
  if (tick === null || level.units < 0n) return level.toNumber()
  return roundToTick(level, tick, order.terms.side).toNumber()
}

/** While an indicator is not warm yet, the stop stands where no price gets. */
function neverReached(order: Order): number {
  return order.isBuy ? Number.POSITIVE_INFINITY : 0
}

/** True where some path through the candle lets the order trade. */
export function mayTrade(order: Order, { high, low }: GapCandle, tick: Decimal | null): boolean {
  const { activation } = order.terms.trail!
  const best = order.isBuy ? low : high
  if (Number.isNaN(order.extremePrice)) {
    const isReached = activation === null || (order.isBuy ? best <= activation.mark : best >= activation.mark)
    const first = levelBehind(order, best, tick)
    return isReached && (order.isBuy ? high >= first : low <= first)
  }
  const moved = levelBehind(order, best, tick)
  return order.isBuy ? high >= Math.min(order.level, moved) : low <= Math.max(order.level, moved)
}

/** The exact price of a level that a trailing stop trades at. */
export function trailingPrice(order: Order): Decimal {
  return decimalFromNumber(order.level)
}

/**
 * The price at which a trailing stop trades in a candle whose favourable extreme comes before the adverse one, `null` where
 * it is not reached.
 *
 * The level that it has already is judged first: its own price, or the open where the whole candle lies beyond that. A
 * level that is not reached is moved by the favourable extreme and judged again. In the candle of its entry the favourable
 * move is taken to be no more than what made it active: it trades at the level of that moment, or at the adverse extreme
 * where the candle does not come so far.
 */
export function favourableFirstPrice(
  order: Order,
  candle: GapCandle,
  isEntryCandle: boolean,
  tick: Decimal | null,
): Decimal | null {
  if (isReachedBy(order, candle)) {
    const isTraded = order.isBuy ? candle.low <= order.level : candle.high >= order.level
    return isTraded ? trailingPrice(order) : decimalFromNumber(candle.open)
  }
  const before = Number.isNaN(order.extremePrice) ? null : order.level
  followPrice(order, order.isBuy ? candle.low : candle.high, tick)
  if (!isReachedBy(order, candle)) return null
  if (!isEntryCandle) return trailingPrice(order)
  const first = before ?? levelAtActivation(order, tick)
  return decimalFromNumber(order.isBuy ? Math.min(first, candle.high) : Math.max(first, candle.low))
}

/** Where the stop stands once its activation price is reached; of two percentages both are of the entry price. */
function levelAtActivation(order: Order, tick: Decimal | null): number {
  const { activation, activationPercent, kind, value } = order.terms.trail!
  const { exact, mark } = activation!
  if (kind !== 'percent' || activationPercent === null) return levelBehind(order, mark, tick)
  const way = order.isBuy ? activationPercent.negated() : activationPercent
  const distance = order.isBuy ? value.negated() : value
  const atEntry = exact.times(HUNDRED.plus(way).minus(distance))
  return onTick(order, floorQuotient(atEntry, HUNDRED.plus(way), MONEY_STEP), tick)
}

function isReachedBy(order: Order, { high, low }: GapCandle): boolean {
  if (Number.isNaN(order.extremePrice)) return false
  return order.isBuy ? high >= order.level : low <= order.level
}

/** True where `price` is at the level of a trailing stop that is active, or beyond it. */
export function isBeyondTrail(order: Order, price: number): boolean {
  if (Number.isNaN(order.extremePrice)) return false
  return order.isBuy ? price >= order.level : price <= order.level
}
