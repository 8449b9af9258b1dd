import type { Order } from '../orders/order.ts'
import type { Liquidation } from './liquidation.ts'
import type { Market } from './market.ts'
import type { PricePath } from './price-path.ts'
import { mayTrade } from './trailing-stop.ts'
import type { GapCandle } from './triggers.ts'

/**
 * Decides whether a fill inside a candle is certain from the candle or depends on the assumed price path.
 *
 * It depends on the path where an order on the other side of the price, or the price of a liquidation, could have been reached
 * first; where a trailing stop could, whose level follows the prices; for an order that an earlier fill in the candle
 * activated unless what follows that fill is certain, and for every later fill of the candle. In doubt a fill counts as
 * dependent, so that none is missed.
 */
export class PathDependence {
  readonly #market: Market
  readonly #path: PricePath
  readonly #liquidation: Liquidation | null
  /** Orders activated in this candle: whether the price was rising then, `null` at the open. */
  readonly #activatedRising = new Map<Order, boolean | null>()
  #isTainted = false

  constructor(market: Market, path: PricePath, liquidation: Liquidation | null) {
    this.#market = market
    this.#path = path
    this.#liquidation = liquidation
  }

  /** A new candle. */
  enterCandle(): void {
    this.#isTainted = false
    if (this.#activatedRising.size !== 0) this.#activatedRising.clear()
  }

  /** Notes an order that a fill activated in this candle, at its open or after it. */
  noteActivation(order: Order, isOpen: boolean): void {
    this.#activatedRising.set(order, isOpen ? null : this.#path.isRise)
  }

  /** True for an order that was activated in the present candle. */
  wasActivated(order: Order): boolean {
    return this.#activatedRising.has(order)
  }

  /** Judges the fill of `order`, which the price is about to reach. */
  judge(order: Order): boolean {
    this.#isTainted ||= this.#isOtherSideInReach() || this.#isTrailInReach() || this.#isActivationUncertain(order)
    return this.#isTainted
  }

  #isOtherSideInReach(): boolean {
    const { candle, resting } = this.#market
    if (this.#path.isRise ? resting.nextFall >= candle.low : resting.nextRise <= candle.high) return true
    return this.#liquidation !== null && this.#liquidation.between(this.#market, candle.low, candle.high) !== null
  }

  /** The level of a trailing stop is somewhere else on every path. */
  #isTrailInReach(): boolean {
    const { candle, resting, rules } = this.#market
    return resting.trailing.some((order) => mayTrade(order, candle, rules.tick))
  }

  /** After a rise to an entry, a further rise is certain where the high lies there, and a fall where the close does. */
  #isActivationUncertain(order: Order): boolean {
    const wasRising = this.#activatedRising.get(order)
    if (wasRising === undefined || wasRising === null) return false
    const { isRise } = this.#path
    if (wasRising === isRise) return false
    const { close } = this.#market.candle
    return isRise ? close < order.level : close > order.level
  }
}

/** True where exits attached to `order` can be judged in the candle of its fill without assuming a path. */
export function isUnambiguousEntry(order: Order, { high, low }: GapCandle): boolean {
  if (order.type === 'market') return true
  if (order.type !== 'stop-market') return false
  const stop = order.children.find((child) => child.terms.stop !== null)?.terms.stop ?? null
  const target = order.children.find((child) => child.terms.limit !== null)?.terms.limit ?? null
  const isTargetReached = target !== null && (order.isBuy ? high >= target.mark : low <= target.mark)
  const isStopReached = stop !== null && (order.isBuy ? low <= stop.mark : high >= stop.mark)
  return isTargetReached && !isStopReached
}
