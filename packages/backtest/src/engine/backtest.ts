import { BacktestError } from '../errors.ts'
import { createResult } from '../result/result.ts'
import type { BacktestResult } from '../result/result-types.ts'
import { parseParams } from '../strategy/strategy.ts'
import { Machine } from './machine.ts'
import { type BacktestOptions, readSettings } from './options.ts'

/** A run held open, for progress and for stopping early. */
export interface Backtest {
  /** Candles in the series. */
  readonly length: number
  /** Candles processed so far. */
  readonly position: number
  readonly done: boolean
  /**
   * Processes the next `count` candles, or as many as are left; none after the last one.
   *
   * @param count - a whole number from 1, default 1
   * @throws BacktestError `strategy_failed` if the strategy throws, and again at each call after that
   */
  step(count?: number): void
  /**
   * The result of a run that is done.
   *
   * @throws BacktestError `invalid_options` before the last candle; of a run that failed, what it failed with
   */
  result(): BacktestResult
}

/**
 * Prepares a run without processing a candle.
 *
 * @throws BacktestError if an option or a parameter is wrong, or the strategy fails to set up
 */
export function createBacktest(options: BacktestOptions): Backtest {
  const settings = readSettings(options)
  const params = parseParams(options.strategy, options.params)
  const machine = new Machine(options.candles, options.strategy, params, settings)
  const { length } = options.candles
  return {
    length,
    get position() {
      return machine.position
    },
    get done() {
      return machine.isDone
    },
    step(count = 1) {
      if (!Number.isSafeInteger(count) || count < 1)
        throw new RangeError(`count must be a whole number from 1, was ${count}`)
      machine.advance(Math.min(machine.position + count, length))
    },
    result() {
      machine.throwIfFailed()
      if (machine.isDone) return createResult(machine)
      const message = `result: the run is at candle ${machine.position} of ${length}, step to the end first`
      throw new BacktestError('invalid_options', message)
    },
  }
}

/**
 * Runs a strategy over a candle series.
 *
 * Pure and synchronous: the same inputs give the same bytes on every platform.
 *
 * @throws BacktestError if an option or a parameter is wrong, or the strategy throws
 */
export function backtest(options: BacktestOptions): BacktestResult {
  const run = createBacktest(options)
  if (run.length > 0) run.step(run.length)
  return run.result()
}
