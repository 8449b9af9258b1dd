import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import {
  type CounterName,
  catalogue,
  FINAL_STATUSES,
  type FinalStatus,
  type GaugeName,
  type HistogramName,
} from './catalogue.ts'
import { requireAmount, requireLabel } from './guard.ts'
import { HEARTBEAT_MS, startHeartbeat } from './heartbeat.ts'
import { type HttpAnswer, type HttpRoute, httpRequestCounter } from './http-requests.ts'

/** How to create the metrics of a service. */
export type MetricsOptions = {
  /** Where the metrics are registered, and from where they are scraped. */
  readonly registry: Registry
  /** Every route of the service; all else counts as `other`. None when absent. */
  readonly routes?: readonly HttpRoute[]
  /** The wall clock of the heartbeat, in milliseconds since the Unix epoch. `Date.now` when absent. */
  readonly now?: () => number
}

/** What a service tells about itself. The functions need no `this`: they may be spread, picked and passed on. */
export interface Metrics {
  /** A backtest was accepted and is durable. */
  started(): void
  /** @throws RangeError if the status is none of `done`, `failed`, `cancelled` */
  finished(status: FinalStatus): void
  /** Milliseconds from the arrival of a start to its being durable. @throws RangeError if negative or not finite */
  enqueued(durationMs: number): void
  /** How long a backtest computed, and over how many candles. @throws RangeError if one is negative or not finite */
  ran(run: { readonly seconds: number; readonly candles: number }): void
  /** How many backtests are queued or running now. @throws RangeError if negative or not finite */
  setUnfinished(count: number): void
  /** @throws RangeError if the status code is not 100 to 599 */
  httpAnswered(answer: HttpAnswer): void
  authenticationFailed(): void
  rateLimited(): void
  auditFailed(): void
  /**
   * Starts the heartbeat: now, then every `everyMs` milliseconds (5000 when absent).
   *
   * @returns what stops it; calling it twice is harmless
   * @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647
   */
  startHeartbeat(everyMs?: number): () => void
}

/**
 * Registers the whole catalogue on a registry, every label value at 0 from the start, so that a first failure is an
 * increase and not a series that was never there. Starts nothing.
 *
 * @throws RangeError if there are more than 100 routes
 * @throws Error if the registry has a metric of one of these names already
 */
export function createMetrics({ registry, routes = [], now = Date.now }: MetricsOptions): Metrics {
  const started = counter(registry, 'backtest_start_total')
  const finished = counter(registry, 'backtest_done_total')
  for (const status of FINAL_STATUSES) finished.inc({ status }, 0)
  const enqueued = histogram(registry, 'backtest_enqueue_ms')
  const runSeconds = histogram(registry, 'executor_backtest_run_seconds')
  const candles = counter(registry, 'executor_candles_processed_total')
  const unfinished = gauge(registry, 'executor_backtest_jobs_unfinished')
  const authFailures = counter(registry, 'executor_auth_failures_total')
  const rateLimitHits = counter(registry, 'executor_rate_limit_hits_total')
  const auditFailures = counter(registry, 'executor_audit_append_failures_total')
  const heartbeat = gauge(registry, 'executor_heartbeat_timestamp_seconds')
  return {
    started: () => started.inc(),
    finished(status) {
      requireLabel('backtest_done_total', 'status', FINAL_STATUSES, status)
      finished.inc({ status })
    },
    enqueued(durationMs) {
      requireAmount('backtest_enqueue_ms', durationMs)
      enqueued.observe(durationMs)
    },
    ran(run) {
      requireAmount('executor_backtest_run_seconds', run.seconds)
      requireAmount('executor_candles_processed_total', run.candles)
      runSeconds.observe(run.seconds)
      candles.inc(run.candles)
    },
    setUnfinished(count) {
      requireAmount('executor_backtest_jobs_unfinished', count)
      unfinished.set(count)
    },
    httpAnswered: httpRequestCounter(registry, routes),
    authenticationFailed: () => authFailures.inc(),
    rateLimited: () => rateLimitHits.inc(),
    auditFailed: () => auditFailures.inc(),
    startHeartbeat: (everyMs = HEARTBEAT_MS) => startHeartbeat(() => heartbeat.set(now() / 1000), everyMs),
  }
}

function counter(registry: Registry, name: CounterName): Counter {
  const { help, labels } = catalogue[name]
  return new Counter({ name, help, labelNames: Object.keys(labels), registers: [registry] })
}

function gauge(registry: Registry, name: GaugeName): Gauge {
  return new Gauge({ name, help: catalogue[name].help, registers: [registry] })
}

function histogram(registry: Registry, name: HistogramName): Histogram {
  const { help, buckets } = catalogue[name]
  return new Histogram({ name, help, buckets: [...buckets], registers: [registry] })
}
