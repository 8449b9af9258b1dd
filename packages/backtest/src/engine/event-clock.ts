import { closeTimeOf } from '../candles/close-time.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { MarketClock } from '../execution/market.ts'
import { gridsOf } from './grids.ts'

/**
 * The opens and closes of several series in the order of time. At one instant candles close before others open, so that
 * what is decided in between meets the first open at or after it, for any grids of the symbols.
 *
 * Series whose candles open and close together share a grid, and cost one look together. A step allocates nothing; what it
 * found is in the fields, which are to be read only.
 */
export class EventClock implements MarketClock {
  /** The present instant, epoch milliseconds; `NaN` before the first. */
  time: number = Number.NaN
  /** Shortest interval of the series. */
  readonly shortestMs: number
  readonly gridCount: number
  /** Grid of each series. */
  readonly gridOf: readonly number[]
  /** By grid: index of the candle that opened last, −1 before the first. */
  readonly opened: Int32Array
  /** By grid: when its last candle opened, and when the one before now closed; `NaN` before the first. */
  readonly openedAt: Float64Array
  readonly closedAt: Float64Array
  /** How many grids have a candle that is still to open at {@link time}, and one that closes then. */
  openingCount = 0
  closingCount = 0
  /** By grid, a series of it. */
  readonly #series: readonly CandleSeries[]
  readonly #opensAt: Float64Array
  readonly #closesAt: Float64Array
  #upcoming: number

  constructor(series: readonly CandleSeries[]) {
    this.gridOf = gridsOf(series)
    this.shortestMs = Math.min(...series.map(({ intervalMs }) => intervalMs))
    this.#series = series.filter((_, index) => this.gridOf.indexOf(this.gridOf[index]!) === index)
    const count = this.#series.length
    this.gridCount = count
    this.opened = new Int32Array(count).fill(-1)
    this.openedAt = new Float64Array(count).fill(Number.NaN)
    this.closedAt = new Float64Array(count).fill(Number.NaN)
    this.#opensAt = Float64Array.from(this.#series, ({ time }) => time[0]!)
    this.#closesAt = new Float64Array(count).fill(Number.POSITIVE_INFINITY)
    this.#upcoming = Math.min(...this.#opensAt)
  }

  /**
   * Goes to the next instant at which a candle closes or opens, and says which close; those that open do with
   * {@link open}, before the next call. Returns false, and changes nothing, once there is no such instant.
   */
  advance(): boolean {
    const time = this.#upcoming
    if (time === Number.POSITIVE_INFINITY) return false
    const { closedAt } = this
    const opensAt = this.#opensAt
    const closesAt = this.#closesAt
    let upcoming = Number.POSITIVE_INFINITY
    let closing = 0
    let opening = 0
    for (let grid = 0; grid < opensAt.length; grid++) {
      if (closesAt[grid] === time) {
        closesAt[grid] = Number.POSITIVE_INFINITY
        closedAt[grid] = time
        closing++
      }
      if (opensAt[grid] === time) opening++
      else upcoming = Math.min(upcoming, closesAt[grid]!, opensAt[grid]!)
    }
    this.time = time
    this.closingCount = closing
    this.openingCount = opening
    this.#upcoming = upcoming
    return true
  }

  /** Opens the candles that open at the present instant; false where none does. */
  open(): boolean {
    if (this.openingCount === 0) return false
    for (let grid = 0; grid < this.gridCount; grid++) if (this.#opensAt[grid] === this.time) this.#open(grid)
    this.openingCount = 0
    return true
  }

  isInterrupted(grid: number): boolean {
    const closes = this.#closesAt[grid]!
    for (let other = 0; other < this.gridCount; other++) if (this.#nextClose(other) < closes) return true
    return false
  }

  /** When the candle of a grid that is under way closes, or, where there is none, the next one. */
  #nextClose(grid: number): number {
    const closes = this.#closesAt[grid]!
    if (closes !== Number.POSITIVE_INFINITY) return closes
    const series = this.#series[grid]!
    const next = this.opened[grid]! + 1
    return next < series.length ? closeTimeOf(series, next) : Number.POSITIVE_INFINITY
  }

  #open(grid: number): void {
    const series = this.#series[grid]!
    const index = ++this.opened[grid]!
    const opens = index + 1 < series.length ? series.time[index + 1]! : Number.POSITIVE_INFINITY
    const closes = closeTimeOf(series, index)
    this.openedAt[grid] = this.time
    this.#opensAt[grid] = opens
    this.#closesAt[grid] = closes
    this.#upcoming = Math.min(this.#upcoming, opens, closes)
  }
}

/**
 * The instants at which a candle of any series closes, ascending, each as the open time of a candle of the shortest interval
 * that closes then. Where all series share one grid these are its own open times, and its own column.
 */
export function closingTimes(series: readonly CandleSeries[]): Float64Array {
  const clock = new EventClock(series)
  if (clock.gridCount === 1) return series[0]!.time
  let length = 0
  for (; clock.advance(); clock.open()) if (clock.closingCount > 0) length++
  const times = new Float64Array(length)
  const again = new EventClock(series)
  for (let index = 0; again.advance(); again.open()) {
    if (again.closingCount > 0) times[index++] = again.time - again.shortestMs
  }
  return times
}
