import type { Account } from '../account/account.ts'
import { closeTimeOf } from '../candles/close-time.ts'
import type { CandleSeries } from '../candles/series.ts'
import { closingTimes } from './event-clock.ts'

/**
 * The instants of a run: the closes of its only symbol's candles, or those of all symbols' candles together.
 *
 * With one symbol equity follows from the account's journal and the closes, and is not written down during the run. With
 * several it is recorded at each instant, each symbol being valued at its last close.
 */
export class EquityRecorder {
  /** Of each instant the open time of a candle of {@link intervalMs} that closes then. */
  readonly time: Float64Array
  /** Shortest interval of the symbols. */
  readonly intervalMs: number
  /** Equity at each instant of a run over several symbols, in quote currency; `null` with one symbol. */
  readonly equity: Float64Array | null
  /** Instants at whose close a position was open, of a run over several symbols. */
  exposedInstants = 0
  #isExposed = false
  /** The series whose candles the instants are; `null` where their grids differ. */
  readonly #only: CandleSeries | null

  constructor(series: readonly CandleSeries[]) {
    this.intervalMs = Math.min(...series.map(({ intervalMs }) => intervalMs))
    this.time = closingTimes(series)
    this.#only = this.time === series[0]!.time ? series[0]! : null
    this.equity = series.length === 1 ? null : new Float64Array(this.time.length)
  }

  get length(): number {
    return this.time.length
  }

  /** When the instant at `index` is, epoch milliseconds. */
  closeAt(index: number): number {
    return this.#only === null ? this.time[index]! + this.intervalMs : closeTimeOf(this.#only, index)
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
