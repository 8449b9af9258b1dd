import type { CalendarPeriod } from '../calendar.ts'
import type { Metric, MetricInput } from '../metric-input.ts'
import { available, type MetricValue, missing } from '../metrics.ts'
import { exactChangePct } from '../numeric/exact-change.ts'
import { power } from '../numeric/power.ts'
import type { ReturnSeries } from '../sample.ts'

const NO_CANDLE = 'there are no candles'
export const NO_CLOSES = 'no closing prices were given'
export const NO_PERIOD = 'fewer than two candles, so the number of periods per year is unknown'

/** A figure of the returns: missing after ruin and where there are fewer than `minimum` of them. */
export function ofReturns(
  minimum: number,
  figure: (series: ReturnSeries, source: MetricInput) => MetricValue | number,
): Metric {
  return (source) => source.series.obstacle(minimum) ?? metricValue(figure(source.series, source))
}

/** The same of a figure that is made annual. */
export function ofYear(
  minimum: number,
  figure: (series: ReturnSeries, periodsPerYear: number, source: MetricInput) => MetricValue | number,
): Metric {
  return ofReturns(minimum, (series, source) =>
    source.periodsPerYear === null ? missing(NO_PERIOD) : figure(series, source.periodsPerYear, source),
  )
}

/** A computed value, or a reason as it is. */
export function metricValue(value: MetricValue | number): MetricValue {
  return typeof value === 'number' ? available(value) : value
}

/** The quotient of two figures, the second taken as a magnitude; missing where one is, or the second is zero. */
export function quotientOf(above: Metric, below: Metric, whenZero: string): Metric {
  return (source, trades) => {
    const numerator = above(source, trades)
    if (numerator.value === null) return numerator
    const denominator = below(source, trades)
    if (denominator.value === null) return denominator
    return denominator.value === 0 ? missing(whenZero) : available(numerator.value / Math.abs(denominator.value))
  }
}

/** A figure in percent less the risk-free rate as it was given. */
export function lessRiskFree(figure: Metric): Metric {
  return (source, trades) => {
    const found = figure(source, trades)
    return found.value === null ? found : available(found.value - source.riskFreeRate * 100)
  }
}

/** (finalEquity / initialCash − 1) × 100, the difference taken exactly. */
export const exactTotalReturn: Metric = ({ input }) => totalReturnPct(input.initialCash, input.finalEquity)

/** (last mark / first mark − 1) × 100: what compounding all returns gives. */
export const compoundedReturn: Metric = ofReturns(1, ({ marks }) => change(marks) * 100)

/** (last close / first close − 1) × 100, without costs. */
export const holdingReturn: Metric = ({ input: { close } }) =>
  close === null ? missing(NO_CLOSES) : buyAndHoldReturnPct(close)

/** (finalEquity / initialCash)^(1 / years) − 1, years of 365.25 days from the first candle to the last. */
export const calendarGrowth: Metric = ({ input, years }) => cagrPct(input.initialCash, input.finalEquity, years)

/** (last mark / first mark)^(periods per year / returns) − 1. */
export const periodGrowth: Metric = ofYear(1, (series, periodsPerYear) => growth(series, periodsPerYear / series.count))

/** Arithmetic: mean × periods per year. */
export const arithmeticAnnualReturn: Metric = ofYear(1, ({ mean }, periodsPerYear) => mean * periodsPerYear * 100)

export const meanReturn: Metric = ofReturns(1, ({ mean }) => mean * 100)

/** (last mark / first mark)^(1 / returns) − 1. */
export const geometricMeanReturn: Metric = ofReturns(1, (series) => growth(series, 1 / series.count))

export const bestPeriod: Metric = ofReturns(1, ({ sorted }) => sorted[sorted.length - 1]! * 100)
export const worstPeriod: Metric = ofReturns(1, ({ sorted }) => sorted[0]! * 100)

/** Periods with a return above zero, in percent of all. */
export const positivePeriods: Metric = ofReturns(1, ({ values, count }) => {
  let positive = 0
  for (const value of values) if (value > 0) positive++
  return (positive / count) * 100
})

export function bestOf(sampling: CalendarPeriod): Metric {
  return (source) => extreme(source, sampling, Math.max)
}

export function worstOf(sampling: CalendarPeriod): Metric {
  return (source) => extreme(source, sampling, Math.min)
}

function extreme(source: MetricInput, sampling: CalendarPeriod, choose: (a: number, b: number) => number): MetricValue {
  const { values } = source.changes(sampling)
  if (values.length === 0) return missing(NO_CANDLE)
  if (values.some(Number.isNaN)) return missing(`equity is zero or below before the last ${sampling}`)
  return available(values.reduce((a, b) => choose(a, b)) * 100)
}

function growth({ marks }: ReturnSeries, exponent: number): MetricValue {
  const last = marks[marks.length - 1]!
  if (!(last > 0)) return missing('the final equity is zero or below')
  return available((compounded(last / marks[0]!, exponent) - 1) * 100)
}

/** base^exponent; NaN where the base is not above zero or one of both is beyond the range of a double. */
export function compounded(base: number, exponent: number): number {
  const isRepresented = base > 0 && Number.isFinite(base) && Number.isFinite(exponent)
  return isRepresented ? power(base, exponent) : Number.NaN
}

function change(marks: Float64Array): number {
  return (marks[marks.length - 1]! - marks[0]!) / marks[0]!
}

/**
 * Total return in percent (10 is +10 %): (finalEquity / initialCash − 1) × 100, from the exact amounts.
 *
 * @param initialCash - exact decimal above zero
 * @param finalEquity - exact decimal, cash plus positions at the last close
 * @throws RangeError for a string that is not a plain decimal number
 */
export function totalReturnPct(initialCash: string, finalEquity: string): MetricValue {
  const change = exactChangePct(initialCash, finalEquity)
  return change === null ? missing('initialCash is not above zero') : available(change)
}

/**
 * Return in percent of holding from the first close to the last: (last / first − 1) × 100, without any cost.
 * Missing without candles or where the first close is not above zero.
 */
export function buyAndHoldReturnPct(close: Float64Array): MetricValue {
  if (close.length === 0) return missing('there are no candles')
  const first = close[0]!
  if (!(first > 0)) return missing('the first close is not above zero')
  return available(((close[close.length - 1]! - first) / first) * 100)
}

/**
 * Compound annual growth rate in percent: ((finalEquity / initialCash)^(1 / years) − 1) × 100.
 * Missing where no time passes between the first and the last candle, and where the final equity is zero or below.
 * Also missing where so short a run would compound to more than a double can hold.
 *
 * @param initialCash - exact decimal above zero
 * @param finalEquity - exact decimal
 * @param years - time from the first to the last candle, in years of 365.25 days
 */
export function cagrPct(initialCash: string, finalEquity: string, years: number): MetricValue {
  if (!(years > 0)) return missing('no time passes between the first and the last candle')
  if (!(Number(initialCash) > 0)) return missing('initialCash is not above zero')
  if (!(Number(finalEquity) > 0)) return missing('the final equity is zero or below')
  const ratio = Number(finalEquity) / Number(initialCash)
  const isRepresented = ratio > 0 && Number.isFinite(ratio)
  return available(isRepresented ? (power(ratio, 1 / years) - 1) * 100 : Number.NaN)
}

/** What grows to the annual rate within a year: (1 + rate)^(1 / periods per year) − 1. */
export function compoundedRate(rate: number, periodsPerYear: number): number {
  return compounded(1 + rate, 1 / periodsPerYear) - 1
}
