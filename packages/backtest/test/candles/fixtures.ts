import type { CandleSeriesInput } from '../../src/candles/series.ts'

/** A sound input of three daily candles, with what a test wants to be different. */
export function input(overrides: Partial<Record<keyof CandleSeriesInput, unknown>> = {}): CandleSeriesInput {
  const sound = {
    symbol: 'BTCTRY',
    time: [0, 86_400_000, 172_800_000],
    open: [10, 11, 12],
    high: [12, 13, 14],
    low: [9, 10, 11],
    close: [11, 12, 13],
    volume: [1, 0, 2.5],
  }
  return Object.assign<CandleSeriesInput, object>(sound, overrides)
}

export const column = (...values: number[]): Float64Array => Float64Array.from(values)
