import type { ConventionName } from '../options/statistics.ts'

/**
 * Every metric of a run: its unit and what it is. Formulas, sources and what each convention does differently stand in
 * docs/statistics.md. `isAnnual` is scaled to a year. `trades` also exist of the long and of the short trades alone.
 */
export const METRICS = {
  returns: {
    totalReturnPct: { unit: 'percent', doc: 'Return of the whole run' },
    buyAndHoldReturnPct: { unit: 'percent', doc: 'Return from the first close to the last, without costs' },
    cagrPct: { unit: 'percent', isAnnual: true, doc: 'Compound annual growth rate' },
    annualReturnPct: { unit: 'percent', isAnnual: true, doc: 'Annual return by the rule of the convention' },
    meanReturnPct: { unit: 'percent', doc: 'Mean return of a period' },
    geometricMeanReturnPct: { unit: 'percent', doc: 'Geometric mean return of a period' },
    bestPeriodPct: { unit: 'percent', doc: 'Largest return of a period' },
    worstPeriodPct: { unit: 'percent', doc: 'Smallest return of a period' },
    positivePeriodsPct: { unit: 'percent', doc: 'Periods with a return above zero' },
    bestDayPct: { unit: 'percent', doc: 'Largest return of a day' },
    worstDayPct: { unit: 'percent', doc: 'Smallest return of a day' },
    bestMonthPct: { unit: 'percent', doc: 'Largest return of a month' },
    worstMonthPct: { unit: 'percent', doc: 'Smallest return of a month' },
    bestYearPct: { unit: 'percent', doc: 'Largest return of a year' },
    worstYearPct: { unit: 'percent', doc: 'Smallest return of a year' },
  },
  risk: {
    annualVolatilityPct: { unit: 'percent', isAnnual: true, doc: 'Annualised deviation of the returns' },
    downsideDeviationPct: {
      unit: 'percent',
      isAnnual: true,
      doc: 'Annualised deviation of the returns below the target',
    },
    valueAtRiskPct: { unit: 'percent', doc: 'Return that 5 % of the periods stay below' },
    conditionalValueAtRiskPct: { unit: 'percent', doc: 'Mean return below the value at risk' },
    skew: { unit: 'ratio', doc: 'Skewness of the returns' },
    kurtosis: { unit: 'ratio', doc: 'Excess kurtosis of the returns' },
    tailRatio: { unit: 'ratio', doc: '95 % quantile of the returns / their 5 % quantile, as magnitudes' },
  },
  drawdown: {
    maxDrawdownPct: { unit: 'percent', doc: 'Deepest drawdown' },
    averageDrawdownPct: { unit: 'percent', doc: 'Mean depth of the drawdowns' },
    maxDrawdownDurationMs: { unit: 'milliseconds', doc: 'Longest time from a peak until it is reached again' },
    averageDrawdownDurationMs: { unit: 'milliseconds', doc: 'Mean duration of the drawdowns' },
    drawdownCount: { unit: 'count', doc: 'Number of drawdowns' },
    currentDrawdownPct: { unit: 'percent', doc: 'Distance of the last mark from its peak' },
    ulcerIndexPct: { unit: 'percent', doc: 'Root mean square of the drawdown at every mark' },
  },
  ratios: {
    sharpe: { unit: 'ratio', isAnnual: true, doc: 'Annualised Sharpe ratio' },
    probabilisticSharpe: { unit: 'fraction', doc: 'Probability that the Sharpe ratio is above zero' },
    sortino: { unit: 'ratio', isAnnual: true, doc: 'Annualised Sortino ratio' },
    calmar: { unit: 'ratio', isAnnual: true, doc: 'Annual growth / deepest drawdown' },
    omega: { unit: 'ratio', doc: 'Gains above the target / losses below it' },
    martin: { unit: 'ratio', isAnnual: true, doc: 'Annual growth above the risk-free rate / ulcer index' },
    gainToPain: { unit: 'ratio', doc: 'Sum of the returns / sum of those below zero' },
    recoveryFactor: { unit: 'ratio', doc: 'Total return / deepest drawdown' },
    stability: { unit: 'fraction', doc: 'R² of a straight line through the logarithms of the equity' },
  },
  benchmark: {
    benchmarkReturnPct: { unit: 'percent', doc: 'Return of the benchmark' },
    alphaPct: { unit: 'percent', isAnnual: true, doc: 'Return that beta does not explain' },
    beta: { unit: 'ratio', doc: 'Covariance with the benchmark / its variance' },
    correlation: { unit: 'ratio', doc: 'Correlation with the benchmark' },
    trackingErrorPct: {
      unit: 'percent',
      isAnnual: true,
      doc: 'Annualised deviation of the difference from the benchmark',
    },
    informationRatio: { unit: 'ratio', isAnnual: true, doc: 'Mean difference from the benchmark / its deviation' },
    upCapture: { unit: 'ratio', isAnnual: true, doc: 'Growth / that of the benchmark in periods in which it rose' },
    downCapture: { unit: 'ratio', isAnnual: true, doc: 'Growth / that of the benchmark in periods in which it fell' },
  },
  activity: {
    exposurePct: { unit: 'percent', doc: 'Candles with a position' },
    tradesPerYear: { unit: 'count', isAnnual: true, doc: 'Closed trades a year' },
    annualTurnover: { unit: 'ratio', isAnnual: true, doc: 'Traded value a year in multiples of the mean equity' },
  },
  trades: {
    count: { unit: 'count', doc: 'Closed trades' },
    winCount: { unit: 'count', doc: 'Trades with a profit above zero' },
    lossCount: { unit: 'count', doc: 'Trades with a profit below zero' },
    breakEvenCount: { unit: 'count', doc: 'Trades with a profit of zero' },
    winRatePct: { unit: 'percent', doc: 'Winning trades' },
    netProfit: { unit: 'money', doc: 'Sum of the profits' },
    grossProfit: { unit: 'money', doc: 'Sum of the profits above zero' },
    grossLoss: { unit: 'money', doc: 'Sum of the profits below zero, as a magnitude' },
    fees: { unit: 'money', doc: 'Sum of the fees' },
    payoffRatio: { unit: 'ratio', doc: 'Mean winning profit / mean loss' },
    profitFactor: { unit: 'ratio', doc: 'Gross profit / gross loss' },
    expectancy: { unit: 'money', doc: 'Mean profit' },
    expectancyPct: { unit: 'percent', doc: 'Mean return of a trade' },
    sqn: { unit: 'ratio', doc: 'System quality number' },
    kelly: { unit: 'fraction', doc: 'Share of the capital to risk by the Kelly criterion' },
    bestTradePct: { unit: 'percent', doc: 'Largest return of a trade' },
    worstTradePct: { unit: 'percent', doc: 'Smallest return of a trade' },
    averageTradePct: { unit: 'percent', doc: 'Average return of a trade' },
    averageWinPct: { unit: 'percent', doc: 'Mean return of the winning trades' },
    averageLossPct: { unit: 'percent', doc: 'Mean return of the losing trades' },
    maxConsecutiveWins: { unit: 'count', doc: 'Most winning trades in a row' },
    maxConsecutiveLosses: { unit: 'count', doc: 'Most losing trades in a row' },
    maxHoldingMs: { unit: 'milliseconds', doc: 'Longest holding time' },
    averageHoldingMs: { unit: 'milliseconds', doc: 'Mean holding time' },
    averageWinHoldingMs: { unit: 'milliseconds', doc: 'Mean holding time of the winning trades' },
    averageLossHoldingMs: { unit: 'milliseconds', doc: 'Mean holding time of the losing trades' },
    averageHoldingCandles: { unit: 'candles', doc: 'Mean holding time in candles' },
    averageEntryValue: { unit: 'money', doc: 'Mean of quantity × entry price' },
    averageMaePct: { unit: 'percent', doc: 'Mean of the farthest move against a trade' },
    averageMfePct: { unit: 'percent', doc: 'Mean of the farthest move in favour of a trade' },
  },
} as const

