import type { Metric, MetricInput } from '../metric-input.ts'
import { type MetricValue, missing } from '../metrics.ts'
import { logarithmOfRatio } from '../numeric/logarithm.ts'
import { exponential } from '../numeric/power.ts'
import { type ReturnSeries, Sample } from '../sample.ts'
import { compounded, metricValue, NO_PERIOD, ofReturns } from './returns.ts'

/** A figure of the returns against those of the benchmark. */
export function againstBenchmark(
  minimum: number,
  figure: (series: ReturnSeries, benchmark: ReturnSeries, source: MetricInput) => MetricValue | number,
): Metric {
  return (source, trades) => {
    const { benchmark } = source
    if (benchmark === null) return missing('no benchmark was given')
    if (benchmark.some((close) => !(close > 0))) return missing('a close of the benchmark is not above zero')
    return ofReturns(minimum, (series) => figure(series, source.benchmarkSeries(benchmark), source))(source, trades)
  }
}

/** The same of a figure that is made annual. */
export function ofYearAgainst(
  minimum: number,
  figure: (
    series: ReturnSeries,
    benchmark: ReturnSeries,
    periodsPerYear: number,
    source: MetricInput,
  ) => MetricValue | number,
): Metric {
  return againstBenchmark(minimum, (series, benchmark, source) =>
    source.periodsPerYear === null ? missing(NO_PERIOD) : figure(series, benchmark, source.periodsPerYear, source),
  )
}

/** (last close / first close − 1) × 100. */
export const benchmarkReturn: Metric = againstBenchmark(1, (_, { marks }) => {
  return ((marks[marks.length - 1]! - marks[0]!) / marks[0]!) * 100
})

/** Covariance with the benchmark / variance of the benchmark. */
export const beta: Metric = againstBenchmark(2, betaOf)

export function betaOf(series: ReturnSeries, benchmark: ReturnSeries): MetricValue | number {
  if (benchmark.deviation === 0) return missing('all returns of the benchmark are equal')
  return covariance(series, benchmark) / benchmark.momentOf(2)
}

/**
 * Jensen's alpha a year, arithmetic: (mean − risk-free − beta × (benchmark mean − risk-free)) × periods per year.
 *
 * @see Jensen (1968), "The Performance of Mutual Funds in the Period 1945–1964", Journal of Finance 23(2)
 */
export const arithmeticAlpha: Metric = ofYearAgainst(2, (series, benchmark, periodsPerYear, { riskFree }) =>
  withBeta(series, benchmark, (slope) => excess(series, benchmark, slope, riskFree) * periodsPerYear * 100),
)

/** (mean − beta × benchmark mean) × periods per year: the same with a risk-free rate of zero. */
export const alphaWithoutRiskFree: Metric = ofYearAgainst(2, (series, benchmark, periodsPerYear) =>
  withBeta(series, benchmark, (slope) => excess(series, benchmark, slope, 0) * periodsPerYear * 100),
)

/** The same compounded: (1 + alpha of one period)^(periods per year) − 1. */
export const compoundedAlpha: Metric = ofYearAgainst(2, (series, benchmark, periodsPerYear, { riskFree }) =>
  withBeta(series, benchmark, (slope) => {
    const alpha = excess(series, benchmark, slope, riskFree)
    if (!(alpha > -1)) return missing('alpha of one period is -100 % or below')
    return (compounded(1 + alpha, periodsPerYear) - 1) * 100
  }),
)

/** Pearson's correlation of the returns. */
export const correlation: Metric = againstBenchmark(2, (series, benchmark) => {
  if (series.deviation === 0) return missing('all returns are equal')
  if (benchmark.deviation === 0) return missing('all returns of the benchmark are equal')
  return covariance(series, benchmark) / Math.sqrt(series.momentOf(2)) / Math.sqrt(benchmark.momentOf(2))
})

/** Sample deviation of the active returns × √periods per year. */
export const trackingError: Metric = ofYearAgainst(2, (series, benchmark, periodsPerYear) => {
  return activeReturns(series, benchmark).deviation * Math.sqrt(periodsPerYear) * 100
})

/**
 * Mean of the active returns / their sample deviation, made annual by √periods per year.
 *
 * @see Grinold and Kahn (1999), "Active Portfolio Management"
 */
export const annualInformationRatio: Metric = ofYearAgainst(2, (series, benchmark, periodsPerYear) => {
  const ratio = informationRatioOf(series, benchmark)
  return typeof ratio === 'number' ? ratio * Math.sqrt(periodsPerYear) : ratio
})

/** The same of one period, not made annual. */
export const periodInformationRatio: Metric = againstBenchmark(2, informationRatioOf)

function informationRatioOf(series: ReturnSeries, benchmark: ReturnSeries): MetricValue | number {
  const { mean, deviation } = activeReturns(series, benchmark)
  return deviation === 0 ? missing('all active returns are equal') : mean / deviation
}

/** Annual growth over the periods in which the benchmark rose / that of the benchmark over the same periods. */
export const upCapture: Metric = captureWhere((value) => value > 0, 'rose')

/** The same over the periods in which the benchmark fell. */
export const downCapture: Metric = captureWhere((value) => value < 0, 'fell')

function captureWhere(isChosen: (benchmarkReturn: number) => boolean, movement: string): Metric {
  return ofYearAgainst(1, (series, benchmark, periodsPerYear) => {
    let count = 0
    let own = 0
    let other = 0
    for (let i = 0; i < series.count; i++) {
      if (!isChosen(benchmark.values[i]!)) continue
      if (!(series.marks[i + 1]! > 0)) return missing('the final equity is zero or below')
      count++
      own += logarithmOfRatio(series.marks[i + 1]!, series.marks[i]!)
      other += logarithmOfRatio(benchmark.marks[i + 1]!, benchmark.marks[i]!)
    }
    if (count === 0) return missing(`the benchmark never ${movement}`)
    const scale = periodsPerYear / count
    return expm1(own * scale) / expm1(other * scale)
  })
}

/** Returns less those of the benchmark. */
function activeReturns(series: ReturnSeries, benchmark: ReturnSeries): Sample {
  return new Sample(series.values.map((value, i) => value - benchmark.values[i]!))
}

function expm1(value: number): number {
  return exponential({ hi: value, lo: 0 }) - 1
}

function withBeta(
  series: ReturnSeries,
  benchmark: ReturnSeries,
  figure: (slope: number) => MetricValue | number,
): MetricValue | number {
  const slope = betaOf(series, benchmark)
  return typeof slope === 'number' ? metricValue(figure(slope)) : slope
}

function excess(series: ReturnSeries, benchmark: ReturnSeries, slope: number, riskFree: number): number {
  return series.mean - riskFree - slope * (benchmark.mean - riskFree)
}

/** Sum of the products of both distances from the mean. */
function covariance(series: ReturnSeries, benchmark: ReturnSeries): number {
  let index = 0
  return series.sum((value) => (value - series.mean) * (benchmark.values[index++]! - benchmark.mean))
}
