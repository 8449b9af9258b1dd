import { outputColumn, sharesMemory } from './column.ts'
import { checkPeriod } from './period.ts'
import { meansOnGrid, WindowSum } from './window-sum.ts'

/**
 * Simple moving average: the arithmetic mean of the last `period` values.
 *
 * The first mean comes with value `period` (index `period - 1`); before it the result is `NaN`. A value that is `NaN` or
 * infinite restarts the warm-up, so leading `NaN`s of another indicator only delay it.
 *
 * The sum of the window is the double nearest to the exact one, then divided once: the mean is at most one and a half units
 * in the last place off. It depends on the values in the window alone, not on how many went before or how large they were.
 */
export class Sma {
  readonly period: number
  readonly #sum: WindowSum

  /** @throws RangeError when `period` is not a whole number from 1 to 10,000,000. */
  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.#sum = new WindowSum(period)
  }

  /** Takes the next value and returns the mean that ends with it, `NaN` during warm-up. */
  update(value: number): number {
    return this.#sum.update(value) / this.period
  }
}

/**
 * The {@link Sma} of a whole column: entry `i` is what the streaming form returns for value `i`, bit for bit.
 *
 * @param out written and returned instead of a new column; as long as `values`, and may be `values` itself.
 * @throws RangeError for a bad `period` or an `out` of another length.
 */
export function sma(values: Float64Array, period: number, out?: Float64Array): Float64Array {
  checkPeriod(period)
  const result = outputColumn(values.length, out)
  if (values.length < period) return result.fill(Number.NaN)
  // A mean written over a value that is still in the window would be read in its place.
  if (sharesMemory(result, values)) return streamMeans(values, period, result, 0, 0)
  let start = 0
  while (start < values.length && Number.isNaN(values[start])) result[start++] = Number.NaN
  const stop = meansOnGrid(values, period, result, start)
  return streamMeans(values, period, result, Math.max(start, stop - period), stop)
}

/** Takes the values from `start` on, and writes the means from `from` on. */
function streamMeans(
  values: Float64Array,
  period: number,
  out: Float64Array,
  start: number,
  from: number,
): Float64Array {
  if (from === values.length) return out
  const average = new Sma(period)
  for (let index = start; index < from; index++) average.update(values[index]!)
  for (let index = from; index < values.length; index++) out[index] = average.update(values[index]!)
  return out
}
