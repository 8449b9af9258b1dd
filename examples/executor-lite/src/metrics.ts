import { createMetrics, type HttpRoute } from '@tezgah/metrics'
import { isFinal, type Job, type JobStore, type Runner } from '@tezgah/runner'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { ExecutorMetrics } from './ports.ts'

const GET_ROUTES = [
  '/audit',
  '/audit/verify',
  '/slo',
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
  ...POST_ROUTES.map((route) => ({ method: 'POST', route })),
  ...GET_ROUTES.flatMap((route) => ['GET', 'HEAD'].map((method) => ({ method, route }))),
]

/** The metrics of one service, on a registry of their own. */
export type ServiceMetrics = ExecutorMetrics & {
  /**
   * Counts the end of a backtest. To be called once its record is written, so that the counter and the audit log tell the same
   * number of ends of one life of the process, whatever ends it.
   */
  readonly ended: (job: Job) => void
  /** Tells how many backtests are unfinished from now on, beginning with what the store holds. Returns what stops it. */
  readonly follow: (runner: Runner, store: JobStore) => Promise<() => void>
}

/** Makes the metrics; nothing runs until `follow` is called. */
export function createServiceMetrics(): ServiceMetrics {
  const registry = new Registry()
  const metrics = createMetrics({ registry, routes: COUNTED_ROUTES })
  return {
    ...metrics,
    contentType: registry.contentType,
    render: () => registry.metrics(),
    ended: (job) => {
      if (!isFinal(job.status)) return
      metrics.finished(job.status)
      const candles = job.summary?.['candleCount']
      if (job.runMs !== null && typeof candles === 'number') metrics.ran({ seconds: job.runMs / 1_000, candles })
    },
    follow: async (runner, store) => {
      collectDefaultMetrics({ register: registry })
      const stopHeartbeat = metrics.startHeartbeat()
      const { queued, running } = await store.counts()
      let unfinished = queued + running
      metrics.setUnfinished(unfinished)
      const less = () => metrics.setUnfinished(Math.max(0, --unfinished))
      const offs = [
        runner.on('queued', () => metrics.setUnfinished(++unfinished)),
        ...(['done', 'failed', 'cancelled'] as const).map((status) => runner.on(status, less)),
      ]
      return () => {
        stopHeartbeat()
        for (const off of offs) off()
      }
    },
  }
}
