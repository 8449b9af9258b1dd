import type { Rules } from '../conventions/convention.ts'
import { CONVENTIONS } from '../conventions/index.ts'
import { periodReturns } from './calendar-returns.ts'
import { Facts } from './facts.ts'
import type { Fall } from './falls.ts'
import type { DrawdownReport, FullStatistics } from './full-statistics.ts'
import { type FullStatisticsInput, type FullStatisticsOptions, requireSoundInput } from './input.ts'
import { Notes } from './notes.ts'
import { groupTrades } from './trade-groups.ts'
import { allTrades, selectTrades, type TradeSet } from './trade-set.ts'

/** How many of the deepest falls are listed. */
const LISTED_FALLS = 10

/**
 * All statistics of a run under one convention, from its columns. Pure, and the same bits on every platform. A figure is
 * a finite number, or `null` with its reason in `notes`.
 *
 * @throws RangeError if columns differ in length, or `initialCash`, `periodsPerYear` or `riskFreeRate` is out of range
 */
export function computeFullStatistics(input: FullStatisticsInput, options: FullStatisticsOptions = {}): FullStatistics {
  requireSoundInput(input, options)
  const convention = CONVENTIONS[options.convention ?? 'tezgah']
  const facts = new Facts(input, convention, options)
  const { trades } = input
  const all = allTrades(trades)
  const notes = new Notes()
  const figures = <Group>(path: string, rules: Rules<Group>, selection: TradeSet): Group =>
    notes.figures(path, rules, (rule) => rule(facts, selection))
  return {
    convention: convention.name,
    returns: figures('returns', convention.returns, all),
    risk: figures('risk', convention.risk, all),
    drawdown: figures('drawdown', convention.drawdown, all),
    ratios: figures('ratios', convention.ratios, all),
    benchmark: figures('benchmark', convention.benchmark, all),
    activity: {
      ...figures('activity', convention.activity, all),
      turnover: input.turnover,
      feesPaid: input.feesPaid,
      slippagePaid: input.slippagePaid,
    },
    trades: figures('trades', convention.trades, all),
    long: figures(
      'long',
      convention.trades,
      selectTrades(trades, (row) => trades.side[row] === 'long'),
    ),
    short: figures(
      'short',
      convention.trades,
      selectTrades(trades, (row) => trades.side[row] === 'short'),
    ),
    ...periodReturns(facts, notes),
    byTag: groupTrades('byTag', trades, trades.entryTag, facts, notes),
    byExitReason: groupTrades('byExitReason', trades, trades.exitReason, facts, notes),
    drawdowns: deepestFalls(facts.falls),
    notes: notes.entries,
  }
}

function deepestFalls(falls: readonly Fall[]): DrawdownReport[] {
  // The sort is stable, so that of equally deep falls the earlier one comes first.
  return falls
    .filter(({ depth }) => Number.isFinite(depth * 100))
    .toSorted((a, b) => b.depth - a.depth)
    .slice(0, LISTED_FALLS)
    .map(({ depth, peakTime, valleyTime, recoveryTime, durationMs }) => {
      return { depthPct: depth * 100, peakTime, valleyTime, recoveryTime, durationMs }
    })
}
