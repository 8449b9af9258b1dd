import {
  type BacktestOptions,
  type BacktestResult,
  type CandleSeries,
  createBacktest,
  isBacktestError,
  type Strategy,
} from '@tezgah/backtest'
import type { JobError, JobSpec, JobSummary, Progress } from '../jobs/job.ts'
import { PartialEquity } from './equity-sampler.ts'
import { LimitReached, limitGuard } from './limit-guard.ts'

/** Candles between two looks at the clock: some milliseconds of a slow strategy. */
const MAX_CANDLES_PER_STEP = 5_000
const MS_BETWEEN_PROGRESS = 100

/** What a run came to: the bytes to keep, or why there are none. */
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
}

/**
 * One run to its end, on this thread. The same bytes wherever it happens: in a worker thread or in a process of its own.
 *
 * @param report - told at most every 100 ms, between two candles; must not block
 * @throws whatever is neither the input's fault nor the strategy's: a bug
 */
export function runBacktest(input: RunInput, report: (progress: Progress) => void): RunAnswer {
  try {
    return ran(input, report)
  } catch (error) {
    if (!isBacktestError(error)) throw error
    if (error.cause instanceof LimitReached) return refused('limit_reached', error.cause.message, error.cause.field)
    return refused(error.code, error.message, error.field)
  }
}

function ran({ strategy, spec, candles, detail }: RunInput, report: (progress: Progress) => void): RunAnswer {
  const begunAt = performance.now()
  const guard = limitGuard(spec.limits)
  const machine = createBacktest({
    ...backtestOptions(strategy, spec, candles, detail),
    ...(guard === null ? {} : { guard }),
  })
  const equity = new PartialEquity(machine.length)
  const count = Math.min(equity.every, MAX_CANDLES_PER_STEP)
  let reportedAt = begunAt
  while (!machine.done) {
    machine.step(count)
    equity.observe(machine)
    if (performance.now() - reportedAt < MS_BETWEEN_PROGRESS) continue
    reportedAt = performance.now()
    report(equity.progress(machine))
  }
  const result = machine.result()
  const runMs = performance.now() - begunAt
  return { type: 'ran', result: new TextEncoder().encode(JSON.stringify(result)), summary: summarise(result), runMs }
}

function refused(code: string, message: string, field: string | null): RunAnswer {
  return { type: 'refused', error: { code, message, field } }
}

/** A job as the engine takes it. */
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

/** The statistics that a job carries, so that a list of jobs need not open every result. Units are those of the engine's `stats`. */
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
