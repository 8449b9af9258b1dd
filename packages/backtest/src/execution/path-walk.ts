import type { PathRule } from '../options/choices.ts'
import type { OrderDesk } from './order-desk.ts'
import { type FixedPath, type Stakes, visitsHighFirst, worstVisitsHighFirst } from './path.ts'
import type { SymbolMarket } from './symbol-market.ts'

/**
 * The price on its way through one candle: from the open over both extremes to the close.
 *
 * A fixed path knows the order of the extremes from the start; `worst` and `best` choose anew after each fill, since that
 * is what changes what is at stake. The finer candles of the path `detail` are walked as `worst`.
 */
export class PathWalk {
  price = 0
  /** Where the price is heading. */
  target = 0
  isRise = false
  readonly #market: SymbolMarket
  readonly #desk: OrderDesk
  #highLeft = false
  #lowLeft = false
  #closeLeft = false

  constructor(market: SymbolMarket, desk: OrderDesk) {
    this.#market = market
    this.#desk = desk
  }

  begin(): void {
    this.price = this.#market.bar.open
    this.#highLeft = true
    this.#lowLeft = true
    this.#closeLeft = true
  }

  /** Chooses the next target; `false` once the candle is over or nothing more can happen in it. */
  choose(): boolean {
    const { bar, resting, isLiquidable } = this.#market
    const isQuiet = resting.nextRise > bar.high && resting.nextFall < bar.low
    if (isQuiet && resting.trailing.length === 0 && !isLiquidable) return false
    if (this.price >= bar.high) this.#highLeft = false
    if (this.price <= bar.low) this.#lowLeft = false
    if (this.#highLeft && this.#lowLeft) this.target = this.#highFirst() ? bar.high : bar.low
    else if (this.#highLeft || this.#lowLeft) this.target = this.#highLeft ? bar.high : bar.low
    else if (this.#closeLeft) this.target = bar.close
    else return false
    this.isRise = this.target > this.price
    return true
  }

  /** True where the price, on its way to the target, comes to `level` before it comes to `other`. */
  isNearer(level: number, other: number): boolean {
    return this.isRise ? level < other : level > other
  }

  stopAt(level: number): void {
    this.price = level
  }

  arrive(): void {
    const { bar } = this.#market
    this.price = this.target
    if (!this.#highLeft && !this.#lowLeft) this.#closeLeft = false
    if (this.target === bar.high) this.#highLeft = false
    if (this.target === bar.low) this.#lowLeft = false
  }

  #highFirst(): boolean {
    const { bar } = this.#market
    const path: PathRule = this.#desk.execution.path
    if (path === 'worst' || path === 'detail')
      return worstVisitsHighFirst(this.price, bar.high, bar.low, this.#stakes())
    if (path === 'best') return !worstVisitsHighFirst(this.price, bar.high, bar.low, this.#stakes())
    return visitsHighFirst(path satisfies FixedPath, bar)
  }

  #stakes(): Stakes {
    const { resting, symbol } = this.#market
    const position = Math.sign(this.#desk.netQuantityMark(symbol))
    const { stopAbove, stopBelow, limitAbove, limitBelow } = resting
    return { position, stopAbove, stopBelow, limitAbove, limitBelow }
  }
}
