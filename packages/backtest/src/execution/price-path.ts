import type { PathRule } from '../options/execution.ts'
import type { Market } from './market.ts'
import type { OrderManager } from './order-manager.ts'

/** How the price is assumed to move inside a candle. */
export type FixedPath = 'openHighLowClose' | 'openLowHighClose' | 'nearestExtremeFirst' | 'byColour'

export type PathCandle = { readonly open: number; readonly high: number; readonly low: number; readonly close: number }

/** True where a fixed path visits the high before the low. */
export function visitsHighFirst(path: FixedPath, { open, high, low, close }: PathCandle): boolean {
  switch (path) {
    case 'openHighLowClose':
      return true
    case 'openLowHighClose':
      return false
    case 'nearestExtremeFirst':
      return high - open < open - low
    case 'byColour':
      // A rising candle dips first, a falling one spikes first.
      return close < open
  }
}

/** What is at stake when an adaptive path has to choose; levels are infinite where there is no such order. */
export type PathState = {
  /** Sign of the position: 1 long, −1 short, 0 flat. */
  readonly position: number
  /** Nearest buy stop above the price and sell stop below it. */
  readonly stopAbove: number
  readonly stopBelow: number
  /** Nearest sell limit above the price and buy limit below it. */
  readonly limitAbove: number
  readonly limitBelow: number
}

/**
 * The adverse event first, for `worst`: a position sees the price go against it before it goes its way. While flat, the
 * stop order that can be reached comes first, the nearer of two; and a limit order that waits to enter sees the price
 * run away from it first, so that what comes after its fill is no more than what the candle still owes.
 */
export function worstVisitsHighFirst(price: number, high: number, low: number, stakes: PathState): boolean {
  if (stakes.position !== 0) return stakes.position < 0
  const canStopAbove = stakes.stopAbove <= high
  const canStopBelow = stakes.stopBelow >= low
  if (canStopAbove && canStopBelow) return stakes.stopAbove - price < price - stakes.stopBelow
  if (canStopAbove || canStopBelow) return canStopAbove
  return stakes.limitBelow >= low
}

/** Says at which prices a path turns. */
export interface RouteSource {
  /** The prices at which the price turns in the present candle, the close last; `null` where the path rule is enough. */
  route(): readonly number[] | null
}

/**
 * The price on its way through one candle: from the open over both extremes to the close.
 *
 * A fixed path knows the order of the extremes from the start; `worst` and `best` choose anew after each fill, since that
 * is what changes what is at stake, unless a route was found that is worse or better. The finer candles of the path `detail`
 * are walked as `worst`.
 */
export class PricePath {
  price = 0
  /** Where the price is heading. */
  target = 0
  isRise = false
  readonly #market: Market
  readonly #orders: OrderManager
  #highLeft = false
  #lowLeft = false
  #closeLeft = false
  readonly #routes: RouteSource | null
  #route: readonly number[] | null = null
  #turn = 0
  #isChosen = false

  constructor(market: Market, orders: OrderManager, routes: RouteSource | null) {
    this.#market = market
    this.#orders = orders
    this.#routes = routes
  }

  enterCandle(): void {
    this.price = this.#market.candle.open
    this.#highLeft = true
    this.#lowLeft = true
    this.#closeLeft = true
    this.#route = null
    this.#isChosen = this.#routes === null
  }

  /** Chooses the next target; `false` once the candle is over or nothing more can happen in it. */
  choose(): boolean {
    const { candle, resting, isLiquidable } = this.#market
    const isQuiet = resting.nextRise > candle.high && resting.nextFall < candle.low
    if (isQuiet && resting.trailing.length === 0 && !isLiquidable) return false
    if (!this.#isChosen) this.#chooseRoute()
    if (this.#route !== null) return this.#followRoute(this.#route)
    if (this.price >= candle.high) this.#highLeft = false
    if (this.price <= candle.low) this.#lowLeft = false
    if (this.#highLeft && this.#lowLeft) this.target = this.#highFirst() ? candle.high : candle.low
    else if (this.#highLeft || this.#lowLeft) this.target = this.#highLeft ? candle.high : candle.low
    else if (this.#closeLeft) this.target = candle.close
    else return false
    this.isRise = this.target > this.price
    return true
  }

  /** True where the price, on its way to the target, reaches `level` before `other`. */
  isNearer(level: number, other: number): boolean {
    return this.isRise ? level < other : level > other
  }

  stopAt(level: number): void {
    this.price = level
  }

  arrive(): void {
    const { candle } = this.#market
    this.price = this.target
    this.#turn++
    if (!this.#highLeft && !this.#lowLeft) this.#closeLeft = false
    if (this.target === candle.high) this.#highLeft = false
    if (this.target === candle.low) this.#lowLeft = false
  }

  #chooseRoute(): void {
    this.#isChosen = true
    this.#route = this.#routes!.route()
    this.#turn = 0
  }

  #followRoute(route: readonly number[]): boolean {
    if (this.#turn === route.length) return false
    this.target = route[this.#turn]!
    this.isRise = this.target > this.price
    return true
  }

  #highFirst(): boolean {
    const { candle } = this.#market
    const path: PathRule = this.#orders.execution.path
    if (path === 'worst' || path === 'detail')
      return worstVisitsHighFirst(this.price, candle.high, candle.low, this.#stakes())
    if (path === 'best') return !worstVisitsHighFirst(this.price, candle.high, candle.low, this.#stakes())
    return visitsHighFirst(path satisfies FixedPath, candle)
  }

  #stakes(): PathState {
    const { resting, symbol } = this.#market
    const position = Math.sign(this.#orders.netQuantityMark(symbol))
    const { stopAbove, stopBelow, limitAbove, limitBelow } = resting
    return { position, stopAbove, stopBelow, limitAbove, limitBelow }
  }
}
