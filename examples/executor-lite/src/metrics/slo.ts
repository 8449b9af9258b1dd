import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Job, Runner } from '@tezgah/runner'

/** Times of late, in milliseconds, of which percentiles are wanted. The last 2,048 are kept, 16 KiB. */
export class DurationWindow {
  static readonly #capacity = 2_048
  readonly #times = new Float64Array(DurationWindow.#capacity)
  #count = 0

  add(ms: number): void {
    this.#times[this.#count % DurationWindow.#capacity] = ms
    this.#count++
  }

  /** Nearest ranks over what is kept; `null` without any. */
  percentiles(): Percentiles {
    const count = Math.min(this.#count, DurationWindow.#capacity)
    const sorted = this.#times.slice(0, count).sort()
    const at = (share: number) => sorted[Math.ceil(share * count) - 1] ?? null
    return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
  }
}

export type Percentiles = {
  /** How many times these are of. */
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

const SLOT_MS = 300_000
const SLOTS = 288

/** A day. */
export const BUDGET_WINDOW_MS: number = SLOT_MS * SLOTS

type Slot = { at: number; total: number; bad: number }

/** Counts good and bad events over the last day, in 288 slots of five minutes. */
export class ErrorBudget {
  readonly #objective: number
  readonly #monotonicNow: () => number
  readonly #slots: readonly Slot[] = Array.from({ length: SLOTS }, () => ({ at: -1, total: 0, bad: 0 }))

  /**
   * @param objective - the share that has to be good, above 0 and below 1
   * @param monotonicNow - milliseconds of a monotonic clock
   */
  constructor(objective: number, monotonicNow: () => number) {
    this.#objective = objective
    this.#monotonicNow = monotonicNow
  }

  add(good: boolean): void {
    const at = Math.floor(this.#monotonicNow() / SLOT_MS)
    const slot = this.#slots[at % SLOTS] ?? { at, total: 0, bad: 0 }
    if (slot.at !== at) Object.assign(slot, { at, total: 0, bad: 0 })
    slot.total++
    if (!good) slot.bad++
  }

  report(): BudgetReport {
    const oldest = Math.floor(this.#monotonicNow() / SLOT_MS) - SLOTS
    let [total, bad] = [0, 0]
    for (const slot of this.#slots) {
      if (slot.at <= oldest) continue
      total += slot.total
      bad += slot.bad
    }
    const allowed = total * (1 - this.#objective)
    return { objective: this.#objective, total, bad, budgetLeft: total === 0 ? null : 1 - bad / allowed }
  }
}

export type BudgetReport = {
  readonly objective: number
  readonly total: number
  readonly bad: number
  /** 1: nothing is used; 0: all of it; below 0: the objective is missed. `null` while nothing happened. */
  readonly budgetLeft: number | null
}

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
  readonly #start = new DurationWindow()
  readonly #queueWait = new DurationWindow()
  readonly #run = new DurationWindow()
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
