import { outputColumn } from './column.ts'
import { checkPeriod } from './period.ts'
import { WilderAverage } from './wilder-average.ts'

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
  readonly #gain: WilderAverage
  readonly #loss: WilderAverage
  #previous = Number.NaN

  /** @throws RangeError when `period` is not a whole number from 1 to 10,000,000. */
  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.#gain = new WilderAverage(period)
    this.#loss = new WilderAverage(period)
  }

  /** Takes the next value and returns the index that ends with it, `NaN` during warm-up. */
  update(value: number): number {
    const change = value - this.#previous
    this.#previous = value
    if (change - change !== 0) return this.#restart(value)
    const gain = this.#gain.update(Math.max(change, 0))
    const loss = this.#loss.update(Math.max(-change, 0))
    const total = gain + loss
    return total === 0 ? 50 : 100 * (gain / total)
  }

  #restart(value: number): number {
    if (value - value !== 0) this.#previous = Number.NaN
    this.#gain.restart()
    this.#loss.restart()
    return Number.NaN
  }
}

/**
 * The {@link Rsi} of a whole column: entry `i` is what the streaming form returns for value `i`, bit for bit.
 *
 * @param out written and returned instead of a new column; as long as `values`, and may be `values` itself.
 * @throws RangeError for a bad `period` or an `out` of another length.
 */
export function rsi(values: Float64Array, period: number, out?: Float64Array): Float64Array {
  const index = new Rsi(period)
  const result = outputColumn(values.length, out)
  for (let at = 0; at < values.length; at++) result[at] = index.update(values[at]!)
  return result
}
