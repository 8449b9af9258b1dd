import type { CandleSeries } from '../candles/series.ts'
import type { Market } from './market.ts'

/** The finer candles inside each candle, for the path `detail`. */
export class DetailTimeframe {
  readonly #finer: CandleSeries
  #next = 0
  #end = 0

  constructor(finer: CandleSeries) {
    this.#finer = finer
  }

  /** Shows the first finer candle inside the candle at `index`; where there is none, the candle itself stays. */
  enter(market: Market, index: number): void {
    const { time, length } = this.#finer
    const from = market.candles.time[index]!
    const to = from + market.candles.intervalMs
    while (this.#next < length && time[this.#next]! < from) this.#next++
    this.#end = this.#next
    while (this.#end < length && time[this.#end]! < to) this.#end++
    this.next(market)
  }

  /** Shows the next finer candle; `false` after the last. */
  next(market: Market): boolean {
    if (this.#next >= this.#end) return false
    market.candle.show(this.#finer, this.#next++)
    return true
  }
}
