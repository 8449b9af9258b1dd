import { BacktestError } from '../errors.ts'

const SECOND = 1_000
const UNITS: readonly (readonly [string, number])[] = [
  ['w', 604_800 * SECOND],
  ['d', 86_400 * SECOND],
  ['h', 3_600 * SECOND],
  ['m', 60 * SECOND],
  ['s', SECOND],
]

/** Steps that {@link detectIntervalMs} looks at; what is most common in these is most common in any sane series. */
const DETECTION_STEPS = 100_000

/**
 * Milliseconds of an interval such as `30s`, `1m`, `15m`, `4h`, `1d` or `1w`: a whole number from 1 to 9999 and a unit.
 * Months have no fixed length and are not intervals.
 *
 * @throws BacktestError `invalid_candles` for any other text.
 */
export function parseInterval(interval: string): number {
  const match = /^([1-9]\d{0,3})([smhdw])$/.exec(interval)
  const unit = UNITS.find(([name]) => name === match?.[2])
  if (match === null || unit === undefined) {
    const message = `interval must be a whole number and s, m, h, d or w (such as 1m, 4h, 1d), received ${JSON.stringify(interval)}`
    throw new BacktestError('invalid_candles', message, { field: 'interval' })
  }
  return Number(match[1]) * unit[1]
}

/** The shortest spelling of an interval: `86_400_000` is `1d`, `5_400_000` is `90m`. `null` unless it is a whole number of seconds. */
export function formatInterval(intervalMs: number): string | null {
  const unit = UNITS.find(([, ms]) => intervalMs % ms === 0)
  return unit === undefined || !(intervalMs > 0) ? null : `${intervalMs / unit[1]}${unit[0]}`
}

/**
 * The most common step between neighbouring times, the shorter of two equally common ones; gaps such as weekends do not
 * disturb it. `null` for fewer than two times. Looks at the first 100,000 steps.
 */
export function detectIntervalMs(time: Float64Array): number | null {
  const counts = new Map<number, number>()
  const last = Math.min(time.length - 1, DETECTION_STEPS)
  for (let index = 0; index < last; ) {
    const step = time[index + 1]! - time[index]!
    const start = index
    do index++
    while (index < last && time[index + 1]! - time[index]! === step)
    counts.set(step, (counts.get(step) ?? 0) + index - start)
  }
  let best: number | null = null
  let bestCount = 0
  for (const [step, count] of counts) {
    if (count > bestCount || (count === bestCount && best !== null && step < best)) {
      best = step
      bestCount = count
    }
  }
  return best
}
