import type { CandleWalk } from './candle-walk.ts'
import { Status, type WalkState } from './walk-state.ts'

/** Rounding of a sum of money in doubles, as a share of the largest part. */
const ROUNDING = 1e-12

/**
 * What is still possible in the candle, as a bound: no path from a state ends below its worth less what each order that
 * may yet trade could lose against the close. Of orders that exclude one another only the one that loses most counts.
 */
export class Outlook {
  readonly #walk: CandleWalk
  /** +1: for the least equity; −1: for the most. */
  readonly #sign: number
  /** The most that each order may trade, in base units. */
  readonly #quantities: readonly number[]
  readonly #costs: readonly number[]
  /** False where a bound would have to know more than orders: a liquidation, or slippage by quantity. */
  readonly #isKnown: boolean
  readonly #losses: Float64Array

  constructor(walk: CandleWalk, start: WalkState, sign: number, isKnown: boolean) {
    this.#walk = walk
    this.#sign = sign
    this.#isKnown = isKnown
    this.#quantities = walk.scene.orders.map((_, at) => this.#largest(start, at))
    this.#costs = this.#quantities.map((quantity, at) =>
      isKnown && sign > 0 ? walk.fills.dearestCost(start, at, quantity) : 0,
    )
    this.#losses = new Float64Array(walk.scene.groups.length)
  }

  /** Worth of a state times the sign of the search, at the close and before what may still come. */
  worth(state: WalkState): number {
    return this.#walk.worth(state) * this.#sign
  }

  /** The least that can become of the state, times the sign. */
  least(state: WalkState): number {
    if (!this.#isKnown) return Number.NEGATIVE_INFINITY
    const { orders } = this.#walk.scene
    let least = this.worth(state)
    this.#losses.fill(0)
    for (let at = 0; at < orders.length; at++) {
      const loss = this.#loss(state, at)
      const { group } = orders[at]!
      if (group < 0) least -= loss
      else if (loss > this.#losses[group]!) this.#losses[group] = loss
    }
    for (const loss of this.#losses) least -= loss
    return least
  }

  /** What two figures of equity may differ by and still be the same. */
  tolerance(start: WalkState): number {
    const { high } = this.#walk.scene
    const held = start.held.reduce((sum, quantity) => sum + Math.abs(quantity), 0)
    const traded = this.#quantities.reduce((sum, quantity) => sum + quantity, 0)
    return ROUNDING * (Math.abs(start.cash) + (held + traded) * high)
  }

  #loss(state: WalkState, at: number): number {
    const status = state.status[at]!
    if (status > Status.triggered) return 0
    const { kind, parent, sign, terms } = this.#walk.scene.orders[at]!
    if (status === Status.waiting && (parent < 0 || state.status[parent]! >= Status.idle)) return 0
    const { high, low, close } = this.#walk.scene
    // A stop or a touch before a limit may trade at either, or between them.
    const isAtLevel = kind === 'limit' || status === Status.triggered || terms.limit === null
    const isFixed = status >= Status.resting && kind !== 'trail' && isAtLevel
    const isTrailing = status === Status.resting && kind === 'trail'
    const level = state.level[at]!
    // A fill at x changes the worth at the close by sign × quantity × (close − x).
    const seeksHigh = sign * this.#sign > 0
    let price = seeksHigh ? high : low
    if (isFixed) price = level
    // The stop may only come nearer to the price.
    else if (isTrailing && sign > 0 === seeksHigh) price = seeksHigh ? Math.min(level, high) : Math.max(level, low)
    const change = sign * (price - close) * this.#sign * this.#quantities[at]! + this.#costs[at]!
    return Math.max(change, 0)
  }

  #largest(start: WalkState, at: number): number {
    const { orders, low, high } = this.#walk.scene
    const { order, isExit, parent, leg } = orders[at]!
    if (isExit) {
      const entered = order.parent!.netFilled.toNumber()
      return parent < 0 ? entered : entered + this.#largest(start, parent)
    }
    if (!order.filled.isZero) return order.remaining.toNumber()
    const { kind, value } = order.terms.size
    if (kind === 'quantity') return value.toNumber()
    const { account } = this.#walk
    account.state = start
    const leverage = account.settings.leverage.toNumber()
    const means = Math.max(account.equity(high), account.equity(low), start.cash, 0) * leverage
    return (means + account.exposure(high)) / low + Math.abs(start.held[leg]!)
  }
}
