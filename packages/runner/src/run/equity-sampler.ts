import type { Backtest } from '@tezgah/backtest'
import { MAX_EQUITY_POINTS, type Progress } from '../jobs/job.ts'

/** The equity curve of an open run, thinned out as it comes, so that it costs the same however long the run is. */
export class PartialEquity {
  /** Candles from one point to the next. */
  readonly every: number
  readonly #time: number[] = []
  readonly #equity: number[] = []
  #next: number

  /** @param length - candles in all */
  constructor(length: number) {
    this.every = Math.max(1, Math.ceil(length / MAX_EQUITY_POINTS))
    this.#next = this.every
  }

  /** Keeps a point where the last one is `every` candles or more ago. */
  observe(run: Pick<Backtest, 'position' | 'latest'>): void {
    if (run.position < this.#next) return
    const latest = run.latest()
    // Prices at the edge of what a double holds make no curve to show.
    if (latest === null || !Number.isFinite(latest.equity)) return
    this.#next = run.position + this.every
    this.#time.push(latest.time)
    this.#equity.push(latest.equity)
  }

  progress({ position, length }: Pick<Backtest, 'position' | 'length'>): Progress {
    return { position, length, equity: { time: [...this.#time], equity: [...this.#equity] } }
  }
}