export type MetricGroup = keyof typeof METRICS

/** True for a figure that is scaled to a year. */
export function isAnnual(group: MetricGroup, name: string): boolean {
  const metrics: { readonly [name: string]: object | undefined } = METRICS[group]
  return 'isAnnual' in (metrics[name] ?? {})
}

/** A metric by its group and name: `ratios.sharpe`. */
export type MetricPath = {
  [Group in MetricGroup]: `${Group}.${keyof (typeof METRICS)[Group] & string}`
}[MetricGroup]

/** A metric: a finite number, or the reason why there is none. */
export type MetricValue = { readonly value: number } | { readonly value: null; readonly reason: string }

const OUT_OF_RANGE = 'the value is beyond the range of a double'

/** Wraps a computed value. Infinity and NaN, the traces of an overflow, become a missing value with its reason. */
export function available(value: number): MetricValue {
  // Adding zero turns -0 into 0, so that a number and its JSON form stay the same thing.
  return Number.isFinite(value) ? { value: value + 0 } : missing(OUT_OF_RANGE)
}

/** A metric that does not exist here, with the reason that a reader finds in `notes`. */
export function missing(reason: string): MetricValue {
  return { value: null, reason }
}

/**
 * The short list that every result carries as `stats`, in its order: metrics of the convention `tezgah` with a risk-free rate
 * of zero, by their names there.
 */
