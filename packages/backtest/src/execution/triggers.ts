import type { LimitFill } from '../options/execution.ts'
import type { Order } from '../orders/order.ts'

/** The candle as far as a gapped stop needs it. */
export type GapCandle = { readonly open: number; readonly high: number; readonly low: number }

/** True where `price` touches the order's stop: at or above it for a buy, at or below it for a sell. */
export function touchesStop(order: Order, price: number): boolean {
  const stop = order.terms.stop!.mark
  return order.isBuy ? price >= stop : price <= stop
}

/** True where `price` touches the order's touch price: at or below it for a buy, at or above it for a sell. */
export function reachesTouch(order: Order, price: number): boolean {
  const touch = order.terms.touch!.mark
  return order.isBuy ? price <= touch : price >= touch
}

export type LimitFillSettings = {
  readonly limitFill: LimitFill
  /** Share of touches that fill, for `touchWithProbability`. */
  readonly touchProbability: number
  /** A limit that the open is beyond trades at the open, the better price, or at its own. */
  readonly limitGap: 'open' | 'limit'
  readonly seed: number
}

/** True where a price of `price` on candle `index` lets the order trade at its limit. */
export function reachesLimit(order: Order, price: number, index: number, settings: LimitFillSettings): boolean {
  const limit = order.terms.limit!.mark
  const isThrough = order.isBuy ? price < limit : price > limit
  if (isThrough || price !== limit) return isThrough
  return fillsOnTouch(order, index, settings)
}

/** True where a price at the limit itself is enough on candle `index`. */
export function fillsOnTouch(order: Order, index: number, settings: LimitFillSettings): boolean {
  const { limitFill } = settings
  if (limitFill === 'cross') return false
  if (limitFill === 'touchExceptTargets') return order.terms.size.kind !== 'parentQuantity'
  return limitFill === 'touch' || uniformFrom(settings.seed, order.id, index) < settings.touchProbability
}

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
 * True where a candle that has triggered a stop-limit comes back to its limit for certain, by its colour: a falling candle
 * that closes within the limit of a buy, a candle that does not fall and closes within the limit of a sell.
 */
export function comesBackByColour(order: Order, { open, close }: { open: number; close: number }): boolean {
  return order.isBuy === close < open && isWithinLimit(order, close)
}

/**
 * A number from 0 up to, not including, 1 that depends on nothing but the seed, the order and the candle, so that it is
 * the same for every order in which fills are judged. The mixing steps are those of MurmurHash3's finaliser (Appleby, 2011,
 * public domain), applied to each part in turn.
 */
export function uniformFrom(seed: number, orderId: number, index: number): number {
  let hash = mix(0x9e3779b9 ^ (seed | 0))
  hash = mix(hash ^ Math.floor(seed / 2 ** 32))
  hash = mix(hash ^ orderId)
  hash = mix(hash ^ index)
  return (hash >>> 0) / 2 ** 32
}

function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
