import type { Format } from '../../../i18n/format.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What a request to re-arm may wait; the executor allows a day. */
export const REARM_LIFETIMES = [15 * MINUTE, HOUR, 4 * HOUR, DAY] as const
/** What a proposal may wait; the executor allows 30 days. */
export const PROPOSAL_LIFETIMES = [HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY] as const

/** For a choice: milliseconds as text, and how long that is. The last falls a minute short: clocks differ, and the way there takes time. */
export function lifetimeChoices(lifetimes: readonly number[], format: Format): readonly (readonly [string, string])[] {
  return lifetimes.map((ms, index) => [String(index === lifetimes.length - 1 ? ms - MINUTE : ms), format.duration(ms)])
}