export const CORE_METRICS = {
  returnPct: 'returns.totalReturnPct',
  buyAndHoldReturnPct: 'returns.buyAndHoldReturnPct',
  cagrPct: 'returns.cagrPct',
  annualVolatilityPct: 'risk.annualVolatilityPct',
  sharpe: 'ratios.sharpe',
  sortino: 'ratios.sortino',
  calmar: 'ratios.calmar',
  maxDrawdownPct: 'drawdown.maxDrawdownPct',
  maxDrawdownDurationMs: 'drawdown.maxDrawdownDurationMs',
  exposurePct: 'activity.exposurePct',
  winRatePct: 'trades.winRatePct',
  profitFactor: 'trades.profitFactor',
  expectancyPct: 'trades.expectancyPct',
  sqn: 'trades.sqn',
} as const

/**
 * The statistics of one run. Money is an exact decimal string, everything else a finite number. A number that does not
 * exist is `null`, with the reason in `notes` under the same name. Formulas and sources are with the functions they come from.
 */
export type Statistics = {
  /** Cash before the first candle, account currency. */
  readonly initialCash: string
  /** Cash plus open positions at the last close, account currency. */
  readonly finalEquity: string
  /** (finalEquity / initialCash − 1) × 100. */
  readonly returnPct: number | null
  /** (last close / first close − 1) × 100, without costs. */
  readonly buyAndHoldReturnPct: number | null
  /** Compound annual growth rate in percent, a year being 365.25 days. */
  readonly cagrPct: number | null
  /** Sample deviation of the returns per candle, annualised, in percent. */
  readonly annualVolatilityPct: number | null
  /** Annualised Sharpe ratio, risk-free rate 0. */
  readonly sharpe: number | null
  /** Annualised Sortino ratio, target 0. */
  readonly sortino: number | null
  /** cagrPct / maxDrawdownPct. */
  readonly calmar: number | null
  /** Deepest drawdown from the running peak in percent: 20 is 20 % below. */
  readonly maxDrawdownPct: number | null
  /** Longest time from a peak until equity is back at or above it, or until the last candle; milliseconds. */
  readonly maxDrawdownDurationMs: number | null
  /** Candles at whose close a position was open, in percent of all candles. */
  readonly exposurePct: number | null
  /** Closed trades. */
  readonly tradeCount: number
  /** Trades still open after the last candle. */
  readonly openTradeCount: number
  /** Closed trades with a profit above zero, in percent of all closed trades. */
  readonly winRatePct: number | null
  /** Gross profit / gross loss of the closed trades, after fees. */
  readonly profitFactor: number | null
  /** Mean return of the closed trades in percent. */
  readonly expectancyPct: number | null
  /** System quality number of the closed trades. */
  readonly sqn: number | null
  /** Sum of all fees, account currency. */
  readonly feesPaid: string
  /** Why a statistic is `null`, by its name; one entry for each `null` and no other. */
  readonly notes: Readonly<Record<string, string>>
}

/** A finite number, or `null` where `notes` has the reason under the metric's path, such as `ratios.sharpe`. */
type Figure = number | null

export type FiguresOf<Group extends MetricGroup> = { readonly [Name in keyof (typeof METRICS)[Group]]: Figure }

/** Percentages are plain percent, per period or for the span named. The convention decides whether a period is a candle or a day. */
export interface ReturnStatistics extends FiguresOf<'returns'> {}
export interface RiskStatistics extends FiguresOf<'risk'> {}
export interface DrawdownStatistics extends FiguresOf<'drawdown'> {}
export interface RatioStatistics extends FiguresOf<'ratios'> {}
export interface BenchmarkStatistics extends FiguresOf<'benchmark'> {}
export interface ActivityStatistics extends FiguresOf<'activity'> {}
/** Closed trades; money in account currency, times in milliseconds. */
export interface TradeStatistics extends FiguresOf<'trades'> {}

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

/** One drawdown of the equity; times are the open times of candles. */
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
