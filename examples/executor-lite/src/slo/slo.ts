import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Job, Runner } from '@tezgah/runner'
import { BUDGET_WINDOW_MS, type BudgetReport, ErrorBudget } from './error-budget.ts'
import { LatestTimes, type Percentiles } from './latest-times.ts'

/** A start is on disk within so many milliseconds … */
export const START_OBJECTIVE_MS = 100
/** … in this share of all cases; and this share of all requests is not answered with a 5xx. */
const OBJECTIVES = { start: 0.95, availability: 0.999 }
const BEAT_MS = 1_000
const NS_PER_MS = 1e6

export type SloReport = {
  readonly since: number
  readonly windowMs: number
  readonly startMs: Percentiles
  readonly queueWaitMs: Percentiles
  readonly runMs: Percentiles
  readonly eventLoopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number }
  readonly freshness: { readonly heartbeatAgeMs: number }
  readonly budgets: { readonly availability: BudgetReport; readonly start: BudgetReport }
}

/** How well the service keeps what it promises, since it began: a bounded memory of times, and a day of counts. */
export class Slo {
  readonly #start = new LatestTimes()
  readonly #queueWait = new LatestTimes()
  readonly #run = new LatestTimes()
  readonly #availability: ErrorBudget
  readonly #startInTime: ErrorBudget
  readonly #loop = monitorEventLoopDelay({ resolution: 10 })
  readonly #monotonicNow: () => number
  readonly #since: number
  #beatAt: number

  constructor(monotonicNow: () => number, now: () => number = Date.now) {
    this.#monotonicNow = monotonicNow
    this.#since = now()
    this.#beatAt = monotonicNow()
    this.#availability = new ErrorBudget(OBJECTIVES.availability, monotonicNow)
    this.#startInTime = new ErrorBudget(OBJECTIVES.start, monotonicNow)
  }

  /** Listens to a runner and to the clock. Returns what stops it. */
  follow(runner: Runner): () => void {
    this.#loop.enable()
    const timer = setInterval(() => {
      this.#beatAt = this.#monotonicNow()
    }, BEAT_MS).unref()
    const offs = [
      runner.on('started', (job) => this.#queueWait.add(Math.max(0, (job.startedAt ?? 0) - job.createdAt))),
      runner.on('done', (job) => this.#ran(job)),
      runner.on('failed', (job) => this.#ran(job)),
    ]
    return () => {
      this.#loop.disable()
      clearInterval(timer)
      for (const off of offs) off()
    }
  }

  /** What the boot held up is nothing that a request waited for. */
  booted(): void {
    this.#loop.reset()
  }

  /** A start became durable, so many milliseconds after it had come. */
  started(durationMs: number): void {
    this.#start.add(durationMs)
    this.#startInTime.add(durationMs <= START_OBJECTIVE_MS)
  }

  /** A request was answered. */
  answered(statusCode: number): void {
    this.#availability.add(statusCode < 500)
  }

  report(): SloReport {
    const delay = (ns: number) => (Number.isFinite(ns) ? ns / NS_PER_MS : 0)
    return {
      since: this.#since,
      windowMs: BUDGET_WINDOW_MS,
      startMs: this.#start.percentiles(),
      queueWaitMs: this.#queueWait.percentiles(),
      runMs: this.#run.percentiles(),
      eventLoopDelayMs: {
        p50: delay(this.#loop.percentile(50)),
        p99: delay(this.#loop.percentile(99)),
        max: delay(this.#loop.max),
      },
      freshness: { heartbeatAgeMs: this.#monotonicNow() - this.#beatAt },
      budgets: { availability: this.#availability.report(), start: this.#startInTime.report() },
    }
  }

  #ran({ runMs }: Job): void {
    if (runMs !== null) this.#run.add(runMs)
  }
}
