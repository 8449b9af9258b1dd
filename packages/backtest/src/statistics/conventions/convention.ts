import type { Facts } from '../full/facts.ts'
import type {
  ActivityStatistics,
  BenchmarkStatistics,
  DrawdownStatistics,
  RatioStatistics,
  ReturnStatistics,
  RiskStatistics,
  TradeStatistics,
} from '../full/full-statistics.ts'
import type { FullStatisticsInput } from '../full/input.ts'
import type { Sampling } from '../full/sampling.ts'
import type { TradeSet } from '../full/trade-set.ts'
import { absent, type Measure } from '../measure.ts'

/** The systems whose formulas can be chosen. */
export const CONVENTION_NAMES = ['tezgah', 'backtesting.py', 'empyrical', 'quantstats', 'freqtrade'] as const
export type ConventionName = (typeof CONVENTION_NAMES)[number]

/** How one figure is computed; `trades` are all closed trades, the long ones or the short ones. */
export type Rule = (facts: Facts, trades: TradeSet) => Measure

/** A rule for each figure of a group. */
export type Rules<Group> = { readonly [Figure in keyof Group]: Rule }

/** How one system computes its statistics. */
export type Convention = {
  readonly name: ConventionName
  /** Which marks make the series of returns. */
  readonly sampling: (input: FullStatisticsInput) => Sampling
  /** Whether the initial cash stands before the first mark, or the first mark is the beginning. */
  readonly startsAtInitialCash: boolean
  /** Returns per year; `null` where it is unknown. */
  readonly periodsPerYear: (input: FullStatisticsInput) => number | null
  /** The risk-free rate of one period, from the option and the periods per year. */
  readonly riskFreePerPeriod: (rate: number, periodsPerYear: number) => number
  readonly returns: Rules<ReturnStatistics>
  readonly risk: Rules<RiskStatistics>
  readonly drawdown: Rules<DrawdownStatistics>
  readonly ratios: Rules<RatioStatistics>
  readonly benchmark: Rules<BenchmarkStatistics>
  readonly activity: Rules<ActivityStatistics>
  readonly trades: Rules<TradeStatistics>
}

/** The rule of a figure that a system does not know. */
export const notDefined: Rule = () => absent('not defined by this convention')
