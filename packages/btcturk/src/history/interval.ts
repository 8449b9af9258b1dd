import type { KlineResolution } from '../rest/endpoints/klines.ts'

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
