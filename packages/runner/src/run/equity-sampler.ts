import type { Backtest } from '@tezgah/backtest'
import { MAX_EQUITY_POINTS, type Progress } from '../jobs/job.ts'

/** Samples the equity curve of a running backtest, so that its size does not grow with the length of the run. */
export class EquitySampler {
  /** Candles from one point to the next. */
  readonly every: number
  readonly #time: number[] = []
  readonly #equity: number[] = []
  #next: number

  /** @param length - candles of the whole run */
  constructor(length: number) {
    this.every = Math.max(1, Math.ceil(length / MAX_EQUITY_POINTS))
    this.#next = this.every
  }

  /** Samples a point where the last one is `every` candles or more ago. */
  observe(run: Pick<Backtest, 'position' | 'latest'>): void {
    if (run.position < this.#next) return
    const latest = run.latest()
    // Prices near the largest double make an equity that no chart can show.
    if (latest === null || !Number.isFinite(latest.equity)) return
    this.#next = run.position + this.every
    this.#time.push(latest.time)
    this.#equity.push(latest.equity)
  }

  progress({ position, length }: Pick<Backtest, 'position' | 'length'>): Progress {
    return { position, length, equity: { time: [...this.#time], equity: [...this.#equity] } }
  }
}
