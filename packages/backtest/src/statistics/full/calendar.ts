export const DAY_MS = 86_400_000

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
