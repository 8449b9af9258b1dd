import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { ExecutionSettings } from '../options/settings.ts'
import type { Order } from '../orders/order.ts'
import type { FillReason } from '../orders/reasons.ts'
import { type LimitFillSettings, limitAtOpen, reachesLimit } from './limit-fill.ts'
import { type Quote, takerQuote } from './quote.ts'
import { gappedStopPrice, touchesStop } from './stop-fill.ts'
import { gappedStopLimitPrice, isWithinLimit } from './stop-limit-fill.ts'
import type { SymbolMarket } from './symbol-market.ts'
import { reachesTouch } from './touch-fill.ts'
import { followPrice, isBeyondTrail } from './trailing-stop.ts'

/** The price that orders are held against for the first time. One object is reused for the whole run. */
export type Encounter = {
  readonly market: SymbolMarket
  readonly execution: ExecutionSettings
  readonly limits: LimitFillSettings
  /** The open, or where the price stands inside the candle when a fill brings an order to life. */
  price: number
  isOpen: boolean
}

/**
 * What an order trades at where it first meets a price; `null` where it does not trade and goes into the book. A stop or a
 * touch that is reached is triggered, a trailing stop begins to follow.
 */
export function firstQuote(order: Order, at: Encounter): Quote | null {
  const { terms, isTriggered } = order
  if (terms.trail !== null && !isTriggered) return trailingQuote(order, at)
  if (terms.stop !== null && !isTriggered) return stopQuote(order, at)
  if (terms.touch !== null && !isTriggered) return touchQuote(order, at)
  return terms.limit === null ? takeAt(at, 'market') : limitQuote(order, at)
}

/** True for a post-only order that would take from the book. */
export function breaksPostOnly(order: Order, { market, limits, price }: Encounter): boolean {
  return order.terms.isPostOnly && order.isNew && reachesLimit(order, price, market.index, limits)
}

function limitQuote(order: Order, at: Encounter): Quote | null {
  const { market, limits, price } = at
  if (!reachesLimit(order, price, market.index, limits)) return null
  return at.isOpen ? limitAtOpen(order, market.bar, limits) : takeAt(at, 'limit')
}

function stopQuote(order: Order, at: Encounter): Quote | null {
  const { execution, market, isOpen, price } = at
  if (!touchesStop(order, price)) return null
  order.isTriggered = true
  if (order.terms.limit !== null) return stopLimitQuote(order, at)
  if (!isOpen) return takeAt(at, 'stop')
  return takerQuote(gappedStopPrice(order, price, market.bar, execution.stopGap), 'stop_at_open')
}

function stopLimitQuote(order: Order, at: Encounter): Quote | null {
  const { execution, market, isOpen, price } = at
  if (!isOpen) return isWithinLimit(order, price) ? takeAt(at, 'stop_limit') : null
  const exact = gappedStopLimitPrice(order, market.bar, execution.stopLimitGap)
  return exact === null ? null : takerQuote(exact, 'stop_limit_at_open')
}

function touchQuote(order: Order, at: Encounter): Quote | null {
  if (!reachesTouch(order, at.price)) return null
  order.isTriggered = true
  if (order.terms.limit !== null && !isWithinLimit(order, at.price)) return null
  return takeAt(at, at.isOpen ? 'touch_at_open' : 'touch')
}

function trailingQuote(order: Order, at: Encounter): Quote | null {
  if (isBeyondTrail(order, at.price)) {
    order.isTriggered = true
    return takeAt(at, at.isOpen ? 'trailing_stop_at_open' : 'trailing_stop')
  }
  followPrice(order, at.price, at.market.rules.tick)
  return null
}

function takeAt({ price }: Encounter, reason: FillReason): Quote {
  return takerQuote(decimalFromNumber(price), reason)
}
