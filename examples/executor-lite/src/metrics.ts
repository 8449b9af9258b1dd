import { createMetrics, type HttpRoute, type Metrics, registerProcessMetrics } from '@tezgah/metrics'
import { isFinal, type Job, type JobStore, type Runner } from '@tezgah/runner'
import { Registry } from 'prom-client'
import { COUNTED_POLICIES } from './guardrails/count-verdicts.ts'
import { followOldestQueued } from './oldest-queued.ts'
import type { ExecutorMetrics } from './ports.ts'

const GET_ROUTES = [
  '/audit',
  '/audit/verify',
  '/audit/checkpoint',
  '/audit/records/:seq/proof',
  '/audit/consistency',
  '/slo',
  '/spot',
  '/policies',
  '/risk',
  '/proposals',
  '/overrides',
  '/backtest/:id/trades.csv',
  '/backtest/:id/statistics',
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

const POST_ROUTES = [
  '/backtest/start',
  '/datasets',
  '/risk/kill',
  '/risk/rearm',
  '/risk/rearm/:id/approve',
  '/proposals',
  ...['amend', 'approve', 'reject', 'withdraw', 'apply', 'emergency'].map((step) => `/proposals/:id/${step}`),
  '/overrides',
  '/overrides/:id/approve',
  '/overrides/:id/revoke',
]

/** The routes that are counted by name; a test holds this list against the router's own. */
export const COUNTED_ROUTES: readonly HttpRoute[] = [
  { method: 'DELETE', route: '/backtest/:id' },
  { method: 'GET', route: '/backtest/:id/events' },
  { method: 'GET', route: '/events' },
  ...POST_ROUTES.map((route) => ({ method: 'POST', route })),
  ...GET_ROUTES.flatMap((route) => ['GET', 'HEAD'].map((method) => ({ method, route }))),
]

const ENDINGS = ['done', 'failed', 'cancelled'] as const

/** The metrics of one service, on a registry of their own. */
export type ServiceMetrics = ExecutorMetrics &
  Pick<Metrics, 'stream' | 'setClock'> & {
    /**
     * Counts the end of a backtest. To be called once its record is written, so that the counter and the audit log tell the same
     * number of ends of one life of the process, whatever ends it.
     */
    readonly ended: (job: Job) => void
    /** Tells how many backtests are unfinished and since when the oldest waits from now on, beginning with what the store holds. Returns what stops it. */
    readonly follow: (runner: Runner, store: JobStore) => Promise<() => void>
  }

/**
 * Makes the metrics; nothing runs until `follow` is called.
 *
 * @param symbols - pairs whose price is read
 */
export function createServiceMetrics(symbols: readonly string[] = []): ServiceMetrics {
  const registry = new Registry()
  // A figure that fits nowhere is counted, in executor_metrics_rejected_total, and breaks no request.
  const metrics = createMetrics({
    ...{ registry, routes: COUNTED_ROUTES, policies: COUNTED_POLICIES, symbols },
    onInvalid: () => undefined,
  })
  return {
    ...metrics,
    contentType: registry.contentType,
    render: () => registry.metrics(),
    ended: ({ status }) => {
      if (isFinal(status)) metrics.finished(status)
    },
    follow: async (runner, store) => {
      registerProcessMetrics(registry)
      const { queued, running } = await store.counts()
      const offs = [
        metrics.startHeartbeat(),
        metrics.watchEventLoop(),
        ...followUnfinished(metrics, runner, queued + running),
        ...followRuns(metrics, runner),
        await followOldestQueued(metrics, runner, store),
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
  const less = (): void => {
    unfinished = Math.max(0, unfinished - 1)
    metrics.setUnfinished(unfinished)
  }
  return [
    runner.on('queued', () => metrics.setUnfinished(++unfinished)),
    ...ENDINGS.map((ending) => runner.on(ending, less)),
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
