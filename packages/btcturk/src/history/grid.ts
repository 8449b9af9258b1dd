import type { KlineResolution } from '../endpoints/klines.ts'

/** Intervals of fixed length that the exchange has candles of. A week begins on Monday, a day at midnight, both UTC. */
export const CANDLE_INTERVALS = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'] as const

export type CandleInterval = (typeof CANDLE_INTERVALS)[number]

/** The open times that an interval allows: `origin + n × step`, n from 0. Milliseconds. */
export type Grid = { readonly resolution: KlineResolution; readonly step: number; readonly origin: number }

const MINUTE = 60_000
const DAY = 1440 * MINUTE

const GRIDS: Readonly<Record<CandleInterval, Grid>> = {
  '1m': { resolution: 1, step: MINUTE, origin: 0 },
  '5m': { resolution: 5, step: 5 * MINUTE, origin: 0 },
  '15m': { resolution: 15, step: 15 * MINUTE, origin: 0 },
  '30m': { resolution: 30, step: 30 * MINUTE, origin: 0 },
  '1h': { resolution: 60, step: 60 * MINUTE, origin: 0 },
  '4h': { resolution: 240, step: 240 * MINUTE, origin: 0 },
  '1d': { resolution: '1D', step: DAY, origin: 0 },
  // The epoch was a Thursday.
  '1w': { resolution: '1W', step: 7 * DAY, origin: 4 * DAY },
}

export function gridOf(interval: CandleInterval): Grid {
  return GRIDS[interval]
}

/** The last open time not after `time`, or the origin. */
export function openAtOrBefore({ step, origin }: Grid, time: number): number {
  return origin + Math.max(0, Math.floor((time - origin) / step)) * step
}

/** The first open time not before `time`. */
export function openAtOrAfter({ step, origin }: Grid, time: number): number {
  return origin + Math.max(0, Math.ceil((time - origin) / step)) * step
}

/** Open times from `from` up to, not including, `to`; both lie on the grid. */
export type TimeRange = { readonly from: number; readonly to: number }

/** A fixed stretch of the grid, the same for every download, so that all of them share its file. */
export type Page = TimeRange & {
  /** What this download needs of it: up to here. */
  readonly required: number
  /** What can be had of it: up to here all candles are closed. */
  readonly reach: number
}

export type Plan = TimeRange & { readonly pages: readonly Page[] }

/**
 * Pages that cover the candles which open in `[from, to)` and had closed by `closedBy`. The plan's own span is what is
 * left of the one that was asked for; it may be empty.
 */
export function planPages(
  grid: Grid,
  span: TimeRange & { readonly closedBy: number; readonly pageCandles: number },
): Plan {
  const closedEnd = openAtOrBefore(grid, span.closedBy)
  const from = openAtOrAfter(grid, span.from)
  const to = Math.max(from, Math.min(openAtOrAfter(grid, span.to), closedEnd))
  const length = span.pageCandles * grid.step
  const pages: Page[] = []
  const first = grid.origin + Math.floor((from - grid.origin) / length) * length
  for (let start = first; start < to && from < to; start += length) {
    const end = start + length
    pages.push({ from: start, to: end, required: Math.min(end, to), reach: Math.min(end, closedEnd) })
  }
  return { from, to, pages }
}

/** Neighbouring places of the grid without a candle: usually there was no trade then. */
export type Gap = TimeRange & {
  /** How many candles are not there. */
  readonly missing: number
}

/** @param time - open times on the grid inside `span`, ascending */
export function findGaps(time: Float64Array, span: TimeRange, { step }: Grid): Gap[] {
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
