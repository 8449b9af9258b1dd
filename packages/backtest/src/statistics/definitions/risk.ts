import type { Metric, MetricInput } from '../metric-input.ts'
import { available, type MetricValue, missing } from '../metrics.ts'
import type { ReturnMoments } from '../moments.ts'
import { NORMAL_QUANTILE_5_PCT, normalDensity } from '../numeric/normal-distribution.ts'
import type { ReturnSeries } from '../sample.ts'
import { NO_PERIOD, ofReturns, ofYear } from './returns.ts'

const TAIL = 0.05
export const TOO_FEW = 'fewer than two returns'
export const ALL_EQUAL = 'all returns are equal, so their deviation is zero'

/** Sample deviation (n − 1) × √periods per year. */
export const annualVolatility: Metric = ofYear(
  2,
  ({ deviation }, periodsPerYear) => deviation * Math.sqrt(periodsPerYear) * 100,
)

/** A figure of the moments of the returns from candle to candle × √periods per year × `unit`; missing after ruin. */
export function ofMoments(
  figure: (moments: ReturnMoments, source: MetricInput) => MetricValue | number,
  unit = 1,
): Metric {
  return (source) => {
    const { moments } = source.scan
    const { ruinIndex } = moments
    if (ruinIndex !== null) {
      return missing(`equity is zero or below at candle ${ruinIndex}, so later returns are undefined`)
    }
    const found = figure(moments, source)
    if (typeof found !== 'number') return found
    if (source.periodsPerYear === null) return missing(NO_PERIOD)
    return available(found * Math.sqrt(source.periodsPerYear) * unit)
  }
}

/** The volatility of the returns from candle to candle, from the moments of one pass. */
export const volatilityOfCandles: Metric = ofMoments(({ deviation }) => deviation ?? missing(TOO_FEW), 100)

/** √(mean of min(r − target, 0)² over all returns) × √periods per year; the target is the risk-free rate. */
export const annualDownsideDeviation: Metric = ofYear(
  1,
  (series, periodsPerYear, { riskFree }) => downside(series, riskFree) * Math.sqrt(periodsPerYear) * 100,
)

/** The same with a target of zero at any risk-free rate. */
export const downsideDeviationToZero: Metric = ofYear(
  1,
  (series, periodsPerYear) => downside(series, 0) * Math.sqrt(periodsPerYear) * 100,
)

/** √(mean of min(r − target, 0)²) over all returns, as a fraction per period. */
export function downside(series: ReturnSeries, target: number): number {
  const squares = series.sum((value) => {
    const below = Math.min(value - target, 0)
    return below * below
  })
  return Math.sqrt(squares / series.count)
}

/** The return that 5 % of all returns stay below, by linear interpolation between the sorted returns (numpy's `linear`). */
export const historicalValueAtRisk: Metric = ofReturns(1, ({ sorted }) => quantile(sorted, TAIL) * 100)

/** Mean of the returns at or below the historical value at risk. */
export const historicalShortfall: Metric = ofReturns(1, ({ sorted }) => {
  const limit = quantile(sorted, TAIL)
  return meanOf(sorted.filter((value) => value <= limit)) * 100
})

/** Mean of the lowest returns, 1 + the whole part of 5 % × (n − 1) of them. */
export const lowestReturns: Metric = ofReturns(
  1,
  ({ sorted }) => meanOf(sorted.subarray(0, Math.floor((sorted.length - 1) * TAIL) + 1)) * 100,
)

/** The 5 % quantile of a normal distribution with the returns' mean and sample deviation. */
export const normalValueAtRisk: Metric = ofReturns(
  2,
  ({ mean, deviation }) => (mean + NORMAL_QUANTILE_5_PCT * deviation) * 100,
)

/** Mean of that distribution below its 5 % quantile. */
export const normalShortfall: Metric = ofReturns(
  2,
  ({ mean, deviation }) => (mean - (deviation * normalDensity(NORMAL_QUANTILE_5_PCT)) / TAIL) * 100,
)

/** |95 % quantile| / |5 % quantile|. */
export const tailRatio: Metric = ofReturns(1, ({ sorted }) => {
  const lower = quantile(sorted, TAIL)
  return lower === 0 ? missing('the 5 % quantile of the returns is zero') : Math.abs(quantile(sorted, 1 - TAIL) / lower)
})

/** Third standardised moment of the returns as they are: m₃ / m₂^1.5 with divisor n. */
export const populationSkew: Metric = ofReturns(2, (series) => skewOf(series))

/** Fourth standardised moment less the 3 of a normal distribution: m₄ / m₂² − 3 with divisor n. */
export const populationKurtosis: Metric = ofReturns(2, (series) => kurtosisOf(series))

/** Skewness adjusted for the size of the sample: √(n (n − 1)) / (n − 2) × m₃ / m₂^1.5. */
export const sampleSkew: Metric = ofReturns(3, (series) => adjustedSkew(series))

/** Excess kurtosis adjusted for the size of the sample: (n − 1) / ((n − 2) (n − 3)) × ((n + 1) × excess + 6). */
export const sampleKurtosis: Metric = ofReturns(4, (series) => adjustedKurtosis(series))

export function skewOf(series: ReturnSeries): MetricValue | number {
  if (series.deviation === 0) return missing(ALL_EQUAL)
  const variance = series.momentOf(2) / series.count
  return series.momentOf(3) / series.count / (variance * Math.sqrt(variance))
}

export function kurtosisOf(series: ReturnSeries): MetricValue | number {
  if (series.deviation === 0) return missing(ALL_EQUAL)
  const variance = series.momentOf(2) / series.count
  return series.momentOf(4) / series.count / (variance * variance) - 3
}

export function adjustedSkew(series: ReturnSeries): MetricValue | number {
  const skew = skewOf(series)
  const { count } = series
  return typeof skew === 'number' ? (skew * Math.sqrt(count * (count - 1))) / (count - 2) : skew
}

export function adjustedKurtosis(series: ReturnSeries): MetricValue | number {
  const excess = kurtosisOf(series)
  const { count } = series
  if (typeof excess !== 'number') return excess
  return ((count - 1) / ((count - 2) * (count - 3))) * ((count + 1) * excess + 6)
}

function quantile(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1)
  const below = Math.floor(position)
  const lower = sorted[below]!
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!
  return lower + (upper - lower) * (position - below)
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
