import type { backtest } from '../backtest.ts'

/** What `backtest` takes. */
export type BacktestInput = Parameters<typeof backtest>[0]

/** Options of a run beside its strategy and candles, as `backtest` takes them. */
export type RunOptions = Omit<BacktestInput, 'strategy' | 'candles'>
