import type { BacktestOptions, CandleSeries, Strategy } from '@tezgah/backtest'
import type { JobSpec } from './job.ts'

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
