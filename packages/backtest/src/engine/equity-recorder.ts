import type { Account } from '../account/account.ts'
import type { CandleSeries } from '../candles/series.ts'
import { mergedTimes } from './event-clock.ts'

/**
 * The instants of a run: the candles of its only symbol, or the union of all symbols' candles.
 *
 * With one symbol equity follows from the account's journal and the closes, and is not written down during the run. With
 * several it is recorded at each instant, a symbol that did not trade being valued at its last close.
 */
export class EquityRecorder {
  readonly time: Float64Array
  /** Equity at each instant of a run over several symbols, in quote currency; `null` with one symbol. */
  readonly equity: Float64Array | null
  /** Instants at whose close a position was open, of a run over several symbols. */
  exposedInstants = 0
  #isExposed = false

  constructor(series: readonly CandleSeries[]) {
    this.time = mergedTimes(series)
    this.equity = series.length === 1 ? null : new Float64Array(this.time.length)
  }

  get length(): number {
    return this.time.length
  }

  /** Records the instant at `index`, after everything in it has happened. */
  record(index: number, account: Account): void {
    this.equity![index] = account.equityMark()
    this.#isExposed = isExposed(account)
    if (this.#isExposed) this.exposedInstants++
  }

  /** Positions closed after the last candle change what it ended with. */
  finish(account: Account): void {
    if (this.equity === null) return
    this.equity[this.length - 1] = account.equityMark()
    if (this.#isExposed && !isExposed(account)) this.exposedInstants--
  }
}

function isExposed({ holdings }: Account): boolean {
  return holdings.some(({ quantityMark }) => quantityMark !== 0)
}
