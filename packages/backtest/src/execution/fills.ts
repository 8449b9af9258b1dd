import { type Decimal, decimalFromNumber } from '@tezgah/core/decimal'
import type { Liquidity } from '../market/fees.ts'
import type { ExecutionSettings, SlippageOn, StopLimitGap } from '../options/execution.ts'
import type { Order } from '../orders/order.ts'
import type { FillReason } from '../orders/reasons.ts'
import type { CurrentCandle, Market } from './market.ts'
import { followPrice, isBeyondTrail, trailingPrice } from './trailing-stop.ts'
import {
  comesBackByColour,
  type GapCandle,
  isLimitBeyondStop,
  isWithinLimit,
  type LimitFillSettings,
  reachesLimit,
  reachesTouch,
  touchesStop,
} from './triggers.ts'

/** The price at which an order trades now, before slippage, and the rule that says so. */
export type FillPrice = { readonly price: Decimal; readonly liquidity: Liquidity; readonly reason: FillReason }

/** A trade against the book; slippage will move its price. */
export function takerFill(price: Decimal, reason: FillReason): FillPrice {
  return { price, liquidity: 'taker', reason }
}

/** A trade of an order that rested in the book: without slippage. */
export function makerFill(price: Decimal, reason: FillReason): FillPrice {
  return { price, liquidity: 'maker', reason }
}

/**
 * True where slippage moves the price of a fill.
 *
 * @param position - base units held, negative for a short
 */
export function hasSlippage(order: Order, liquidity: Liquidity, slippageOn: SlippageOn, position: number): boolean {
  if (slippageOn === 'everyFill') return true
  if (slippageOn === 'marketOrders') return order.type === 'market'
  if (slippageOn === 'takers') return liquidity === 'taker'
  const closes = order.isBuy ? position < 0 : position > 0
  return !closes
}

/** Slippage moves the price against the order, though never beyond its own limit. */
export function clampToLimit({ isBuy, terms: { limit } }: Order, slipped: Decimal): Decimal {
  if (limit === null) return slipped
  const isBeyond = isBuy ? slipped.compare(limit.exact) > 0 : slipped.compare(limit.exact) < 0
  return isBeyond ? limit.exact : slipped
}

/**
 * The price of a stop that is activated at a `price` at or beyond it, as after a gap: that price.
 *
 * `stop`, the optimistic reading of some systems, grants the stop itself as long as the candle comes back to it.
 */
export function gappedStopPrice(order: Order, price: number, candle: GapCandle, stopGap: 'open' | 'stop'): Decimal {
  const stop = order.terms.stop!
  const comesBack = order.isBuy ? candle.low <= stop.mark : candle.high >= stop.mark
  return stopGap === 'stop' && comesBack ? stop.exact : decimalFromNumber(price)
}

/**
 * A limit that the open is already beyond trades at the open, which is the better price.
 *
 * In its first candle such an order takes from the book; later it was resting there, so it is the maker.
 */
export function limitAtOpen(order: Order, candle: GapCandle, settings: LimitFillSettings): FillPrice {
  const price = settings.limitGap === 'open' ? decimalFromNumber(candle.open) : ownPrice(order, candle)
  return order.isNew ? takerFill(price, 'limit_at_open') : makerFill(price, 'limit_at_open')
}

/** The limit itself where the candle traded there at all, else the candle's price nearest to it. */
function ownPrice(order: Order, { high, low }: GapCandle): Decimal {
  const limit = order.terms.limit!
  const nearest = order.isBuy ? high : low
  const isTraded = order.isBuy ? nearest >= limit.mark : nearest <= limit.mark
  return isTraded ? limit.exact : decimalFromNumber(nearest)
}

