import { hash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { type BacktestError, type CandleSeries, createSeries, isBacktestError } from '@tezgah/backtest'
import { BoundedMap } from '@tezgah/core/bounded-map'
import { type CandleSource, loadSharedCandles, type SharedCandles } from '../datasets/shared-candles.ts'
import { isRunnerError, type RunnerError } from '../errors.ts'
import { checkResult } from '../isolation/isolated-answer.ts'
import type { JobError, JobSpec, Progress } from '../jobs/job.ts'
import { type GuardModule, loadGuardModule } from '../run/guard-module.ts'
import { type RunAnswer, runBacktest } from '../run/run-backtest.ts'
import { readStrategies, type StrategyMap } from '../strategies/load-strategies.ts'
import { digestModules } from '../strategies/module-digest.ts'

/** The `workerData` of a worker. */
export type WorkerSetup = {
  readonly strategiesModule: string
  /** `null` where no job may have limits. */
  readonly guardModule: string | null
}

/** A request to a worker. It handles one at a time. */
export type WorkerRequest =
  | { readonly type: 'load'; readonly source: CandleSource }
  | {
      readonly type: 'run'
      readonly spec: JobSpec
      /** Of each of the job's datasets, in their order. */
      readonly candles: readonly SharedCandles[]
      readonly detail: readonly SharedCandles[]
      /** Digest of the strategies that the job is for; `null`: any. */
      readonly strategiesVersion: string | null
    }
  /** Checks the result of a user's process. */
  | {
      readonly type: 'check'
      readonly result: Uint8Array<ArrayBuffer>
      readonly spec: JobSpec
      readonly runMs: number
    }

type RunRequest = Extract<WorkerRequest, { type: 'run' }>

/** A reply of a worker. `ready` is sent once, before any request; the others but `progress` end a request. */
export type WorkerReply =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'loaded'; readonly candles: SharedCandles }
  | { readonly type: 'refused'; readonly error: JobError }
  /** The strategies' files are not what they were when the caller read them; nothing was run. */
  | { readonly type: 'stale'; readonly strategiesVersion: string }
  | (Extract<RunAnswer, { type: 'ran' }> & {
      /** Of the result, calculated off the main thread: it takes long for a large one. */
      readonly sha256: string
    })

/** Series kept per worker, so that the engine calculates a series' sha256 once. */
const MAX_SERIES = 16

/** By the file's sha256, symbol and interval. */
const seriesByKey = new BoundedMap<string, CandleSeries>(MAX_SERIES)
const { guardModule, strategiesModule } = workerData as WorkerSetup
// A strategy sees nothing of the environment.
delete process.env['NODE_COMPILE_CACHE']
const strategies = readStrategies(strategiesModule)
const guards = guardModule === null ? null : loadGuardModule(guardModule)

// Where a module cannot be imported, the rejection ends this thread and the pool reports it.
const ready = Promise.all([strategies, guards]).then(() => send({ type: 'ready' }))

parentPort?.on('message', async (request: WorkerRequest) => {
  await ready
  try {
    if (request.type === 'load') send({ type: 'loaded', candles: await loadSharedCandles(request.source) })
    else if (request.type === 'run') answer(staleness(request) ?? run(request, await strategies, await guards))
    else answer(checkResult(request.result, request.spec, request.runMs))
  } catch (error) {
    // These errors name their cause; any other is a bug and ends this worker.
    if (!isRunnerError(error) && !isBacktestError(error)) throw error
    send({ type: 'refused', error: toJobError(error) })
  }
})

/** Of the files at the first run, which is soon after this thread imported them. */
let ownVersion: string | undefined

function staleness({ strategiesVersion }: RunRequest): Extract<WorkerReply, { type: 'stale' }> | null {
  if (strategiesVersion === null) return null
  ownVersion ??= digestModules(strategiesModule)
  return ownVersion === strategiesVersion ? null : { type: 'stale', strategiesVersion: ownVersion }
}

function run({ spec, candles, detail }: RunRequest, known: StrategyMap, guards: GuardModule | null): RunAnswer {
  const strategy = known.get(spec.strategy)
  if (strategy === undefined) {
    const message = `the strategies module has no strategy "${spec.strategy}"`
    return { type: 'refused', error: { code: 'unknown_strategy', message, field: 'strategy' } }
  }
  const series = candles.map((columns, index) => seriesOf(spec.datasets[index]?.sha256 ?? '', columns))
  const finer = detail.map((columns, index) => seriesOf(spec.detail[index]?.sha256 ?? '', columns))
  const input = { strategy, spec, candles: series, detail: finer, guards }
  return runBacktest(input, (progress) => send({ type: 'progress', progress }))
}

function answer(reply: RunAnswer | Extract<WorkerReply, { type: 'stale' }>): void {
  if (reply.type === 'ran') send({ ...reply, sha256: hash('sha256', reply.result) }, [reply.result.buffer])
  else send(reply)
}

function seriesOf(sha256: string, candles: SharedCandles): CandleSeries {
  const key = `${sha256} ${candles.symbol} ${candles.interval}`
  const known = seriesByKey.get(key)
  if (known !== undefined) return known
  const series = createSeries(candles)
  seriesByKey.set(key, series)
  return series
}

function toJobError(error: BacktestError | RunnerError): JobError {
  return { code: error.code, message: error.message, field: isBacktestError(error) ? error.field : null }
}

function send(reply: WorkerReply, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, transfer)
}
