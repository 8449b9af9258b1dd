import { createMetrics, type HttpRoute, type Metrics, registerProcessMetrics } from '@tezgah/metrics'
import { isFinal, type Job, type JobStore, type Runner } from '@tezgah/runner'
import { Registry } from 'prom-client'
import type { ExecutorMetrics } from './ports.ts'

const GET_ROUTES = [
  '/backtest/:id',
  '/backtest/:id/result',
  '/backtests',
  '/strategies',
  '/settings',
  '/datasets',
  '/datasets/:id/candles',
  '/openapi.json',
  '/healthz',
  '/readyz',
  '/metrics',
  '/__routes',
]

/** The routes that are counted by name; a test holds this list against the router's own. */
export const COUNTED_ROUTES: readonly HttpRoute[] = [
  { method: 'POST', route: '/backtest/start' },
  ...GET_ROUTES.flatMap((route) => ['GET', 'HEAD'].map((method) => ({ method, route }))),
]

const ENDINGS = ['done', 'failed', 'cancelled'] as const

/** The metrics of one service, on a registry of their own. */
export type ServiceMetrics = ExecutorMetrics & {
  /** Counts what the runner does from now on, beginning with what the store holds. Returns what stops it. */
  readonly follow: (runner: Runner, store: JobStore) => Promise<() => void>
}

/** Makes the metrics; nothing runs until `follow` is called. */
export function createServiceMetrics(): ServiceMetrics {
  const registry = new Registry()
  // A figure that fits nowhere is counted, in executor_metrics_rejected_total, and breaks no request.
  const metrics = createMetrics({ registry, routes: COUNTED_ROUTES, onInvalid: () => undefined })
  return {
    ...metrics,
    contentType: registry.contentType,
    render: () => registry.metrics(),
    follow: async (runner, store) => {
      registerProcessMetrics(registry)
      const { queued, running } = await store.counts()
      const offs = [
        metrics.startHeartbeat(),
        metrics.watchEventLoop(),
        ...followUnfinished(metrics, runner, queued + running),
        ...followRuns(metrics, runner),
      ]
      return () => {
        for (const off of offs) off()
      }
    },
  }
}

function followUnfinished(metrics: Metrics, runner: Runner, before: number): (() => void)[] {
  let unfinished = before
  metrics.setUnfinished(unfinished)
  const ended = (job: Job): void => {
    unfinished = Math.max(0, unfinished - 1)
    metrics.setUnfinished(unfinished)
    if (isFinal(job.status)) metrics.finished(job.status)
  }
  return [
    runner.on('queued', () => metrics.setUnfinished(++unfinished)),
    ...ENDINGS.map((ending) => runner.on(ending, ended)),
  ]
}

/** Candles are counted while a backtest runs: one that takes an hour is not stuck. */
function followRuns(metrics: Metrics, runner: Runner): (() => void)[] {
  const positions = new Map<string, number>()
  const moveTo = (id: string, position: number): void => {
    metrics.processed(Math.max(0, position - (positions.get(id) ?? 0)))
    positions.set(id, position)
  }
  const ended = (job: Job): void => {
    const candles = job.summary?.['candleCount']
    if (job.runMs !== null && typeof candles === 'number') {
      moveTo(job.id, candles)
      metrics.ran({ seconds: job.runMs / 1_000, candles })
    }
    positions.delete(job.id)
  }
  return [
    runner.on('started', ({ id, attempts, createdAt, startedAt }) => {
      positions.set(id, 0)
      // Two readings of the wall clock, which may have been set back between them.
      if (attempts === 1) metrics.waited(Math.max(0, (startedAt ?? createdAt) - createdAt) / 1_000)
    }),
    runner.on('progress', ({ id }, { position }) => moveTo(id, position)),
    runner.on('requeued', ({ id }) => positions.delete(id)),
    ...ENDINGS.map((ending) => runner.on(ending, ended)),
  ]
}
