import { DAY_MS } from '@tezgah/core/clock'

const HOUR_MS = 3_600_000
export const WEEK_MS: number = 7 * DAY_MS

/** An hour of the week that has fewer of its candles is one in which the market is closed. */
const CLOSED_BELOW = 0.1
/** In a market with sessions, one that has fewer is open at times: hours that daylight saving moves, half days. */
const OPEN_FROM = 0.75

/** Closed hours are closed hours where they hold most of the missing candles; else the same hour is missing by chance. */
const EXPLAINED_FROM = 0.75

type Gap = { readonly from: number; readonly to: number; readonly missing: number }

/**
 * Says whether a market is open at a time, by which hours of the week its candles fill; of candles of a day and longer, by
 * weekday. `null` for one without sessions, and where too little is there to tell.
 *
 * @param gaps - where candles are missing; those of a week and longer are no evidence
 */
export function openHours(
  time: Float64Array,
  intervalMs: number,
  gaps: readonly Gap[],
): ((time: number) => boolean) | null {
  const short = gaps.filter(({ from, to }) => to - from < WEEK_MS)
  if (intervalMs > DAY_MS || short.length < 2) return null
  const slotMs = intervalMs === DAY_MS ? DAY_MS : HOUR_MS
  const slots = WEEK_MS / slotMs
  const slotOf = (at: number): number => ((Math.floor(at / slotMs) % slots) + slots) % slots
  const present = new Float64Array(slots)
  const missed = new Float64Array(slots)
  for (const at of time) present[slotOf(at)]!++
  for (const gap of short) {
    for (let at = 0; at < gap.missing; at++) missed[slotOf(gap.from + at * intervalMs)]!++
  }
  const perSlot = Math.max(1, slotMs / intervalMs)
  const share = present.map((count, slot) => count / (count + missed[slot]!))
  const isClosed = (slot: number): boolean => share[slot]! < CLOSED_BELOW && missed[slot]! >= 2 * perSlot
  const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0)
  if (sum(missed.filter((_, slot) => isClosed(slot))) < EXPLAINED_FROM * sum(missed)) return null
  // A slot without any evidence, 0 / 0, counts as open.
  return (at) => !(share[slotOf(at)]! < OPEN_FROM)
}
