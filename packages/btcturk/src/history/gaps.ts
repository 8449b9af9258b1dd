import type { Grid } from './interval.ts'
import type { Span } from './plan.ts'

/** Neighbouring places of the grid without a candle: usually nobody traded then. */
export type Gap = Span & {
  /** How many candles are not there. */
  readonly missing: number
}

/** @param time - open times on the grid inside `span`, ascending */
export function findGaps(time: Float64Array, span: Span, { step }: Grid): Gap[] {
  const gaps: Gap[] = []
  let expected = span.from
  const close = (end: number) => {
    if (end > expected) gaps.push({ from: expected, to: end, missing: (end - expected) / step })
    expected = end + step
  }
  for (const at of time) close(at)
  close(span.to)
  return gaps
}
