import { parentPort, workerData } from 'node:worker_threads'
import { type BacktestError, type CandleSeries, createSeries, isBacktestError } from '@tezgah/backtest'
import { sha256Hex } from '../canonical.ts'
import { type CandleSource, loadSharedCandles, type SharedCandles } from '../datasets/shared-candles.ts'
import { isRunnerError, type RunnerError } from '../errors.ts'
import { checkResult } from '../isolation/isolated-answer.ts'
import type { JobError, JobSpec, Progress } from '../jobs/job.ts'
import { type RunAnswer, runBacktest } from '../run/run-backtest.ts'
import { readStrategies, type StrategyMap } from '../strategies/load-strategies.ts'

/** Series kept per worker, so that what the engine remembers about a series (its sha256) is worked out once. */
const MAX_SERIES = 16

/** By the file's sha256, symbol and interval. */
const seriesByKey = new Map<string, CandleSeries>()
const strategies = readStrategies((workerData as WorkerSetup).strategiesModule)

// Where the strategies cannot be imported, the rejection ends this thread, and the pool hears of it.
const ready = strategies.then(() => send({ type: 'ready' }))

parentPort?.on('message', async (request: WorkerRequest) => {
  await ready
  try {
    if (request.type === 'load') send({ type: 'loaded', candles: await loadSharedCandles(request.source) })
    else if (request.type === 'run') answer(run(request, await strategies))
    else answer(checkResult(request.result, request.spec, request.runMs))
  } catch (error) {
    // Only what names its cause in plain words is an answer; anything else is a bug and ends this worker.
    if (!isRunnerError(error) && !isBacktestError(error)) throw error
    send({ type: 'refused', error: toJobError(error) })
  }
})

function run({ spec, candles, detail }: Extract<WorkerRequest, { type: 'run' }>, known: StrategyMap): RunAnswer {
  const strategy = known.get(spec.strategy)
  if (strategy === undefined) {
    const message = `no strategy "${spec.strategy}"`
    return { type: 'refused', error: { code: 'unknown_strategy', message, field: 'strategy' } }
  }
  const series = candles.map((columns, index) => seriesOf(spec.datasets[index]?.sha256 ?? '', columns))
  const finer = detail.map((columns, index) => seriesOf(spec.detail[index]?.sha256 ?? '', columns))
  const input = { strategy, spec, candles: series, detail: finer }
  return runBacktest(input, (progress) => send({ type: 'progress', progress }))
}

function answer(reply: RunAnswer): void {
  if (reply.type === 'ran') send({ ...reply, sha256: sha256Hex(reply.result) }, [reply.result.buffer])
  else send(reply)
}

function seriesOf(sha256: string, candles: SharedCandles): CandleSeries {
  const key = `${sha256} ${candles.symbol} ${candles.interval}`
  const known = seriesByKey.get(key)
  if (known !== undefined) return known
  const series = createSeries(candles)
  const oldest = seriesByKey.keys().next()
  if (seriesByKey.size >= MAX_SERIES && !oldest.done) seriesByKey.delete(oldest.value)
  seriesByKey.set(key, series)
  return series
}

function toJobError(error: BacktestError | RunnerError): JobError {
  return { code: error.code, message: error.message, field: isBacktestError(error) ? error.field : null }
}

function send(reply: WorkerReply, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(reply, transfer)
}

/** What a worker is told when it starts. */
export type WorkerSetup = { readonly strategiesModule: string }

/** What a worker can be asked. It does one thing at a time. */
export type WorkerRequest =
  | { readonly type: 'load'; readonly source: CandleSource }
  | {
      readonly type: 'run'
      readonly spec: JobSpec
      /** Of each of the job's datasets, in their order. */
      readonly candles: readonly SharedCandles[]
      readonly detail: readonly SharedCandles[]
    }
  /** Reads what a user's process gave as its result. */
  | {
      readonly type: 'check'
      readonly result: Uint8Array<ArrayBuffer>
      readonly spec: JobSpec
      readonly runMs: number
    }

/** What a worker says. `ready` comes once, before it is asked anything; `loaded`, `ran` and `refused` end a request. */
export type WorkerReply =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'loaded'; readonly candles: SharedCandles }
  | { readonly type: 'refused'; readonly error: JobError }
  | (Extract<RunAnswer, { type: 'ran' }> & {
      /** Of the result, worked out where it was made: it takes long for a large one. */
      readonly sha256: string
    })