/** A limit that the candle reaches after its open trades at the limit. */
export function limitInside(order: Order): FillPrice {
  return makerFill(order.terms.limit!.exact, 'limit')
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

/** The price that orders are held against for the first time. One object is reused for the whole run. */
export type MatchContext = {
  readonly market: Market
  readonly execution: ExecutionSettings
  readonly limits: LimitFillSettings
  /** The open, or the price inside the candle at which a fill activates an order. */
  price: number
  isOpen: boolean
}

/**
 * The price at which an order trades when it is first matched; `null` where it does not trade and goes into the book. A stop or a
 * touch that is reached is triggered, a trailing stop begins to follow.
 */
export function fillOnArrival(order: Order, at: MatchContext): FillPrice | null {
  const { terms, isTriggered } = order
  if (terms.trail !== null && !isTriggered) return trailingOnArrival(order, at)
  if (terms.stop !== null && !isTriggered) return stopOnArrival(order, at)
  if (terms.touch !== null && !isTriggered) return touchOnArrival(order, at)
  return terms.limit === null ? takeAt(at, 'market') : limitOnArrival(order, at)
}

/** True for a post-only order that would take from the book. */
export function breaksPostOnly(order: Order, { market, limits, price }: MatchContext): boolean {
  return order.terms.isPostOnly && order.isNew && reachesLimit(order, price, market.index, limits)
}

function limitOnArrival(order: Order, at: MatchContext): FillPrice | null {
  const { market, limits, price } = at
  if (!reachesLimit(order, price, market.index, limits)) return null
  return at.isOpen ? limitAtOpen(order, market.candle, limits) : takeAt(at, 'limit')
}

function stopOnArrival(order: Order, at: MatchContext): FillPrice | null {
  const { execution, market, isOpen, price } = at
  if (!touchesStop(order, price)) return null
  order.isTriggered = true
  if (order.terms.limit !== null) return stopLimitOnArrival(order, at)
  if (!isOpen) return takeAt(at, 'stop')
  return takerFill(gappedStopPrice(order, price, market.candle, execution.stopGap), 'stop_at_open')
}

function stopLimitOnArrival(order: Order, at: MatchContext): FillPrice | null {
  const { execution, market, isOpen, price } = at
  if (!isOpen) return isWithinLimit(order, price) ? takeAt(at, 'stop_limit') : null
  const exact = gappedStopLimitPrice(order, market.candle, execution.stopLimitGap)
  return exact === null ? null : takerFill(exact, 'stop_limit_at_open')
}

function touchOnArrival(order: Order, at: MatchContext): FillPrice | null {
  if (!reachesTouch(order, at.price)) return null
  order.isTriggered = true
  if (order.terms.limit !== null && !isWithinLimit(order, at.price)) return null
  return takeAt(at, at.isOpen ? 'touch_at_open' : 'touch')
}

function trailingOnArrival(order: Order, at: MatchContext): FillPrice | null {
  if (isBeyondTrail(order, at.price)) {
    order.isTriggered = true
    return takeAt(at, at.isOpen ? 'trailing_stop_at_open' : 'trailing_stop')
  }
  followPrice(order, at.price, at.market.rules.tick)
  return null
}

function takeAt({ price }: MatchContext, reason: FillReason): FillPrice {
  return takerFill(decimalFromNumber(price), reason)
}

/**
 * The price at which an order trades when the price reaches its level inside a candle; `null` for one that is triggered there and
 * becomes a limit order first.
 */
export function fillAtLevel(order: Order, bar: CurrentCandle, execution: ExecutionSettings): FillPrice | null {
  const { terms, isTriggered } = order
  order.isTriggered = true
  if (terms.trail !== null) return takerFill(trailingPrice(order), 'trailing_stop')
  if (isTriggered || (terms.stop === null && terms.touch === null)) return limitInside(order)
  const trigger = (terms.stop ?? terms.touch)!
  if (terms.limit !== null && !takesAt(order, trigger.mark, execution)) {
    const isCertain = execution.stopLimitFrom === 'byColour' && comesBackByColour(order, bar)
    return isCertain && terms.stop !== null ? limitInside(order) : null
  }
  const reason = terms.touch !== null ? 'touch' : terms.limit === null ? 'stop' : 'stop_limit'
  return takerFill(trigger.exact, reason)
}

/** True where an order with a limit takes from the book at the price that has just triggered it. */
function takesAt(order: Order, price: number, { stopLimitGap }: ExecutionSettings): boolean {
  const isStrict = order.terms.stop !== null && stopLimitGap === 'wholeCandle'
  return isStrict ? isLimitBeyondStop(order) : isWithinLimit(order, price)
}
