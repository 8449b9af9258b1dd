import {
  type BacktestOptions,
  type BacktestResult,
  type CandleSeries,
  createBacktest,
  isBacktestError,
  type Strategy,
} from '@tezgah/backtest'
import type { JobError, JobSpec, JobSummary, Progress } from '../jobs/job.ts'
import { EquitySampler } from './equity-sampler.ts'
import { type GuardModule, NO_GUARD_MODULE } from './guard-module.ts'

/** Candles between two readings of the clock: some milliseconds of a slow strategy. */
const MAX_CANDLES_PER_STEP = 5_000
const MS_BETWEEN_PROGRESS = 100

/** The end of a run: the bytes to store, or the error. */
export type RunAnswer =
  | {
      readonly type: 'ran'
      /** The engine's result as JSON. */
      readonly result: Uint8Array<ArrayBuffer>
      readonly summary: JobSummary
      /** Milliseconds of computing. */
      readonly runMs: number
    }
  | { readonly type: 'refused'; readonly error: JobError }

/** Bounds of one attempt, wherever it runs. */
export type AttemptOptions = {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

export type RunInput = {
  readonly strategy: Strategy
  readonly spec: JobSpec
  readonly candles: readonly CandleSeries[]
  readonly detail: readonly CandleSeries[]
  /** Keeps the limits of jobs that have them; `null` where the runner has no guard module. */
  readonly guards: GuardModule | null
}

/**
 * Runs a backtest to its end, on this thread. A worker thread and an isolated process return the same bytes.
 *
 * @param report - called at most every 100 ms, between two candles; must not block
 * @throws what is caused neither by the input nor by the strategy: a bug
 */
export function runBacktest(input: RunInput, report: (progress: Progress) => void): RunAnswer {
  try {
    return ran(input, report)
  } catch (error) {
    if (!isBacktestError(error)) throw error
    if (error.code === 'guard_stopped') return refused('limit_reached', error.message, error.field)
    return refused(error.code, error.message, error.field)
  }
}

function ran({ strategy, spec, candles, detail, guards }: RunInput, report: (progress: Progress) => void): RunAnswer {
  const startedAt = performance.now()
  // Accepted by a runner that has a guard module, and claimed by one without: without its guard the run would be another one.
  if (spec.limits !== undefined && guards === null)
    return refused('invalid_options', `limits ${NO_GUARD_MODULE}`, 'limits')
  const guard = spec.limits === undefined ? null : (guards?.createRunGuard(spec.limits) ?? null)
  const engine = createBacktest({
    ...backtestOptions(strategy, spec, candles, detail),
    ...(guard === null ? {} : { guard }),
  })
  const equity = new EquitySampler(engine.length)
  const count = Math.min(equity.every, MAX_CANDLES_PER_STEP)
  let reportedAt = startedAt
  while (!engine.done) {
    engine.step(count)
    equity.observe(engine)
    if (performance.now() - reportedAt < MS_BETWEEN_PROGRESS) continue
    reportedAt = performance.now()
    report(equity.progress(engine))
  }
  const result = engine.result()
  const runMs = performance.now() - startedAt
  return { type: 'ran', result: new TextEncoder().encode(JSON.stringify(result)), summary: summarise(result), runMs }
}

function refused(code: string, message: string, field: string | null): RunAnswer {
  return { type: 'refused', error: { code, message, field } }
}

/** The inputs of a job as options of the engine. */
export function backtestOptions(
  strategy: Strategy,
  { params, settings }: Pick<JobSpec, 'params' | 'settings'>,
  candles: readonly CandleSeries[],
  detail: readonly CandleSeries[],
): BacktestOptions {
  const { execution, ...others } = settings
  return {
    strategy,
    candles,
    params,
    ...others,
    execution: detail.length === 0 ? execution : { ...execution, detail },
  }
}

/** The statistics that a job has, so that a list of jobs need not read every result. Units are those of the engine's `stats`. */
export function summarise({ stats, manifest }: BacktestResult): JobSummary {
  return {
    finalEquity: stats.finalEquity,
    returnPct: stats.returnPct,
    buyAndHoldReturnPct: stats.buyAndHoldReturnPct,
    maxDrawdownPct: stats.maxDrawdownPct,
    sharpe: stats.sharpe,
    tradeCount: stats.tradeCount,
    candleCount: manifest.candleCount,
    digest: manifest.digest,
  }
}
