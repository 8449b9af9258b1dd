import { requireWhole } from '@tezgah/core/describe'
import type { CandleSeries } from '../../candles/series.ts'
import { ScenarioAssertionError } from '../assertion-error.ts'
import { type Decision, decisionsOf, type StrategySource, strategyFor } from '../decisions.ts'
import { describeCalls } from '../describe-call.ts'
import type { RunOptions } from '../run-options.ts'
import { chooseCutPoints } from './cut-points.ts'
import { callsAt, changedAt, firstChange, type Trial } from './first-change.ts'
import { POISONS, type Poison, poisonedCopy, whilePoisoned } from './poison.ts'
import { describeLookahead } from './report.ts'

/** Options of the runs, and of the check. The `seed` of the runs also chooses cut points and noise. */
export type LookaheadOptions = RunOptions & {
  /** Candles after which the future is taken away, at most; from 1. Each costs three runs. Default 64. */
  readonly cutPoints?: number
  /** Take the future away after each candle but the last: the time needed grows with the square of the candles. */
  readonly exhaustive?: boolean
  /** Accept a strategy that decides nothing on these candles. Default `false`: such a check proves little. */
  readonly mayStayIdle?: boolean
}

/** What was checked, where nothing looked ahead. */
export type LookaheadReport = {
  /** Candles after which the future was taken away, ascending. */
  readonly checked: readonly number[]
  /** Candles that have a future: all but the last. */
  readonly candidates: number
  /** Decisions on the candles as they are. */
  readonly decisions: number
  readonly poisons: readonly Poison[]
}

const DEFAULT_CUT_POINTS = 64

/**
 * Proves on these candles that no decision needs the future.
 *
 * After a number of candles (see `cutPoints`; by preference those with decisions) everything that follows is cut off,
 * then replaced by `NaN`, then by seeded noise. Up to there the strategy must do just the same: every call on its
 * context, with all terms.
 *
 * A strategy that keeps the very series given here, or a column of it, reads the poison too: it is put into that series
 * while the strategy runs, and taken out again. A strategy that copies candles, or works something out from them before
 * it runs, must be given as a function `(candles) => strategy`, which is called with each poisoned series.
 *
 * @throws ScenarioAssertionError naming candle, decision with and without the future, and the poison that showed it;
 * or when nothing was decided at all, or something else in a second run over the same candles
 * @throws BacktestError if the strategy fails on the candles as they are
 */
export function assertNoLookahead(
  source: StrategySource,
  candles: CandleSeries,
  options: LookaheadOptions = {},
): LookaheadReport {
  const { cutPoints = DEFAULT_CUT_POINTS, exhaustive = false, mayStayIdle = false, ...run } = options
  requireWhole('cutPoints', cutPoints, 1)
  const real = decisionsOf(source, candles, run, candles.length)
  if (real.length === 0 && !mayStayIdle) throw nothingDecided(candles)
  checkRepeats(real, decisionsOf(source, candles, run, candles.length))
  const candidates = candles.length - 1
  const limit = exhaustive ? candidates : cutPoints
  const deciding = [...new Set(real.map(({ index }) => index))]
  const checked = chooseCutPoints(deciding, candidates, limit, run.seed ?? 0)
  for (const [before, last] of checked.entries()) {
    const trials = POISONS.map((poison) => tryPoison(source, candles, run, last, poison))
    const change = firstChange(real, trials, last)
    if (change === null) continue
    const { message, expected, actual } = describeLookahead(strategyFor(source, candles).name, candles, change, {
      last,
      before,
      of: checked.length,
    })
    throw new ScenarioAssertionError(message, 'assertNoLookahead', expected, actual, { cause: change.failure })
  }
  return { checked, candidates, decisions: real.length, poisons: POISONS }
}

/** What is decided up to candle `last` when what follows is poisoned. */
function tryPoison(
  source: StrategySource,
  candles: CandleSeries,
  options: RunOptions,
  last: number,
  poison: Poison,
): Trial {
  const seed = options.seed ?? 0
  // The engine runs on a copy in any case: what it keeps of a series must not outlive the poison in it.
  const copy = poisonedCopy(candles, last, poison, seed)
  const run = (): Decision[] => decisionsOf(source, copy, options, last + 1)
  try {
    const isInPlace = typeof source !== 'function' && poison !== 'cut'
    return { poison, decisions: isInPlace ? whilePoisoned(candles, last, poison, seed, run) : run(), failure: null }
  } catch (error) {
    return { poison, decisions: [], failure: error }
  }
}

/** A strategy that remembers its last run would be taken for one that looks ahead. */
function checkRepeats(first: readonly Decision[], second: readonly Decision[]): void {
  const index = changedAt(first, second)
  if (index === Number.POSITIVE_INFINITY) return
  const [expected, actual] = [first, second].map((decisions) => callsAt(decisions, index))
  const message = [
    `the strategy is not the same twice: at candle ${index} a second run over the same candles decides otherwise`,
    '',
    `  first run   ${describeCalls(expected!)}`,
    `  second run  ${describeCalls(actual!)}`,
    '',
    'What a run remembers belongs inside setup, and chance or the clock into no strategy.',
  ].join('\n')
  throw new ScenarioAssertionError(message, 'assertNoLookahead', expected, actual)
}

function nothingDecided({ length, symbol, interval }: CandleSeries): ScenarioAssertionError {
  const message = `nothing to check: the strategy decided nothing on ${length} candles of ${symbol} ${interval}. Give candles on which it trades, or mayStayIdle: true`
  return new ScenarioAssertionError(message, 'assertNoLookahead', 'at least one decision', 'none')
}
