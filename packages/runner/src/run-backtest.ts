import { type CandleSeries, createBacktest, isBacktestError, type Strategy } from '@tezgah/backtest'
import { backtestOptions } from './backtest-options.ts'
import type { JobError, JobSpec, JobSummary } from './job.ts'
import { LimitReached, limitGuard } from './limit-guard.ts'
import { PartialEquity, type Progress } from './partial-equity.ts'
import { summarise } from './summary.ts'

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
