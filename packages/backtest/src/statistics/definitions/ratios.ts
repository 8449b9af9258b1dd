import type { CalendarPeriod } from '../calendar.ts'
import type { Metric } from '../metric-input.ts'
import { available, type MetricValue, missing } from '../metrics.ts'
import { logarithmOfRatio } from '../numeric/logarithm.ts'
import { normalProbability } from '../numeric/normal-distribution.ts'
import type { ReturnSeries } from '../sample.ts'
import { maxDrawdown, NO_DRAWDOWN } from './drawdowns.ts'
import { calendarGrowth, ofReturns, ofYear } from './returns.ts'
import { ALL_EQUAL, downside, kurtosisOf, ofMoments, skewOf, TOO_FEW } from './risk.ts'

/**
 * (mean − risk-free) / sample deviation × √periods per year.
 *
 * @see Sharpe (1994), "The Sharpe Ratio", Journal of Portfolio Management 21(1)
 */
export const sharpe: Metric = ofYear(2, ({ mean, deviation }, periodsPerYear, { riskFree }) =>
  deviation === 0 ? missing(ALL_EQUAL) : ((mean - riskFree) / deviation) * Math.sqrt(periodsPerYear),
)

/** The same of the returns from candle to candle, from the moments of one pass. */
export const sharpeOfCandles: Metric = ofMoments(({ deviation, mean }, { riskFree }) => {
  if (deviation === null) return missing(TOO_FEW)
  return deviation === 0 ? missing(ALL_EQUAL) : overDeviation(mean - riskFree, deviation)
})

/** An overflow of the deviation must not give a ratio of zero. */
function overDeviation(excess: number, deviation: number): number {
  return Number.isFinite(deviation) ? excess / deviation : Number.NaN
}

/**
 * (mean − target) × periods per year / (downside deviation × √periods per year), the target being the risk-free rate.
 *
 * @see Sortino and Price (1994), "Performance Measurement in a Downside Risk Framework", Journal of Investing 3(3)
 */
export const sortino: Metric = ofYear(1, (series, periodsPerYear, { riskFree }) =>
  sortinoOf(series, periodsPerYear, riskFree),
)

const sortinoOfMoments: Metric = ofMoments(({ count, downsideDeviation, mean }) => {
  if (count === 0) return missing('fewer than two candles, so there is no return')
  return downsideDeviation === 0 ? missing('no return is below zero') : overDeviation(mean, downsideDeviation)
})

/** The same of the returns from candle to candle; with a target of zero from the moments of one pass. */
export const sortinoOfCandles: Metric = (source, trades) =>
  (source.riskFree === 0 ? sortinoOfMoments : sortino)(source, trades)

/** The same with a target of zero at any risk-free rate. */
export const sortinoToZero: Metric = ofYear(1, (series, periodsPerYear) => sortinoOf(series, periodsPerYear, 0))

function sortinoOf(series: ReturnSeries, periodsPerYear: number, target: number): MetricValue | number {
  const deviation = downside(series, target)
  if (deviation === 0) return missing('no return is below the target')
  return ((series.mean - target) / deviation) * Math.sqrt(periodsPerYear)
}

/** Probability that the Sharpe ratio behind the returns is above zero, from their own skewness and kurtosis (divisor n). */
export const probabilisticSharpe: Metric = ofReturns(2, (series, { riskFree }) =>
  probabilityOfSkill(series, riskFree, skewOf(series), kurtosisOf(series)),
)

/**
 * Φ(s √(n − 1) / √(1 − skew s + (kurtosis − 1) / 4 s²)) with s = (mean − risk-free) / deviation per period and the
 * kurtosis not reduced by 3.
 *
 * @see Bailey and López de Prado (2012), "The Sharpe Ratio Efficient Frontier", Journal of Risk 15(2)
 */
export function probabilityOfSkill(
  series: ReturnSeries,
  riskFree: number,
  skew: MetricValue | number,
  excessKurtosis: MetricValue | number,
): MetricValue | number {
  if (typeof skew !== 'number') return skew
  if (typeof excessKurtosis !== 'number') return excessKurtosis
  const ratio = (series.mean - riskFree) / series.deviation
  const spread = 1 - skew * ratio + ((excessKurtosis + 2) / 4) * ratio * ratio
  if (!(spread > 0)) return missing('the variance of the Sharpe ratio is not above zero')
  const score = ratio * Math.sqrt((series.count - 1) / spread)
  return Number.isFinite(score) ? normalProbability(score) : Number.NaN
}

/**
 * Sum of the returns' excess over the risk-free rate / sum of what they drawdown short of it.
 *
 * @see Keating and Shadwick (2002), "A Universal Performance MetricValue", Journal of Performance Measurement 6(3)
 */
export const omega: Metric = ofReturns(2, (series, { riskFree }) => {
  const gained = series.sum((value) => Math.max(value - riskFree, 0))
  const lost = series.sum((value) => Math.max(riskFree - value, 0))
  return lost === 0 ? missing('no return is below the target') : gained / lost
})

/**
 * Sum of the returns of calendar periods / sum of those below zero, as a magnitude.
 *
 * @see Schwager (2012), "Hedge Fund Market Wizards", appendix A; there over months
 */
export function gainToPain(sampling: CalendarPeriod): Metric {
  return (source) => {
    const { values } = source.changes(sampling)
    if (values.length === 0) return missing('there are no candles')
    if (values.some(Number.isNaN)) return missing(`equity is zero or below before the last ${sampling}`)
    const pain = values.reduce((sum, value) => sum - Math.min(value, 0), 0)
    if (pain === 0) return missing(`no ${sampling} lost money`)
    return available(values.reduce((sum, value) => sum + value, 0) / pain)
  }
}

/** The same over the returns themselves, of any period. */
export const gainToPainOfReturns: Metric = ofReturns(1, (series) => {
  const pain = series.sum((value) => -Math.min(value, 0))
  return pain === 0 ? missing('no return is below zero') : series.sum((value) => value) / pain
})

/** Coefficient of determination (R²) of a straight line through the logarithms of the marks after the first: 0…1. */
export const stability: Metric = ofReturns(2, ({ marks, deviation }) => {
  if (deviation === 0 && marks[0] === marks[1]) return missing('equity never changed')
  if (!(marks[marks.length - 1]! > 0)) return missing('the final equity is zero or below')
  return squaredCorrelation(marks.subarray(1).map((mark) => logarithmOfRatio(mark, marks[0]!)))
})

/** Squared correlation of values with their own indices. */
function squaredCorrelation(values: Float64Array): MetricValue | number {
  const count = values.length
  const middle = (count - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  let product = 0
  let squares = 0
  for (let i = 0; i < count; i++) {
    const distance = values[i]! - mean
    product += (i - middle) * distance
    squares += distance * distance
  }
  if (squares === 0) return missing('equity never changed')
  const indexSquares = (count * (count * count - 1)) / 12
  return Math.min((product / squares) * (product / indexSquares), 1)
}

/**
 * CAGR in percent / largest drawdown in percent, both over the whole run.
 *
 * @see Young (1991), "Calmar Ratio: A Smoother Tool", Futures 20(1); there over 36 months, here over the whole run
 */
export const calmar: Metric = (source, trades) => {
  const growth = calendarGrowth(source, trades)
  if (growth.value === null) return missing(`cagrPct is null: ${growth.reason}`)
  const depth = maxDrawdown(source, trades)
  if (depth.value === null) return missing(`maxDrawdownPct is null: ${depth.reason}`)
  return depth.value === 0 ? missing(NO_DRAWDOWN) : available(growth.value / depth.value)
}
