/** How often the heartbeat beats, in milliseconds, unless told otherwise. */
export const HEARTBEAT_MS = 5000

/**
 * Beats at once and then by timer. Not at scrape: a value computed for the scraper is fresh even when every timer of the
 * process has died. The timer does not keep the process alive.
 *
 * @returns what stops it; calling it twice is harmless
 * @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647
 */
export function startHeartbeat(beat: () => void, everyMs: number): () => void {
  // Beyond 2^31 − 1 a timer of Node fires every millisecond.
  if (!Number.isInteger(everyMs) || everyMs < 1 || everyMs > 2_147_483_647) {
    throw new RangeError(`everyMs must be a whole number from 1 to 2147483647, was ${everyMs}`)
  }
  beat()
  const timer = setInterval(beat, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
