import { resample } from '../candles/resample.ts'
import type { CandleSeries } from '../candles/series.ts'
import { type CandleViews, createCandleViews } from '../strategy/candle-views.ts'
import type { Cursor } from '../strategy/view.ts'

/** Candles of a longer interval, seen from the run's own: a candle appears once it is closed. */
export class Timeframe {
  readonly symbol: number
  readonly views: CandleViews
  readonly #base: Cursor
  readonly #cursor: Cursor = { index: -1 }
  readonly #closed: Int32Array

  constructor(symbol: number, candles: CandleSeries, base: Cursor, interval: string) {
    const { series, closed } = resample(candles, interval)
    this.symbol = symbol
    this.#base = base
    this.#closed = closed
    this.views = createCandleViews(series, this.#cursor)
  }

  /** The candle of the run's own interval at the base cursor has closed. */
  advance(): void {
    this.#cursor.index = this.#closed[this.#base.index]! - 1
  }

  close(): void {
    this.#cursor.index = -1
  }
}
