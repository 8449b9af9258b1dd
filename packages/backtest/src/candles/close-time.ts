import type { CandleSeries } from './series.ts'

/**
 * When the candle at `index` closes and becomes known: an interval after its open, or at the next open where that comes
 * sooner, as with the day of 23 hours on which summer time begins.
 */
export function closeTimeOf({ intervalMs, length, time }: CandleSeries, index: number): number {
  const closes = time[index]! + intervalMs
  return index + 1 < length && time[index + 1]! < closes ? time[index + 1]! : closes
}
