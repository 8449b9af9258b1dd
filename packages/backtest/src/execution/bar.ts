import type { CandleSeries } from '../candles/series.ts'

/**
 * The candle that orders meet: one object for the whole run, which reads a column only where it is asked for. Most orders
 * need no more than the open, and each column is somewhere else in memory.
 */
export class Bar {
  #candles: CandleSeries
  #index = 0
  readonly #own: CandleSeries

  constructor(candles: CandleSeries) {
    this.#candles = candles
    this.#own = candles
  }

  show(candles: CandleSeries, index: number): void {
    this.#candles = candles
    this.#index = index
  }

  get time(): number {
    return this.#candles.time[this.#index]!
  }

  /** Open time of a finer candle, `null` for one of the run's own. */
  get finerTime(): number | null {
    return this.#candles === this.#own ? null : this.time
  }

  get open(): number {
    return this.#candles.open[this.#index]!
  }

  get high(): number {
    return this.#candles.high[this.#index]!
  }

  get low(): number {
    return this.#candles.low[this.#index]!
  }

  get close(): number {
    return this.#candles.close[this.#index]!
  }

  get volume(): number {
    return this.#candles.volume[this.#index]!
  }
}
