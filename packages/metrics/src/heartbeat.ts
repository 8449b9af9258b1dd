import { requireInterval, type Timers } from './timers.ts'

/** How often the heartbeat beats, in milliseconds, unless told otherwise. */
export const HEARTBEAT_MS = 1000

/**
 * Beats at once and then by timer. Not at scrape: a value computed for the scraper is fresh even when every timer of the
 * process has died.
 *
 * @returns what stops it; calling it twice is harmless
 * @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647
 */
export function startHeartbeat(beat: () => void, everyMs: number, timers: Timers): () => void {
  requireInterval(everyMs)
  beat()
  return timers.every(everyMs, beat)
}
