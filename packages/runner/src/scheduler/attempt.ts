import type { Clock } from '@tezgah/core/clock'
import type { CandleCache, Loaded } from '../datasets/candle-cache.ts'
import type { Dataset } from '../datasets/dataset-folder.ts'
import type { SharedCandles } from '../datasets/shared-candles.ts'
import type { IsolatedRun, UserStrategies } from '../isolation/user-strategies.ts'
import type { DatasetRef, Job, JobError, JobOutcome, ReleaseReason } from '../jobs/job.ts'
import type { AttemptOptions } from '../run/run-backtest.ts'
import type { PoolAnswer, WorkerPool } from '../workers/worker-pool.ts'

/** The end of an attempt: with an outcome to store, or without one. */
export type AttemptResult =
  | { readonly type: 'finish'; readonly outcome: JobOutcome }
  | { readonly type: 'release'; readonly reason: ReleaseReason }

export type AttemptContext = {
  readonly pool: WorkerPool
  readonly cache: CandleCache
  readonly datasets: ReadonlyMap<string, Dataset>
  /** Strategies that run in processes of their own, where the runner has any. */
  readonly userStrategies?: UserStrategies
  readonly maxResultBytes: number
  readonly clock: Clock
  /** Digest of the strategies that workers have to have; `null`: any. */
  readonly strategiesVersion: string | null
  /** The workers have other strategies than this process: their files were changed after it had started. */
  readonly onStaleCode: (strategiesVersion: string) => void
}

/** One attempt at a job, in a worker. Settles also where the worker fails; never throws for what a job does. */
export async function runAttempt(context: AttemptContext, job: Job, options: AttemptOptions): Promise<AttemptResult> {
  const startedAt = context.clock.monotonic()
  const answer = await askWorker(context, job, options)
  const runMs = context.clock.monotonic() - startedAt
  switch (answer.type) {
    case 'ran':
      return { type: 'finish', outcome: checked(answer, context.maxResultBytes) }
    case 'refused':
      return failed(answer.error, runMs)
    case 'timeout':
      return failed(
        { code: 'timeout', message: `the run exceeded runTimeoutMs: ${options.timeoutMs} ms`, field: null },
        runMs,
      )
    case 'memory':
      return failed(
        {
          code: 'memory_exceeded',
          message: `the run exceeded workerMemoryMb: ${context.pool.memoryMb} MiB`,
          field: null,
        },
        runMs,
      )
    case 'crashed':
      return { type: 'release', reason: 'worker_crashed' }
    case 'stale':
      context.onStaleCode(answer.strategiesVersion)
      return { type: 'release', reason: 'shutdown' }
    case 'aborted':
      return { type: 'release', reason: 'shutdown' }
    default:
      throw new TypeError(`the worker answered a request to run with "${answer.type}"`)
  }
}

async function askWorker(context: AttemptContext, { spec }: Job, options: AttemptOptions): Promise<PoolAnswer> {
  const candles = await loadAll(context, spec.datasets, options.signal)
  if (!Array.isArray(candles)) return candles
  const detail = await loadAll(context, spec.detail, options.signal)
  if (!Array.isArray(detail)) return detail
  const strategy = context.userStrategies?.strategies.get(spec.strategy)
  if (strategy !== undefined) return isolated(context, { strategy, spec, candles, detail }, options)
  const { strategiesVersion } = context
  return context.pool.ask({ type: 'run', spec, candles, detail, strategiesVersion }, options)
}

/** In a process of its own; its result is untrusted, and a worker checks it. */
async function isolated(
  { maxResultBytes, pool, userStrategies }: AttemptContext,
  input: Omit<IsolatedRun, 'maxResultBytes'>,
  options: AttemptOptions,
): Promise<PoolAnswer> {
  const answer = await userStrategies?.run({ ...input, maxResultBytes }, options)
  if (answer?.type !== 'unchecked') return answer ?? { type: 'aborted' }
  const { result, runMs } = answer
  return pool.ask({ type: 'check', result, spec: input.spec, runMs }, options)
}

/** The candles of each dataset, or the failure of the first that cannot be loaded. One after the other, so that none evicts another. */
async function loadAll(
  { cache, datasets }: AttemptContext,
  refs: readonly DatasetRef[],
  signal: AbortSignal | undefined,
): Promise<SharedCandles[] | Exclude<Loaded, { type: 'loaded' }>> {
  const all: SharedCandles[] = []
  for (const ref of refs) {
    const dataset = datasets.get(ref.id)
    if (dataset === undefined || dataset.sha256 !== ref.sha256) return datasetGone(ref)
    const loaded = await unlessAborted(cache.get(dataset), signal)
    if (loaded.type !== 'loaded') return loaded
    all.push(loaded.candles)
  }
  return all
}

/** An attempt that is stopped does not wait for a worker that still starts or reads; others may need what it reads. */
function unlessAborted(loading: Promise<Loaded>, signal: AbortSignal | undefined): Promise<Loaded> {
  if (signal === undefined) return loading
  return new Promise((resolve, reject) => {
    const onAbort = () => resolve({ type: 'aborted' })
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    loading.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function datasetGone({ id, sha256 }: DatasetRef): Exclude<Loaded, { type: 'loaded' }> {
  const message = `the dataset "${id}" with sha256 ${sha256} is not here any more`
  return { type: 'refused', error: { code: 'unknown_dataset', message, field: 'dataset' } }
}

function checked(
  { result, sha256, summary, runMs }: Extract<PoolAnswer, { type: 'ran' }>,
  maxBytes: number,
): JobOutcome {
  if (result.byteLength <= maxBytes) return { status: 'done', result, sha256, summary, runMs }
  const message = `the result has ${result.byteLength} bytes, at most ${maxBytes} are stored`
  return { status: 'failed', error: { code: 'result_too_large', message, field: null }, runMs }
}

function failed(error: JobError, runMs: number): AttemptResult {
  return { type: 'finish', outcome: { status: 'failed', error, runMs } }
}
