import { outputColumn } from './column.ts'
import { checkPeriod } from './period.ts'

// Keeps the column form's way into the class out of its public members.
let follow: (average: Ema, values: Float64Array, out: Float64Array, from: number) => number

/**
 * Exponential moving average with `alpha = 2 / (period + 1)`, seeded by the simple mean of the first `period` values
 * (TA-Lib's convention).
 *
 * The first result comes with value `period` (index `period - 1`); before it the result is `NaN`. A value that is `NaN` or
 * infinite restarts the warm-up.
 */
export class Ema {
  readonly period: number
  readonly #alpha: number
  #count = 0
  #sum = 0
  #error = 0
  #average = 0

  /** @throws RangeError when `period` is not a whole number from 1 to 10,000,000. */
  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.#alpha = 2 / (period + 1)
  }

  /** Takes the next value and returns the average that ends with it, `NaN` during warm-up. */
  update(value: number): number {
    if (value - value !== 0) return this.#restart()
    if (this.#count < this.period) return this.#seed(value)
    const average = this.#average + this.#alpha * (value - this.#average)
    this.#average = average
    return average
  }

  #seed(value: number): number {
    const before = this.#sum
    const sum = before + value
    const added = sum - before
    this.#error += before - (sum - added) + (value - added)
    this.#sum = sum
    this.#count++
    if (this.#count < this.period) return Number.NaN
    this.#average = (sum + this.#error) / this.period
    return this.#average
  }

  #restart(): number {
    this.#count = 0
    this.#sum = 0
    this.#error = 0
    return Number.NaN
  }

  /** Once warm: takes the values from `from` up to the first that is not finite, whose index it returns. */
  #follow(values: Float64Array, out: Float64Array, from: number): number {
    const { length } = values
    const alpha = this.#alpha
    let average = this.#average
    let index = from
    for (; index < length; index++) {
      const value = values[index]!
      if (value - value !== 0) break
      average += alpha * (value - average)
      out[index] = average
    }
    this.#average = average
    return index
  }

  static {
    follow = (average, values, out, from) =>
      average.#count < average.period ? from : average.#follow(values, out, from)
  }
}

/**
 * The {@link Ema} of a whole column: entry `i` is what the streaming form returns for value `i`, bit for bit.
 *
 * @param out written and returned instead of a new column; as long as `values`, and may be `values` itself.
 * @throws RangeError for a bad `period` or an `out` of another length.
 */
export function ema(values: Float64Array, period: number, out?: Float64Array): Float64Array {
  const average = new Ema(period)
  const result = outputColumn(values.length, out)
  for (let index = 0; index < values.length; ) {
    result[index] = average.update(values[index]!)
    index = follow(average, values, result, index + 1)
  }
  return result
}
