const DAY_MS = 86_400_000

/** Epoch ms as a UTC date, with the time of day when `withTime`. */
export function formatTime(time: number, withTime: boolean): string {
  const iso = new Date(time).toISOString()
  return withTime ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso.slice(0, 10)
}

/** Whether candles of this interval ("1m", "4h", "1d") need a time of day to be told apart. */
export const hasTimeOfDay = (interval: string): boolean => /^\d+(s|m|h)$/.test(interval)

const UNITS: readonly (readonly [string, number])[] = [
  ['y', 365 * DAY_MS],
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
]

/** Milliseconds in the two largest units that count: "2 y 40 d", "3 h 12 min", "85 ms". */
export function formatDuration(durationMs: number): string {
  let rest = durationMs
  const parts: string[] = []
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size)
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}`)
    rest -= count * size
  }
  return parts.length === 0 ? `${Math.round(durationMs)} ms` : parts.join(' ')
}
