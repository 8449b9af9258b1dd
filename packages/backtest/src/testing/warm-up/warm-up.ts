import { describeValue, requireWhole } from '@tezgah/core/describe'
import { createBacktest } from '../../backtest.ts'
import { type CandleSeries, uncheckedSeries } from '../../candles/series.ts'
import { ScenarioAssertionError } from '../assertion-error.ts'
import { type Decision, Recorder, recorded, type StrategySource, strategyFor } from '../decisions.ts'
import { Random } from '../random.ts'
import type { RunOptions } from '../run-options.ts'
import { firstMismatch, type Mismatch, type Tolerance } from './compare-decisions.ts'
import { type LongRun, positionStates } from './standing.ts'

/** Options of the runs, and of the check. The `seed` of the runs also chooses the later starts. */
export type WarmUpOptions = RunOptions & {
  /** Candles that the strategy needs before it decides on full knowledge, from 0: 30 for a crossing of SMA(30). */
  readonly warmUp: number
  /** Candles by which a decision may come earlier or later, for averages that never forget, such as an EMA. Default 0. */
  readonly tolerance?: number
  /** Fraction by which numbers in a decision may differ, such as a stop set by an ATR. Default 0. */
  readonly numberTolerance?: number
  /** How many later starts are tried, from 1. Default 8. */
  readonly starts?: number
  /** Accept that there is no decision to compare. Default `false`: such a check proves little. */
  readonly mayStayIdle?: boolean
}

/** What was compared, where all of it agreed. */
export type WarmUpReport = {
  /** Candles by which the runs started later, ascending. */
  readonly delays: readonly number[]
  /** Decisions that two runs had in common. */
  readonly compared: number
}

const DEFAULT_STARTS = 8

/**
 * Proves on these candles that decisions do not depend on how much history lies before a warm-up.
 *
 * The series is started later by a number of candles. Once the late run has had `warmUp` candles, and both runs stand
 * alike (flat or in a position, with as many working orders), it must do just what the run over the whole series does.
 *
 * Its limits: a strategy that counts candles or remembers its first trades depends on the start and fails rightly; an
 * average without an end (EMA, RSI, ATR) fades but never forgets, so allow `tolerance` candles and `numberTolerance`;
 * sizes worked out from the equity differ, so order shares (`percentOfEquity`).
 *
 * @throws ScenarioAssertionError naming the start, the candle, and what each run decided; or when nothing was compared
 * @throws RangeError if an option is out of its range
 */
export function assertWarmUp(source: StrategySource, candles: CandleSeries, options: WarmUpOptions): WarmUpReport {
  const { warmUp, tolerance = 0, numberTolerance = 0, starts = DEFAULT_STARTS, mayStayIdle = false, ...run } = options
  checkOptions(options, candles)
  const whole = runFrom(source, candles, run, 0)
  const wholeStandings = positionStates(whole, candles.length)
  const delays = chooseDelays(candles.length - warmUp - 1, starts, run.seed ?? 0)
  let compared = 0
  for (const delay of delays) {
    const late = runFrom(source, candles, run, delay)
    const lateStandings = positionStates(late, candles.length - delay)
    const from = firstAlike(wholeStandings, lateStandings, delay, warmUp)
    if (from === null) continue
    const [expected, actual] = [whole, late].map((one) => one.decisions.filter(({ index }) => index > from))
    const allowed: Tolerance = { candles: tolerance, numbers: numberTolerance }
    const mismatch = firstMismatch(expected!, actual!, candles.length, allowed)
    if (mismatch !== null) throw historyMatters(candles, mismatch, delay, warmUp)
    compared += Math.min(expected!.length, actual!.length)
  }
  if (compared === 0 && !mayStayIdle) throw nothingCompared(candles, warmUp)
  return { delays, compared }
}

function runFrom(source: StrategySource, candles: CandleSeries, options: RunOptions, delay: number): LongRun {
  const late = delay === 0 ? candles : startedLater(candles, delay)
  const decisions: Decision[] = []
  const strategy = recorded(strategyFor(source, late), new Recorder(decisions, delay))
  const run = createBacktest({ ...options, strategy, candles: late })
  run.step(run.length)
  return { delay, decisions, result: run.result() }
}

function startedLater(candles: CandleSeries, delay: number): CandleSeries {
  const { symbol, interval, intervalMs, time, open, high, low, close, volume } = candles
  return uncheckedSeries(symbol, interval, intervalMs, {
    time: time.subarray(delay),
    open: open.subarray(delay),
    high: high.subarray(delay),
    low: low.subarray(delay),
    close: close.subarray(delay),
    volume: volume.subarray(delay),
  })
}

/** The candle from which on both runs can be expected to agree, `null` where they never stand alike. */
function firstAlike(whole: readonly string[], late: readonly string[], delay: number, warmUp: number): number | null {
  for (let own = Math.max(0, warmUp - 1); own < late.length; own++) {
    if (late[own] === whole[own + delay]) return own + delay
  }
  return null
}

function checkOptions(
  { warmUp, tolerance = 0, numberTolerance = 0, starts = 1 }: WarmUpOptions,
  candles: CandleSeries,
) {
  requireWhole('warmUp', warmUp, 0)
  requireWhole('tolerance', tolerance, 0)
  requireWhole('starts', starts, 1)
  if (!(numberTolerance >= 0 && numberTolerance < 1)) {
    throw new RangeError(
      `numberTolerance must be a fraction from 0 up to, not including, 1, received ${describeValue(numberTolerance)}`,
    )
  }
  const least = warmUp + 2
  if (candles.length >= least) return
  throw new RangeError(
    `a warm-up of ${warmUp} needs at least ${least} candles to be checked, received ${candles.length}`,
  )
}

function historyMatters(candles: CandleSeries, { whole, late }: Mismatch, delay: number, warmUp: number): Error {
  const index = Math.min(whole?.index ?? candles.length, late?.index ?? candles.length)
  const time = new Date(candles.time[index]!).toISOString()
  const message = [
    `${warmUp} candles are not enough: what the strategy decides at candle ${index} (${time}) depends on candles before its warm-up`,
    '',
    `  started at candle 0:  ${describeDecision(whole)}`,
    `  started at candle ${delay}:  ${describeDecision(late)}`,
    '',
    `The late run had seen ${index - delay} candles before this one.`,
  ].join('\n')
  return new ScenarioAssertionError(message, 'assertWarmUp', whole ?? null, late ?? null)
}

function describeDecision(decision: Decision | undefined): string {
  return decision === undefined ? 'nothing' : `${decision.call} at candle ${decision.index}`
}

function nothingCompared({ length }: CandleSeries, warmUp: number): ScenarioAssertionError {
  const message = `nothing to compare: after a warm-up of ${warmUp} no late run over these ${length} candles stood as the whole run did and then decided something. Give more candles, or mayStayIdle: true`
  return new ScenarioAssertionError(message, 'assertWarmUp', 'at least one decision', 'none')
}

/** Delays that are always tried: what is known a candle too early shows in the first. */
const SHORT_DELAYS = [1, 2, 3] as const

/** By how many candles runs start later, ascending: a few short delays and seeded others up to `longest`. */
export function chooseDelays(longest: number, count: number, seed: number): readonly number[] {
  if (count >= longest) return Array.from({ length: longest }, (_, index) => index + 1)
  const random = new Random(seed)
  const chosen = new Set<number>(SHORT_DELAYS.slice(0, count))
  while (chosen.size < count) chosen.add(1 + random.below(longest))
  return [...chosen].sort((a, b) => a - b)
}
