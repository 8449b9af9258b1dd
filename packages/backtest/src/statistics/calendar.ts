import { DAY_MS } from '@tezgah/core/clock'

/** Days since 1 January 1970, UTC. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS)
}

/** 0 is Monday, 6 Sunday. Day 0, 1 January 1970, was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** Year and month (1…12) of a day in the Gregorian calendar, by counting years from 1 March, so that a leap day is the last. */
export function monthOf(day: number): { readonly year: number; readonly month: number } {
  const sinceMarch = day + 719_468 // days from 1 March of year 0 to 1 January 1970
  const era = Math.floor(sinceMarch / 146_097) // 400 years each
  const dayOfEra = sinceMarch - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month }
}

/** Which marks of the equity make the series: each candle's, or the last of each day, week (Monday to Sunday), month or year, UTC. */
export type Sampling = 'candle' | CalendarPeriod
export type CalendarPeriod = 'day' | 'week' | 'month' | 'year'

/** Indices of the last candle of each period, ascending. Periods without a candle are left out. */
export function lastIndices(time: Float64Array, sampling: CalendarPeriod): Int32Array {
  const indices: number[] = []
  let present = Number.NaN
  let day = Number.NaN
  for (let index = 0; index < time.length; index++) {
    const today = dayOf(time[index]!)
    if (today !== day) {
      day = today
      const period = PERIOD_OF[sampling](day)
      if (period !== present && index > 0) indices.push(index - 1)
      present = period
    }
  }
  if (time.length > 0) indices.push(time.length - 1)
  return Int32Array.from(indices)
}

const PERIOD_OF: Record<CalendarPeriod, (day: number) => number> = {
  day: (day) => day,
  week: (day) => day - weekdayOf(day),
  month: (day) => {
    const { year, month } = monthOf(day)
    return year * 12 + month
  },
  year: (day) => monthOf(day).year,
}

/** The values at the given indices. */
export function valuesAt(values: Float64Array, indices: Int32Array): Float64Array {
  const chosen = new Float64Array(indices.length)
  for (let i = 0; i < indices.length; i++) chosen[i] = values[indices[i]!]!
  return chosen
}

/** One year of 365.25 days, in milliseconds. Every annual figure of this package uses this year. */
export const MS_PER_YEAR: number = 365.25 * DAY_MS

/** Years from the first to the last candle time; 0 for fewer than two candles. */
export function observedYears(time: Float64Array): number {
  if (time.length < 2) return 0
  return (time[time.length - 1]! - time[0]!) / MS_PER_YEAR
}

/**
 * Candle steps per year as the series shows them: (candles − 1) / years. Gaps count, so daily candles of a stock
 * exchange give about 252 and those of a market that never closes 365.25.
 *
 * @returns `null` for fewer than two candles
 */
export function observedPeriodsPerYear(time: Float64Array): number | null {
  const years = observedYears(time)
  return years > 0 ? (time.length - 1) / years : null
}
