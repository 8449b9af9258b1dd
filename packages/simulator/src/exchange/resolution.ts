const MINUTE = 60_000
const DAY = 86_400_000
const WEEK = 7 * DAY
/** The first Monday after the epoch. */
const MONDAY = 4 * DAY

export type Resolution = {
  /** Start of the candle that a time lies in. */
  readonly startOf: (time: number) => number
  /** Length of the longest such candle. */
  readonly longestMs: number
}

/** Minutes as a number, or a day, week, month or year by its letter or its name. @returns `null` where it is none */
export function readResolution(text: string): Resolution | null {
  const minutes = /^[1-9]\d{0,5}$/.test(text) ? Number(text) * MINUTE : null
  if (minutes !== null) return { startOf: (time) => time - (time % minutes), longestMs: minutes }
  switch (/^1 ?(D|W|M|Y|day|week|month|year)$/.exec(text)?.[1]?.charAt(0).toUpperCase()) {
    case 'D':
      return { startOf: (time) => time - (time % DAY), longestMs: DAY }
    case 'W':
      return { startOf: (time) => time - ((time - MONDAY) % WEEK), longestMs: WEEK }
    case 'M':
      return { startOf: startOfMonth, longestMs: 31 * DAY }
    case 'Y':
      return { startOf: (time) => Date.UTC(new Date(time).getUTCFullYear(), 0), longestMs: 366 * DAY }
    default:
      return null
  }
}

function startOfMonth(time: number): number {
  const date = new Date(time)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
}
