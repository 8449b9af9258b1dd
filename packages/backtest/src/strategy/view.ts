import type { CandleSeries } from '../candles/series.ts'
import { atCallSite } from './call-site.ts'

/** Where a run stands in one series. One cursor is shared by all views of that series. */
export type Cursor = { index: number }

// A class cannot befriend a function; this is how `columnOf` and `cursorOf` read the private fields without a public way.
let readColumn: (view: View) => Float64Array
let readCursor: (view: View) => Cursor

/**
 * A column of numbers that ends at *now*.
 *
 * `at(0)` is the candle that has just closed, `at(1)` the one before it. The future has no index, so a strategy cannot
 * look ahead, however the column was computed.
 */
export class View {
  readonly #column: Float64Array
  readonly #cursor: Cursor

  constructor(column: Float64Array, cursor: Cursor) {
    this.#column = column
    this.#cursor = cursor
  }

  /**
   * The value `back` candles ago.
   *
   * @param back - a whole number from 0
   * @returns `NaN` before the first candle and while an indicator warms up
   * @throws RangeError if `back` is negative or no whole number
   */
  at(back: number): number {
    if (back >>> 0 !== back) {
      throw atCallSite(new RangeError(`at: back must be a whole number from 0, received ${back}`), this.at)
    }
    const index = this.#cursor.index - back
    return index < 0 ? Number.NaN : this.#column[index]!
  }

  /** How many values can be seen: the candles that have closed so far. */
  get length(): number {
    return this.#cursor.index + 1
  }

  static {
    readColumn = (view) => view.#column
    readCursor = (view) => view.#cursor
  }
}

/** The whole column, future included: for indicators, inside this package only. */
export function columnOf(view: View): Float64Array {
  return readColumn(view)
}

/** The cursor that says where a view ends; what is computed from a view ends where it does. */
export function cursorOf(view: View): Cursor {
  return readCursor(view)
}

/** The candles as a strategy sees them: views that end at the candle which has just closed. */
export type CandleViews = {
  readonly symbol: string
  /** For example `1m` or `1d`. */
  readonly interval: string
  /** Open times, epoch milliseconds, UTC. */
  readonly time: View
  readonly open: View
  readonly high: View
  readonly low: View
  readonly close: View
  /** Base units traded. */
  readonly volume: View
}

export function createCandleViews(candles: CandleSeries, cursor: Cursor): CandleViews {
  const view = (column: Float64Array): View => new View(column, cursor)
  return {
    symbol: candles.symbol,
    interval: candles.interval,
    time: view(candles.time),
    open: view(candles.open),
    high: view(candles.high),
    low: view(candles.low),
    close: view(candles.close),
    volume: view(candles.volume),
  }
}
