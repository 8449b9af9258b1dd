import type { Candles } from '../api/catalogue.ts'
import type { Fill, RunResult } from '../api/result.ts'
import { indexAt } from './index-at.ts'

/** The fills of the symbol that is drawn, each at the time of a candle: those of a finer series lie between two. */
export function fillsOnCandles({ fills, manifest }: RunResult, { time }: Pick<Candles, 'time'>): readonly Fill[] {
  const own = fills.filter(({ symbol }) => symbol === null || symbol === manifest.symbol)
  return own.map((fill) => ({ ...fill, time: time[indexAt(time, fill.time)] ?? fill.time }))
}
