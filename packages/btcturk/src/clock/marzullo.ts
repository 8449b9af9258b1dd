export type Interval = { readonly low: number; readonly high: number }

export type Agreement = Interval & {
  /** How many of the intervals hold every point of this one. */
  readonly count: number
}

/**
 * Where most of the intervals agree: Marzullo's algorithm. Where several places have the same number, the answer spans
 * them all, since nothing tells which is right.
 *
 * @returns `null` where there is no interval
 * @see Marzullo, Owicki (1983), "Maintaining the time in a distributed system"
 */
export function agreement(intervals: readonly Interval[]): Agreement | null {
  const edges = intervals.flatMap(({ low, high }) => [
    { at: low, step: 1 },
    { at: high, step: -1 },
  ])
  // At one place an interval begins before another ends: touching intervals agree on that point.
  edges.sort((a, b) => a.at - b.at || b.step - a.step)
  let best: Agreement | null = null
  let count = 0
  for (const [index, { at, step }] of edges.entries()) {
    count += step
    if (step < 0 || count < (best?.count ?? 1)) continue
    const low: number = best?.count === count ? best.low : at
    best = { low, high: edges[index + 1]!.at, count }
  }
  return best
}
