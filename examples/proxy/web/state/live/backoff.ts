const FIRST_MS = 1_000
const LONGEST_MS = 15_000

/**
 * How long to wait before attempt `attempt` (0 is the first): twice as long each time, up to fifteen seconds, of which a
 * random half is left out, so that many pages do not come back in the same moment. `random` is from 0 to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  const longest = Math.min(FIRST_MS * 2 ** Math.min(attempt, 10), LONGEST_MS)
  return longest * (1 - random / 2)
}
