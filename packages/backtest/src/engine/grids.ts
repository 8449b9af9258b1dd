import type { CandleSeries } from '../candles/series.ts'

/** Columns known to hold the same times: to compare them costs as much as half a run, and a sweep has the same ones always. */
const known = new WeakMap<Float64Array, Float64Array>()

/** The grid of each series: those whose candles open and close together have one number, counted from 0 as they come. */
export function gridsOf(series: readonly CandleSeries[]): number[] {
  const firsts: CandleSeries[] = []
  return series.map((each) => {
    const grid = firsts.findIndex(({ intervalMs, time }) => intervalMs === each.intervalMs && isEqual(each.time, time))
    return grid === -1 ? firsts.push(each) - 1 : grid
  })
}

function isEqual(column: Float64Array, other: Float64Array): boolean {
  if (column === other || known.get(column) === other) return true
  if (column.length !== other.length) return false
  for (let index = 0; index < column.length; index++) if (column[index] !== other[index]) return false
  known.set(column, other)
  return true
}
