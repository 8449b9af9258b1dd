import { outputColumn } from './column.ts'
import { checkPeriod } from './period.ts'

/**
 * Simple moving average: the arithmetic mean of the last `period` values.
 *
 * The first mean comes with value `period` (index `period - 1`); before it the result is `NaN`. A value that is `NaN` or
 * infinite restarts the warm-up, so leading `NaN`s of another indicator only delay it.
 *
 * The sum of the window is the nearest double to the exact one (for values of one sign), then divided once: the mean is at
 * most one and a half units in the last place off, however many values went through before and however large they were.
 */
export class Sma {
  readonly period: number
  // Values are taken in blocks of `period`. A window is the end of the last block plus the start of the present one, so
  // nothing is ever subtracted and nothing of a value remains once it has left. Behind #at the two columns hold the present
  // block; from #at on they hold the sums of the last block's ends. Each sum is a pair: rounded sum and what rounding lost.
  readonly #ends: Float64Array
  readonly #endErrors: Float64Array
  #at = 0
  #warm = false
  #sum = 0
  #error = 0

  /** @throws RangeError when `period` is not a whole number from 1 to 10,000,000. */
  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.#ends = new Float64Array(period)
    this.#endErrors = new Float64Array(period)
  }

  /** Takes the next value and returns the mean that ends with it, `NaN` during warm-up. */
  update(value: number): number {
    if (value - value !== 0) return this.#restart()
    const before = this.#sum
    const sum = before + value
    const added = sum - before
    const error = this.#error + (before - (sum - added) + (value - added))
    const at = this.#at
    this.#ends[at] = value
    const next = at + 1
    if (next === this.period) {
      this.#closeBlock()
      return (sum + error) / next
    }
    this.#at = next
    this.#sum = sum
    this.#error = error
    if (!this.#warm) return Number.NaN
    const end = this.#ends[next]!
    const total = end + sum
    const part = total - end
    return (total + (end - (total - part) + (sum - part) + (this.#endErrors[next]! + error))) / this.period
  }

  #closeBlock(): void {
    const ends = this.#ends
    const endErrors = this.#endErrors
    let sum = 0
    let error = 0
    for (let at = this.period - 1; at > 0; at--) {
      const value = ends[at]!
      const next = sum + value
      const added = next - sum
      error += sum - (next - added) + (value - added)
      sum = next
      ends[at] = sum
      endErrors[at] = error
    }
    this.#at = 0
    this.#sum = 0
    this.#error = 0
    this.#warm = true
  }

  #restart(): number {
    this.#at = 0
    this.#sum = 0
    this.#error = 0
    this.#warm = false
    return Number.NaN
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
  const average = new Sma(period)
  for (let index = 0; index < values.length; index++) result[index] = average.update(values[index]!)
  return result
}
