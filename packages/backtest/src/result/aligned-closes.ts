import type { CandleSeries } from '../candles/series.ts'

/**
 * Closes of a series at the given times, which ascend: the last one at or before each; before the first candle, its close.
 * The series' own column where the times are its own.
 */
export function alignedCloses({ close, time: own, length }: CandleSeries, time: Float64Array): Float64Array {
  if (own === time) return close
  const aligned = new Float64Array(time.length)
  let last = 0
  for (let index = 0; index < time.length; index++) {
    while (last + 1 < length && own[last + 1]! <= time[index]!) last++
    aligned[index] = close[last]!
  }
  return aligned
}
