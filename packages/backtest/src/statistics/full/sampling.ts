import { dayOf, monthOf, weekdayOf } from './calendar.ts'

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
