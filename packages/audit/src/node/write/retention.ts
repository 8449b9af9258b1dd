import type { SealedSegment } from '../files/log-files.ts'

/** How long sealed segments are kept. A segment over any of the limits is removed, oldest first. */
export type Retention = {
  /** How many sealed segments stay, at least 1. No limit when absent. */
  readonly maxSegments?: number
  /** How long a segment stays after it was sealed, in milliseconds, at least 1. No limit when absent. */
  readonly maxAgeMs?: number
}

/**
 * How many of the oldest segments may and shall go.
 *
 * @param sealed - oldest first
 * @param covered - how many records a signed checkpoint covers; what none covers stays
 */
export function countExpired(
  sealed: readonly SealedSegment[],
  { maxSegments = Number.POSITIVE_INFINITY, maxAgeMs = Number.POSITIVE_INFINITY }: Retention,
  { now, covered }: { readonly now: number; readonly covered: number },
): number {
  const kept = sealed.findIndex(({ end, sealedAt }, index) => {
    const expired = sealed.length - index > maxSegments || now - sealedAt > maxAgeMs
    return !expired || end > covered
  })
  return kept === -1 ? sealed.length : kept
}

/** @throws RangeError naming the limit that is out of its range */
export function requireRetention({ maxSegments = 1, maxAgeMs = 1 }: Retention): void {
  for (const [name, value] of Object.entries({ maxSegments, maxAgeMs })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`retention.${name} must be a whole number of at least 1, was ${value}`)
    }
  }
}
