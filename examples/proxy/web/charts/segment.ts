/** A stretch of the candles of a run, as indexes: `from` included, `to` not. */
export type Segment = { readonly from: number; readonly to: number }

/** Above this a chart shows no more than it did below, and the browser only gets slower. */
export const MOST_CANDLES = 100_000

/** The stretch with this number, counted from 0, and how many there are. */
export function segmentAt(count: number, number: number): { readonly segment: Segment; readonly segments: number } {
  const segments = Math.max(1, Math.ceil(count / MOST_CANDLES))
  const index = Math.min(Math.max(0, number), segments - 1)
  return { segment: { from: index * MOST_CANDLES, to: Math.min(count, (index + 1) * MOST_CANDLES) }, segments }
}
