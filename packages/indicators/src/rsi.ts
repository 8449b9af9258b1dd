import { outputColumn } from './column.ts'
import { checkPeriod } from './period.ts'
import { wilderWeights } from './wilder.ts'

// Keeps the column form's way into the class out of its public members.
let follow: (index: Rsi, values: Float64Array, out: Float64Array, from: number) => number

/**
 * Relative strength index, 0 to 100: `100 × gain / (gain + loss)`, where gain and loss are Wilder averages of the rises and
 * falls from value to value, each seeded by the simple mean of the first `period` of them.
 *
 * The first result needs `period` changes, so it comes at index `period`; before it the result is `NaN`. Where nothing moved
 * at all the index is undefined and 50 is returned (TA-Lib returns 0 there, which would read as deeply oversold). A value
 * that is `NaN` or infinite restarts the warm-up.
 */
export class Rsi {
  readonly period: number
  readonly #keep: number
  readonly #halfShare: number
  #count = 0
  /** Until the seed is complete, the sum and not the average. */
  #gain = 0
  #loss = 0
  #previous = Number.NaN

  /** @throws RangeError when `period` is not a whole number from 1 to 10,000,000. */
  constructor(period: number) {
    checkPeriod(period)
    const { keep, share } = wilderWeights(period)
    this.period = period
    this.#keep = keep
    this.#halfShare = share / 2
  }

  /** Takes the next value and returns the index that ends with it, `NaN` during warm-up. */
  update(value: number): number {
    const change = value - this.#previous
    this.#previous = value
    if (change - change !== 0) return this.#restart(value)
    if (this.#count < this.period) return this.#seed(change)
    // Twice the gain and twice the loss without a branch, which a market's direction would defeat every other time.
    const size = Math.abs(change)
    this.#gain = this.#gain * this.#keep + (size + change) * this.#halfShare
    this.#loss = this.#loss * this.#keep + (size - change) * this.#halfShare
    return strength(this.#gain, this.#loss)
  }

  #seed(change: number): number {
    this.#gain += Math.max(change, 0)
    this.#loss += Math.max(-change, 0)
    this.#count++
    if (this.#count < this.period) return Number.NaN
    this.#gain /= this.period
    this.#loss /= this.period
    return strength(this.#gain, this.#loss)
  }

  #restart(value: number): number {
    if (value - value !== 0) this.#previous = Number.NaN
    this.#count = 0
    this.#gain = 0
    this.#loss = 0
    return Number.NaN
  }

  /** Once warm: takes the values from `from` up to the first that is not finite, whose index it returns. */
  #follow(values: Float64Array, out: Float64Array, from: number): number {
    const { length } = values
    const keep = this.#keep
    const halfShare = this.#halfShare
    let gain = this.#gain
    let loss = this.#loss
    let previous = this.#previous
    let index = from
    for (; index < length; index++) {
      const value = values[index]!
      const change = value - previous
      if (change - change !== 0) break
      const size = Math.abs(change)
      gain = gain * keep + (size + change) * halfShare
      loss = loss * keep + (size - change) * halfShare
      previous = value
      out[index] = strength(gain, loss)
    }
    this.#gain = gain
    this.#loss = loss
    this.#previous = previous
    return index
  }

  static {
    follow = (index, values, out, from) => (index.#count < index.period ? from : index.#follow(values, out, from))
  }
}

function strength(gain: number, loss: number): number {
  const total = gain + loss
  return total === 0 ? 50 : 100 * (gain / total)
}

/**
 * The {@link Rsi} of a whole column: entry `i` is what the streaming form returns for value `i`, bit for bit.
 *
 * @param out written and returned instead of a new column; as long as `values`, and may be `values` itself.
 * @throws RangeError for a bad `period` or an `out` of another length.
 */
export function rsi(values: Float64Array, period: number, out?: Float64Array): Float64Array {
  const strengthIndex = new Rsi(period)
  const result = outputColumn(values.length, out)
  for (let index = 0; index < values.length; ) {
    result[index] = strengthIndex.update(values[index]!)
    index = follow(strengthIndex, values, result, index + 1)
  }
  return result
}
