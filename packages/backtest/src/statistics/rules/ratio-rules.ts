import type { Rule } from '../conventions/convention.ts'
import type { ReturnSeries } from '../full/return-series.ts'
import type { CalendarPeriod } from '../full/sampling.ts'
import { logarithmOfRatio } from '../logarithm.ts'
import { absent, known, type Measure } from '../measure.ts'
import { normalProbability } from '../normal-distribution.ts'
import { ofReturns, ofYear } from './return-rules.ts'
import { ALL_EQUAL, downside, kurtosisOf, skewOf } from './risk-rules.ts'

/**
 * (mean − risk-free) / sample deviation × √periods per year.
 *
 * @see Sharpe (1994), "The Sharpe Ratio", Journal of Portfolio Management 21(1)
 */
export const sharpe: Rule = ofYear(2, ({ mean, deviation }, periodsPerYear, { riskFree }) =>
  deviation === 0 ? absent(ALL_EQUAL) : ((mean - riskFree) / deviation) * Math.sqrt(periodsPerYear),
)

/**
 * (mean − target) × periods per year / (downside deviation × √periods per year), the target being the risk-free rate.
 *
 * @see Sortino and Price (1994), "Performance Measurement in a Downside Risk Framework", Journal of Investing 3(3)
 */
export const sortino: Rule = ofYear(1, (series, periodsPerYear, { riskFree }) =>
  sortinoOf(series, periodsPerYear, riskFree),
)

/** The same with a target of zero, whatever the risk-free rate. */
export const sortinoToZero: Rule = ofYear(1, (series, periodsPerYear) => sortinoOf(series, periodsPerYear, 0))

function sortinoOf(series: ReturnSeries, periodsPerYear: number, target: number): Measure | number {
  const deviation = downside(series, target)
  if (deviation === 0) return absent('no return is below the target')
  return ((series.mean - target) / deviation) * Math.sqrt(periodsPerYear)
}

/** Probability that the Sharpe ratio behind the returns is above zero, from their own skewness and kurtosis (divisor n). */
export const probabilisticSharpe: Rule = ofReturns(2, (series, { riskFree }) =>
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
  skew: Measure | number,
  excessKurtosis: Measure | number,
): Measure | number {
  if (typeof skew !== 'number') return skew
  if (typeof excessKurtosis !== 'number') return excessKurtosis
  const ratio = (series.mean - riskFree) / series.deviation
  const spread = 1 - skew * ratio + ((excessKurtosis + 2) / 4) * ratio * ratio
  if (!(spread > 0)) return absent('the variance of the Sharpe ratio is not above zero')
  const score = ratio * Math.sqrt((series.count - 1) / spread)
  return Number.isFinite(score) ? normalProbability(score) : Number.NaN
}

/**
 * Sum of the returns' excess over the risk-free rate / sum of what they fall short of it.
 *
 * @see Keating and Shadwick (2002), "A Universal Performance Measure", Journal of Performance Measurement 6(3)
 */
export const omega: Rule = ofReturns(2, (series, { riskFree }) => {
  const gained = series.sum((value) => Math.max(value - riskFree, 0))
  const lost = series.sum((value) => Math.max(riskFree - value, 0))
  return lost === 0 ? absent('no return is below the target') : gained / lost
})

/**
 * Sum of the returns of calendar periods / sum of those below zero, as a magnitude.
 *
 * @see Schwager (2012), "Hedge Fund Market Wizards", appendix A; there over months
 */
export function gainToPain(sampling: CalendarPeriod): Rule {
  return (facts) => {
    const { values } = facts.changes(sampling)
    if (values.length === 0) return absent('there are no candles')
    if (values.some(Number.isNaN)) return absent(`equity is zero or below before the last ${sampling}`)
    const pain = values.reduce((sum, value) => sum - Math.min(value, 0), 0)
    if (pain === 0) return absent(`no ${sampling} lost money`)
    return known(values.reduce((sum, value) => sum + value, 0) / pain)
  }
}

/** The same over the returns themselves, whatever their period. */
export const gainToPainOfReturns: Rule = ofReturns(1, (series) => {
  const pain = series.sum((value) => -Math.min(value, 0))
  return pain === 0 ? absent('no return is below zero') : series.sum((value) => value) / pain
})

/** Coefficient of determination (R²) of a straight line through the logarithms of the marks after the first: 0…1. */
export const stability: Rule = ofReturns(2, ({ marks, deviation }) => {
  if (deviation === 0 && marks[0] === marks[1]) return absent('equity never changed')
  if (!(marks[marks.length - 1]! > 0)) return absent('the final equity is zero or below')
  return squaredCorrelation(marks.subarray(1).map((mark) => logarithmOfRatio(mark, marks[0]!)))
})

/** Squared correlation of values with their own indices. */
function squaredCorrelation(values: Float64Array): Measure | number {
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
  if (squares === 0) return absent('equity never changed')
  const indexSquares = (count * (count * count - 1)) / 12
  return Math.min((product / squares) * (product / indexSquares), 1)
}
