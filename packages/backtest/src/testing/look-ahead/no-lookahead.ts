import { requireWhole } from '@tezgah/core/describe'
import { ScenarioAssertionError } from '../assertion-error.ts'
import { type Decision, decisionsOf, type RunCandles, type StrategySource, strategyFor } from '../decisions.ts'
import { describeCalls } from '../describe-call.ts'
import type { RunOptions } from '../run-options.ts'
import { type Closes, closesOf, runCandlesOf } from './closes.ts'
import { chooseCutPoints } from './cut-points.ts'
import { callsAt, changedAt, firstChange, type Trial } from './first-change.ts'
import { POISONS, type Poison, poisonedCopy, whilePoisoned } from './poison.ts'
import { describeLookahead } from './report.ts'
import { suspectedCloses } from './suspected-closes.ts'

/** Options of the runs, and of the check. The `seed` of the runs also chooses cut points and noise. */
export type LookaheadOptions = RunOptions & {
  /** Closes after which the future is taken away, at most, beside those that are suspected; from 1. Each costs three runs. Default 64. */
  readonly cutPoints?: number
  /** Take the future away after each close but the last: the time needed grows with the square of the candles. */
  readonly exhaustive?: boolean
  /** Accept a strategy that decides nothing on these candles. Default `false`: such a check proves little. */
  readonly mayStayIdle?: boolean
}

/** What was checked, where nothing looked ahead. */
export type LookaheadReport = {
  /** Closes after which the future was taken away, ascending: candles, or with several symbols closes of the run. */
  readonly checked: readonly number[]
  /** Closes that have a future: all but the last. */
  readonly candidates: number
  /** Decisions on the candles as they are. */
  readonly decisions: number
  readonly poisons: readonly Poison[]
}

const DEFAULT_CUT_POINTS = 64

/**
 * Proves on these candles that no decision needs the future.
 *
 * After a number of closes (see `cutPoints`; by preference those with decisions) everything that is not known by then is
 * cut off, then replaced by `NaN`, then by seeded noise. Up to there the strategy must do just the same: every call on
 * its context, with all terms. Before that it runs once over a series that is shown to it candle by candle, so that a single
 * close at which it reads ahead in the series is among those that are tried. With several symbols, on grids of any kind, a candle is known at its close; of one that
 * is under way only its open stays.
 *
 * A strategy that keeps the very series given here, or a column of it, reads the poison too: it is put into that series
 * while the strategy runs, and taken out again. A strategy that copies candles, or works something out from them before
 * it runs, must be given as a function `(candles) => strategy`, which is called with each poisoned series.
 *
 * @throws ScenarioAssertionError naming candle, decision with and without the future, and the poison that showed it;
 * or when nothing was decided at all, or something else in a second run over the same candles
 * @throws BacktestError if the strategy fails on the candles as they are
 */
export function assertNoLookahead<Candles extends RunCandles>(
  source: StrategySource<Candles>,
  candles: Candles,
  options: LookaheadOptions = {},
): LookaheadReport {
  const closes = closesOf(candles)
  const { cutPoints = DEFAULT_CUT_POINTS, exhaustive = false, mayStayIdle = false, ...run } = options
  requireWhole('cutPoints', cutPoints, 1)
  const real = decisionsOf(source, candles, run, closes.length)
  if (real.length === 0 && !mayStayIdle) throw nothingDecided(closes)
  checkRepeats(real, decisionsOf(source, candles, run, closes.length))
  const candidates = closes.length - 1
  const limit = exhaustive ? candidates : cutPoints
  const deciding = [...new Set(real.map(({ index }) => index))]
  const chosen = chooseCutPoints(deciding, candidates, limit, run.seed ?? 0)
  const suspected = suspectedCloses(source, candles, closes, run, real).filter((index) => index < candidates)
  const checked = [...new Set([...chosen, ...suspected])].sort((one, other) => one - other)
  for (const [before, last] of checked.entries()) {
    const trials = POISONS.map((poison) => tryPoison(source, candles, closes, run, last, poison))
    const change = firstChange(real, trials, last)
    if (change === null) continue
    const { message, expected, actual } = describeLookahead(strategyFor(source, candles).name, closes.time, change, {
      last,
      before,
      of: checked.length,
    })
    throw new ScenarioAssertionError(message, 'assertNoLookahead', expected, actual, { cause: change.failure })
  }
  return { checked, candidates, decisions: real.length, poisons: POISONS }
}

/** What is decided up to close `last` when what is not known by then is poisoned. */
function tryPoison<Candles extends RunCandles>(
  source: StrategySource<Candles>,
  candles: Candles,
  closes: Closes,
  options: RunOptions,
  last: number,
  poison: Poison,
): Trial {
  const seed = options.seed ?? 0
  const known = closes.known(last)
  // The engine runs on copies in any case: what it keeps of a series must not outlive the poison in it.
  const copies = closes.series.map((each, symbol) => poisonedCopy(each, known[symbol]!, poison, seed + symbol))
  const copy = runCandlesOf(copies, candles)
  let run = (): Decision[] => decisionsOf(source, copy, options, last + 1)
  if (typeof source !== 'function' && poison !== 'cut') {
    for (const [symbol, each] of closes.series.entries()) {
      const inner = run
      run = () => whilePoisoned(each, known[symbol]!, poison, seed + symbol, inner)
    }
  }
  try {
    return { poison, decisions: run(), failure: null }
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

function nothingDecided({ series }: Closes): ScenarioAssertionError {
  const candles = series.map(({ length, symbol, interval }) => `${length} candles of ${symbol} ${interval}`)
  const message = `nothing to check: the strategy decided nothing on ${candles.join(' and ')}. Give candles on which it trades, or mayStayIdle: true`
  return new ScenarioAssertionError(message, 'assertNoLookahead', 'at least one decision', 'none')
}
