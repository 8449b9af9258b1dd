import { z } from 'zod'

const MINUTE = 60_000
const DAY = 86_400_000

/** Minutes that local time is ahead of UTC; whole, from -14 to +14 hours; 0 where the set does not say. */
export const utcOffset: z.ZodType<number | undefined> = z.int().min(-840).max(840).default(0)

/** The first moment of the day, in UTC milliseconds, of a place whose clocks are `utcOffsetMinutes` ahead of UTC. */
export function dayStart(at: number, utcOffsetMinutes: number): number {
  return at - ((((at + utcOffsetMinutes * MINUTE) % DAY) + DAY) % DAY)
}

/** Weekday, 1 for Monday to 7 for Sunday, and milliseconds since midnight. */
export function localTime(at: number, utcOffsetMinutes: number): { readonly weekday: number; readonly ms: number } {
  const local = at + utcOffsetMinutes * MINUTE
  const day = Math.floor(local / DAY)
  // 1 January 1970 was a Thursday.
  return { weekday: ((((day + 3) % 7) + 7) % 7) + 1, ms: local - day * DAY }
}
