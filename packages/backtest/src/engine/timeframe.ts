import { resample } from '../candles/resample.ts'
import type { CandleSeries } from '../candles/series.ts'
import { type CandleViews, createCandleViews } from '../strategy/candle-views.ts'
import type { Cursor } from '../strategy/view.ts'

/** Candles of a longer interval, seen from the run's own: a candle appears once it is closed. */
export class Timeframe {
  readonly symbol: number
  readonly views: CandleViews
  readonly #time: Float64Array
  readonly #base: Cursor
  readonly #cursor: Cursor = { index: -1 }
  readonly #closed: Int32Array

  constructor(symbol: number, candles: CandleSeries, base: Cursor, interval: string) {
    const { series, closed } = resample(candles, interval)
    this.symbol = symbol
    this.#time = candles.time
    this.#base = base
    this.#closed = closed
    this.views = createCandleViews(series, this.#cursor)
  }

  /** The candle of the run's own interval at the base cursor has closed. */
  advance(): void {
    this.#cursor.index = this.#closed[this.#base.index]! - 1
  }

  isOf(cursor: Cursor): boolean {
    return cursor === this.#cursor
  }

  /** Open time of the run's own candle at whose close the candle at `index` appears. */
  timeOfClose(index: number): number {
    return this.#time[this.#closed.findIndex((count) => count > index)]!
  }

  close(): void {
    this.#cursor.index = -1
  }
}
