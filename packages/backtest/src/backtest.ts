import { requireWhole } from '@tezgah/core/describe'
import { Engine } from './engine/engine.ts'
import { type RunOptions, runInParts } from './engine/run-in-parts.ts'
import { BacktestError } from './errors.ts'
import type { Market } from './execution/market.ts'
import { SampledPath } from './execution/sampled-path.ts'
import type { PathRule } from './options/execution.ts'
import { createResult } from './result/result.ts'
import type { BacktestResult } from './result/result-types.ts'
import { runStatistics } from './result/statistics.ts'
import { readSettings } from './settings/read-settings.ts'
import type { BacktestOptions } from './settings/settings.ts'
import { checkSnapshot, type Snapshot, takeSnapshot } from './snapshot.ts'
import { parseParams, type Strategy } from './strategy/strategy.ts'

/** A run held open, for progress, for stopping early and for going on later. */
export interface Backtest {
  /** Candles in the series; of several symbols, instants at which one of any of them closes. */
  readonly length: number
  /** Candles processed so far. */
  readonly position: number
  readonly done: boolean
  /**
   * Where the account stands while the run is open: open time of the last candle processed, epoch milliseconds UTC, and cash
   * and positions at the last closes, in quote currency. `null` before the first candle. Looking changes nothing.
   */
  latest(): { readonly time: number; readonly equity: number } | null
  /**
   * Processes the next `count` candles, or as many as are left; none after the last one.
   *
   * @param count - a whole number from 1, default 1
   * @throws BacktestError `strategy_failed` if the strategy throws, and again at each call after that
   */
  step(count?: number): void
  /**
   * Processes all candles that are left, in parts, and returns the result.
   *
   * @throws the signal's reason once it is aborted; the run stands where it was and may go on
   * @throws BacktestError `strategy_failed` if the strategy throws
   */
  run(options?: RunOptions): Promise<BacktestResult>
  /** What {@link restoreBacktest} needs to bring a run with the same options to this candle. Plain JSON. */
  snapshot(): Snapshot
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
export function createBacktest<Used extends Strategy>(options: BacktestOptions<Used>): Backtest {
  return new OpenBacktest(options)
}

/**
 * Brings a run with the same options to where a snapshot was taken, by replaying the candles up to it: what a strategy
 * remembers in its own variables is then as it was, which a copy of the engine's state could not restore.
 *
 * @throws BacktestError `invalid_options` if the snapshot is of other candles, parameters or settings, or the replay does
 * not arrive at the same state, as with a strategy that is not deterministic
 */
export function restoreBacktest<Used extends Strategy>(options: BacktestOptions<Used>, snapshot: Snapshot): Backtest {
  const run = new OpenBacktest(options)
  run.restore(snapshot)
  return run
}

/**
 * Runs a strategy over a candle series, or over several, whose intervals and opening times may differ.
 *
 * Pure and synchronous: the same inputs give the same bytes on every platform.
 *
 * @throws BacktestError if an option or a parameter is wrong, or the strategy throws
 */
export function backtest<Used extends Strategy>(options: BacktestOptions<Used>): BacktestResult {
  const run = new OpenBacktest(options)
  if (run.length > 0) run.step(run.length)
  return run.result()
}

class OpenBacktest implements Backtest {
  readonly #engine: Engine

  constructor(options: BacktestOptions) {
    const settings = readSettings(options)
    const { strategy, params } = options
    this.#engine = new Engine(strategy, parseParams(strategy, params), settings)
  }

  get length(): number {
    return this.#engine.length
  }

  get position(): number {
    return this.#engine.position
  }

  get done(): boolean {
    return this.#engine.isDone
  }

  latest(): { readonly time: number; readonly equity: number } | null {
    const { account, position, timeline } = this.#engine
    return position === 0 ? null : { time: timeline.time[position - 1]!, equity: account.equityMark() }
  }

  step(count = 1): void {
    requireWhole('count', count, 1)
    this.#engine.advance(Math.min(this.position + count, this.length))
  }

  async run(options: RunOptions = {}): Promise<BacktestResult> {
    await runInParts(this, options)
    return this.result()
  }

  snapshot(): Snapshot {
    return takeSnapshot(this.#engine)
  }

  restore(snapshot: Snapshot): void {
    const { position } = checkSnapshot(this.#engine, snapshot)
    if (position > 0) this.#engine.advance(position)
    if (this.snapshot().state === snapshot.state) return
    const message = `snapshot.state: replaying to candle ${position} gave a different state; the strategy is not deterministic`
    throw new BacktestError('invalid_options', message, { field: 'snapshot.state' })
  }

  result(): BacktestResult {
    const engine = this.#engine
    engine.throwIfFailed()
    if (engine.isDone) {
      return createResult(
        engine,
        (path) => finalFigures(engine, path),
        (sample) => sampleFigures(engine, sample),
      )
    }
    const message = `result: the run is at candle ${engine.position} of ${engine.length}, step to the end first`
    throw new BacktestError('invalid_options', message)
  }
}

/** The figures of the same run along another path. */
function finalFigures({ strategy, params, settings }: Engine, path: PathRule) {
  const engine = new Engine(strategy, params, { ...settings, detail: [], execution: { ...settings.execution, path } })
  engine.advance(engine.length)
  const { finalEquity, maxDrawdownPct } = runStatistics(engine)
  return { finalEquity, maxDrawdownPct }
}

/** The figures of the same run along the paths of one sample. */
function sampleFigures({ strategy, params, settings }: Engine, sample: number) {
  const routes = (market: Market) => new SampledPath(market, settings.seed, sample)
  const engine = new Engine(strategy, params, { ...settings, detail: [], routes })
  engine.advance(engine.length)
  const { finalEquity, maxDrawdownPct, sharpe } = runStatistics(engine)
  return { finalEquity: Number(finalEquity), maxDrawdownPct, sharpe }
}
