import type { Random } from '../ports.ts'

/**
 * Exponential backoff with full jitter: any wait from 0 up to the ceiling, so that clients that failed together do not
 * come back together.
 *
 * @param attempt - 0 after the first failure
 * @returns milliseconds
 */
export function backoffMs(attempt: number, baseMs: number, maxMs: number, random: Random): number {
  return random() * Math.min(maxMs, baseMs * 2 ** attempt)
}
