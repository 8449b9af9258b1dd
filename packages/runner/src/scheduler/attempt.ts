import type { CandleCache, Loaded } from '../datasets/candle-cache.ts'
import type { Dataset } from '../datasets/dataset-folder.ts'
import type { SharedCandles } from '../datasets/shared-candles.ts'
import type { IsolatedRun, UserStrategies } from '../isolation/user-strategies.ts'
import type { DatasetRef, Job, JobError, JobOutcome, ReleaseReason } from '../jobs/job.ts'
import type { AttemptOptions } from '../run/run-backtest.ts'
import type { PoolAnswer, WorkerPool } from '../workers/worker-pool.ts'

/** How an attempt ended: with an outcome to store, or without one. */
export type Ending =
  | { readonly type: 'finish'; readonly outcome: JobOutcome }
  | { readonly type: 'release'; readonly reason: ReleaseReason }

export type Executor = {
  readonly pool: WorkerPool
  readonly cache: CandleCache
  readonly datasets: ReadonlyMap<string, Dataset>
  /** Strategies that run in processes of their own, if there are any. */
  readonly userStrategies?: UserStrategies
  readonly maxResultBytes: number
  /** Milliseconds of a monotonic clock. */
  readonly monotonicNow: () => number
}

/** One attempt at a job, in a worker. Settles whatever happens to the worker; never throws for what a job does. */
export async function execute(executor: Executor, job: Job, options: AttemptOptions): Promise<Ending> {
  const begunAt = executor.monotonicNow()
  const answer = await attempt(executor, job, options)
  const runMs = executor.monotonicNow() - begunAt
  switch (answer.type) {
    case 'ran':
      return { type: 'finish', outcome: checked(answer, executor.maxResultBytes) }
    case 'refused':
      return failed(answer.error, runMs)
    case 'timeout':
      return failed(
        { code: 'timeout', message: `not done after ${options.timeoutMs} ms, the limit`, field: null },
        runMs,
      )
    case 'memory':
      return failed(
        { code: 'memory_exceeded', message: `its heap was full, at ${executor.pool.memoryMb} MiB`, field: null },
        runMs,
      )
    case 'crashed':
      return { type: 'release', reason: 'worker_crashed' }
    case 'aborted':
      return { type: 'release', reason: 'shutdown' }
    default:
      throw new TypeError(`the worker answered a run with "${answer.type}"`)
  }
}

async function attempt(executor: Executor, { spec }: Job, options: AttemptOptions): Promise<PoolAnswer> {
  const candles = await loadAll(executor, spec.datasets)
  if (!Array.isArray(candles)) return candles
  const detail = await loadAll(executor, spec.detail)
  if (!Array.isArray(detail)) return detail
  const strategy = executor.userStrategies?.strategies.get(spec.strategy)
  if (strategy !== undefined) return isolated(executor, { strategy, spec, candles, detail }, options)
  return executor.pool.ask({ type: 'run', spec, candles, detail }, options)
}

/** In a process of its own; its result is then read as a stranger's, by a worker. */
async function isolated(
  { maxResultBytes, pool, userStrategies }: Executor,
  input: Omit<IsolatedRun, 'maxResultBytes'>,
  options: AttemptOptions,
): Promise<PoolAnswer> {
  const answer = await userStrategies?.run({ ...input, maxResultBytes }, options)
  if (answer?.type !== 'unchecked') return answer ?? { type: 'aborted' }
  const { result, runMs } = answer
  return pool.ask({ type: 'check', result, spec: input.spec, runMs }, options)
}

/** The candles of each, or why the first of them that is missing is. One after the other: none may push another out. */
async function loadAll(
  { cache, datasets }: Executor,
  refs: readonly DatasetRef[],
): Promise<SharedCandles[] | Exclude<Loaded, { type: 'loaded' }>> {
  const all: SharedCandles[] = []
  for (const ref of refs) {
    const dataset = datasets.get(ref.id)
    if (dataset === undefined || dataset.sha256 !== ref.sha256) return datasetGone(ref)
    const loaded = await cache.get(dataset)
    if (loaded.type !== 'loaded') return loaded
    all.push(loaded.candles)
  }
  return all
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

function failed(error: JobError, runMs: number): Ending {
  return { type: 'finish', outcome: { status: 'failed', error, runMs } }
}
