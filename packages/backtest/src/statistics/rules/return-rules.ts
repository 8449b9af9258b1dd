import type { Rule } from '../conventions/convention.ts'
import type { Facts } from '../full/facts.ts'
import type { ReturnSeries } from '../full/return-series.ts'
import type { CalendarPeriod } from '../full/sampling.ts'
import { buyAndHoldReturnPct, cagrPct, totalReturnPct } from '../growth.ts'
import { absent, known, type Measure } from '../measure.ts'
import { power } from '../power.ts'

const NO_CANDLE = 'there are no candles'
export const NO_PERIOD = 'fewer than two candles, so the number of periods per year is unknown'

/** A figure of the returns: absent after ruin and where there are fewer than `minimum` of them. */
export function ofReturns(minimum: number, figure: (series: ReturnSeries, facts: Facts) => Measure | number): Rule {
  return (facts) => facts.series.obstacle(minimum) ?? measured(figure(facts.series, facts))
}

/** The same of a figure that is made annual. */
export function ofYear(
  minimum: number,
  figure: (series: ReturnSeries, periodsPerYear: number, facts: Facts) => Measure | number,
): Rule {
  return ofReturns(minimum, (series, facts) =>
    facts.periodsPerYear === null ? absent(NO_PERIOD) : figure(series, facts.periodsPerYear, facts),
  )
}

export function measured(value: Measure | number): Measure {
  return typeof value === 'number' ? known(value) : value
}

/** The quotient of two figures, the second taken as a magnitude; absent where one is, or the second is zero. */
export function quotientOf(above: Rule, below: Rule, whenZero: string): Rule {
  return (facts, trades) => {
    const numerator = above(facts, trades)
    if (numerator.value === null) return numerator
    const denominator = below(facts, trades)
    if (denominator.value === null) return denominator
    return denominator.value === 0 ? absent(whenZero) : known(numerator.value / Math.abs(denominator.value))
  }
}

/** A figure in percent less the risk-free rate as it was given. */
export function lessRiskFree(figure: Rule): Rule {
  return (facts, trades) => {
    const measure = figure(facts, trades)
    return measure.value === null ? measure : known(measure.value - facts.riskFreeRate * 100)
  }
}

/** (finalEquity / initialCash − 1) × 100, the difference taken exactly. */
export const exactTotalReturn: Rule = ({ input }) => totalReturnPct(input.initialCash, input.finalEquity)

/** (last mark / first mark − 1) × 100: what compounding all returns gives. */
export const compoundedReturn: Rule = ofReturns(1, ({ marks }) => change(marks) * 100)

/** (last close / first close − 1) × 100, without costs. */
export const holdingReturn: Rule = ({ input }) => buyAndHoldReturnPct(input.close)

/** (finalEquity / initialCash)^(1 / years) − 1, years of 365.25 days from the first candle to the last. */
export const calendarGrowth: Rule = ({ input, years }) => cagrPct(input.initialCash, input.finalEquity, years)

/** (last mark / first mark)^(periods per year / returns) − 1. */
export const periodGrowth: Rule = ofYear(1, (series, periodsPerYear) => growth(series, periodsPerYear / series.count))

/** Arithmetic: mean × periods per year. */
export const arithmeticAnnualReturn: Rule = ofYear(1, ({ mean }, periodsPerYear) => mean * periodsPerYear * 100)

export const meanReturn: Rule = ofReturns(1, ({ mean }) => mean * 100)

/** (last mark / first mark)^(1 / returns) − 1. */
export const geometricMeanReturn: Rule = ofReturns(1, (series) => growth(series, 1 / series.count))

export const bestPeriod: Rule = ofReturns(1, ({ sorted }) => sorted[sorted.length - 1]! * 100)
export const worstPeriod: Rule = ofReturns(1, ({ sorted }) => sorted[0]! * 100)

/** Periods with a return above zero, in percent of all. */
export const positivePeriods: Rule = ofReturns(1, ({ values, count }) => {
  let positive = 0
  for (const value of values) if (value > 0) positive++
  return (positive / count) * 100
})

export function bestOf(sampling: CalendarPeriod): Rule {
  return (facts) => extreme(facts, sampling, Math.max)
}

export function worstOf(sampling: CalendarPeriod): Rule {
  return (facts) => extreme(facts, sampling, Math.min)
}

function extreme(facts: Facts, sampling: CalendarPeriod, choose: (a: number, b: number) => number): Measure {
  const { values } = facts.changes(sampling)
  if (values.length === 0) return absent(NO_CANDLE)
  if (values.some(Number.isNaN)) return absent(`equity is zero or below before the last ${sampling}`)
  return known(values.reduce((a, b) => choose(a, b)) * 100)
}

function growth({ marks }: ReturnSeries, exponent: number): Measure {
  const last = marks[marks.length - 1]!
  if (!(last > 0)) return absent('the final equity is zero or below')
  return known((compounded(last / marks[0]!, exponent) - 1) * 100)
}

/** base^exponent; NaN where the base is not above zero or one of both is beyond the range of a double. */
export function compounded(base: number, exponent: number): number {
  const isRepresented = base > 0 && Number.isFinite(base) && Number.isFinite(exponent)
  return isRepresented ? power(base, exponent) : Number.NaN
}

function change(marks: Float64Array): number {
  return (marks[marks.length - 1]! - marks[0]!) / marks[0]!
}
