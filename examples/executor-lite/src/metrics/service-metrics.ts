import { createMetrics, type HttpRoute, type Metrics, registerProcessMetrics } from '@tezgah/metrics'
import { isFinal, type Job, type JobStore, type Runner } from '@tezgah/runner'
import { Registry } from 'prom-client'
import contract from '../../openapi.json' with { type: 'json' }
import { followOldestQueued } from './oldest-queued.ts'
import type { ExecutorMetrics } from './port.ts'

type Operation = {
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>
}

/** The routes that are counted by name, from the committed OpenAPI document; a test compares them with the router's own. */
export const COUNTED_ROUTES: readonly HttpRoute[] = Object.entries<Readonly<Record<string, Operation>>>(
  contract.paths,
).flatMap(([path, operations]) =>
  Object.entries(operations).flatMap(([method, { responses }]) => {
    const route = path.replace(/\{(\w+)\}/g, ':$1')
    const isStream = 'text/event-stream' in (responses['200']?.content ?? {})
    const methods = method === 'get' && !isStream ? ['GET', 'HEAD'] : [method.toUpperCase()]
    return methods.map((name) => ({ method: name, route }))
  }),
)

const ENDINGS = ['done', 'failed', 'cancelled'] as const

/** The metrics of one service, on a registry of their own. */
export type ServiceMetrics = ExecutorMetrics &
  Pick<Metrics, 'stream' | 'setClock' | 'resultChecked'> & {
    /**
     * Counts the end of a backtest. To be called once its record is written, so that the counter and the audit log tell the same
     * number of ends of one life of the process, however they ended.
     */
    readonly ended: (job: Job) => void
    /** Tells how many backtests are unfinished and since when the oldest waits from now on, beginning with what the store holds. Returns what stops it. */
    readonly follow: (runner: Runner, store: JobStore) => Promise<() => void>
  }

/**
 * Makes the metrics; nothing runs until `follow` is called.
 *
 * @param options.symbols - pairs whose price is read; default none
 * @param options.policies - names that verdicts are counted by
 */
export function createServiceMetrics({
  policies,
  symbols = [],
}: {
  readonly policies: readonly string[]
  readonly symbols?: readonly string[]
}): ServiceMetrics {
  const registry = new Registry()
  // A figure that fits nowhere is counted, in executor_metrics_rejected_total, and breaks no request.
  const metrics = createMetrics({
    ...{ registry, routes: COUNTED_ROUTES, policies, symbols },
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
        ...followUnfinished(metrics, runner, store, queued + running),
        ...followRuns(metrics, runner),
        await followOldestQueued(metrics, runner, store),
        followWaiting(metrics, store),
      ]
      return () => {
        for (const off of offs) off()
      }
    },
  }
}

/** Between two counts of a store that others share. Its own process counts what it does without a fault. */
const RECOUNT_MS = 5_000

function followUnfinished(metrics: Metrics, runner: Runner, store: JobStore, before: number): (() => void)[] {
  let unfinished = before
  metrics.setUnfinished(unfinished)
  const less = (): void => {
    unfinished = Math.max(0, unfinished - 1)
    metrics.setUnfinished(unfinished)
  }
  const recount = async (): Promise<void> => {
    const { queued, running } = await store.counts()
    unfinished = queued + running
    metrics.setUnfinished(unfinished)
  }
  // A store that does not answer is reported by /readyz; the last number stays.
  const timer = store.changesSince && setInterval(() => void recount().catch(() => {}), RECOUNT_MS).unref()
  return [
    runner.on('queued', () => metrics.setUnfinished(++unfinished)),
    ...ENDINGS.map((ending) => runner.on(ending, less)),
    () => clearInterval(timer),
  ]
}

/** Waiting backtests that are counted. */
const MAX_WAITING = 1_000

function followWaiting(metrics: Metrics, store: JobStore): () => void {
  const count = async (): Promise<void> => {
    metrics.setWaiting((await store.waiting(MAX_WAITING)).length)
  }
  const timer = setInterval(() => void count().catch(() => {}), RECOUNT_MS).unref()
  return () => clearInterval(timer)
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
