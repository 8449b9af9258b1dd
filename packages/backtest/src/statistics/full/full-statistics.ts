import type { ConventionName } from '../conventions/convention.ts'

/** A finite number, or `null` where `notes` has the reason under the figure's path, such as `ratios.sharpe`. */
type Figure = number | null

/** Percentages are plain percent, per period or for the span named. A period is a candle or a day, as the convention has it. */
export type ReturnStatistics = {
  readonly totalReturnPct: Figure
  readonly buyAndHoldReturnPct: Figure
  readonly cagrPct: Figure
  readonly annualReturnPct: Figure
  readonly meanReturnPct: Figure
  readonly geometricMeanReturnPct: Figure
  readonly bestPeriodPct: Figure
  readonly worstPeriodPct: Figure
  readonly positivePeriodsPct: Figure
  readonly bestDayPct: Figure
  readonly worstDayPct: Figure
  readonly bestMonthPct: Figure
  readonly worstMonthPct: Figure
  readonly bestYearPct: Figure
  readonly worstYearPct: Figure
}

export type RiskStatistics = {
  readonly annualVolatilityPct: Figure
  readonly downsideDeviationPct: Figure
  readonly valueAtRiskPct: Figure
  readonly conditionalValueAtRiskPct: Figure
  readonly skew: Figure
  readonly kurtosis: Figure
  readonly tailRatio: Figure
}

export type DrawdownStatistics = {
  readonly maxDrawdownPct: Figure
  readonly averageDrawdownPct: Figure
  readonly maxDrawdownDurationMs: Figure
  readonly averageDrawdownDurationMs: Figure
  readonly drawdownCount: Figure
  readonly currentDrawdownPct: Figure
  readonly ulcerIndexPct: Figure
}

export type RatioStatistics = {
  readonly sharpe: Figure
  /** Probability, 0…1. */
  readonly probabilisticSharpe: Figure
  readonly sortino: Figure
  readonly calmar: Figure
  readonly omega: Figure
  readonly martin: Figure
  readonly gainToPain: Figure
  readonly recoveryFactor: Figure
  readonly stability: Figure
}

export type BenchmarkStatistics = {
  readonly benchmarkReturnPct: Figure
  readonly alphaPct: Figure
  readonly beta: Figure
  readonly correlation: Figure
  readonly trackingErrorPct: Figure
  readonly informationRatio: Figure
  readonly upCapture: Figure
  readonly downCapture: Figure
}

export type ActivityStatistics = {
  readonly exposurePct: Figure
  readonly tradesPerYear: Figure
  /** Turnover a year in multiples of the mean equity. */
  readonly annualTurnover: Figure
}

/** Closed trades; money in account currency, times in milliseconds. */
export type TradeStatistics = {
  readonly count: Figure
  readonly winCount: Figure
  readonly lossCount: Figure
  readonly breakEvenCount: Figure
  readonly winRatePct: Figure
  readonly netProfit: Figure
  readonly grossProfit: Figure
  readonly grossLoss: Figure
  readonly fees: Figure
  readonly payoffRatio: Figure
  readonly profitFactor: Figure
  readonly expectancy: Figure
  readonly expectancyPct: Figure
  readonly sqn: Figure
  readonly kelly: Figure
  readonly bestTradePct: Figure
  readonly worstTradePct: Figure
  readonly averageTradePct: Figure
  readonly averageWinPct: Figure
  readonly averageLossPct: Figure
  readonly maxConsecutiveWins: Figure
  readonly maxConsecutiveLosses: Figure
  readonly maxHoldingMs: Figure
  readonly averageHoldingMs: Figure
  readonly averageWinHoldingMs: Figure
  readonly averageLossHoldingMs: Figure
  readonly averageHoldingCandles: Figure
  readonly averageEntryValue: Figure
  readonly averageMaePct: Figure
  readonly averageMfePct: Figure
}

/** Month 1…12, UTC; a candle belongs to the month and year of its open time. */
export type MonthReturn = { readonly year: number; readonly month: number; readonly returnPct: Figure }
export type YearReturn = { readonly year: number; readonly returnPct: Figure }

/** The trades of one entry tag or one exit reason; `null` is that of the trades without one. */
export type TradeGroup = {
  readonly name: string | null
  readonly count: number
  readonly winCount: number
  readonly winRatePct: Figure
  readonly netProfit: Figure
  readonly profitFactor: Figure
  readonly averageTradePct: Figure
  readonly averageHoldingMs: Figure
}

/** One fall of equity below its peak; times are the open times of candles. */
export type DrawdownReport = {
  readonly depthPct: number
  /** One interval before the first candle where the peak is the initial cash. */
  readonly peakTime: number
  readonly valleyTime: number
  /** First candle back at the peak or above it; `null` while still below. */
  readonly recoveryTime: number | null
  /** From the peak until the recovery, or until the last candle. */
  readonly durationMs: number
}

/** All statistics of a run under one convention, as plain JSON. Formulas and sources stand in docs/statistics.md. */
export type FullStatistics = {
  readonly convention: ConventionName
  readonly returns: ReturnStatistics
  readonly risk: RiskStatistics
  readonly drawdown: DrawdownStatistics
  readonly ratios: RatioStatistics
  readonly benchmark: BenchmarkStatistics
  readonly activity: ActivityStatistics & {
    /** Exact decimals, account currency. */
    readonly turnover: string
    readonly feesPaid: string
    readonly slippagePaid: string
  }
  readonly trades: TradeStatistics
  readonly long: TradeStatistics
  readonly short: TradeStatistics
  readonly byMonth: readonly MonthReturn[]
  readonly byYear: readonly YearReturn[]
  readonly byTag: readonly TradeGroup[]
  readonly byExitReason: readonly TradeGroup[]
  /** The ten deepest, deepest first. */
  readonly drawdowns: readonly DrawdownReport[]
  /** Why a figure is `null`, by its path: one entry for each `null` figure and no other. */
  readonly notes: Readonly<Record<string, string>>
}
