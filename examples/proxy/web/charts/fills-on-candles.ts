import type { CandleColumns } from '../api/all-candles.ts'
import type { Fill, RunResult } from '../api/result-formats.ts'
import { indexAt } from './index-at.ts'

/**
 * The fills of a symbol, each at the time of a candle: those of a finer series lie between two. Fills outside the candles are
 * left out.
 */
export function fillsOnCandles(
  { fills }: Pick<RunResult, 'fills'>,
  symbol: string,
  { time }: Pick<CandleColumns, 'time'>,
): readonly Fill[] {
  const [first = 0, last = 0] = [time[0], time.at(-1)]
  const step = (time[1] ?? first) - first
  return fills
    .filter((fill) => (fill.symbol ?? symbol) === symbol && fill.time >= first && fill.time < last + Math.max(step, 1))
    .map((fill) => ({ ...fill, time: time[indexAt(time, fill.time)] ?? fill.time }))
}
