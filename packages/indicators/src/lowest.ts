import { forEachFullRun, outputColumn, sharesMemory } from './column.ts'
import { checkPeriod } from './period.ts'

/**
 * The lowest of the last `period` values.
 *
 * The first result comes with value `period` (index `period - 1`); before it the result is `NaN`. A value that is `NaN` or
 * infinite restarts the warm-up. Constant time per value on average, for any period.
 */
export class Lowest {
  readonly period: number
  // Values are taken in blocks of `period`: a window is the end of the last block plus the start of the present one (van
  // Herk 1992). Behind #at the column holds the present block, from #at on the lowest value of the last block's ends.
  readonly #ends: Float64Array
  #at = 0
  #warm = false
  #lowest = Number.POSITIVE_INFINITY

  /** @throws RangeError when `period` is not a whole number from 1 to 10,000,000. */
  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.#ends = new Float64Array(period)
  }

  /** Takes the next value and returns the lowest of the window that ends with it, `NaN` during warm-up. */
  update(value: number): number {
    if (value - value !== 0) return this.#restart()
    const lowest = Math.min(this.#lowest, value)
    const at = this.#at
    this.#ends[at] = value
    const next = at + 1
    if (next === this.period) {
      this.#closeBlock()
      return lowest
    }
    this.#at = next
    this.#lowest = lowest
    return this.#warm ? Math.min(lowest, this.#ends[next]!) : Number.NaN
  }

  #closeBlock(): void {
    const ends = this.#ends
    let lowest = Number.POSITIVE_INFINITY
    for (let at = this.period - 1; at > 0; at--) {
      lowest = Math.min(lowest, ends[at]!)
      ends[at] = lowest
    }
    this.#at = 0
    this.#lowest = Number.POSITIVE_INFINITY
    this.#warm = true
  }

  #restart(): number {
    this.#at = 0
    this.#lowest = Number.POSITIVE_INFINITY
    this.#warm = false
    return Number.NaN
  }
}

/**
 * The {@link Lowest} of a whole column: entry `i` is what the streaming form returns for value `i`, bit for bit.
 *
 * @param out written and returned instead of a new column; as long as `values`, and may be `values` itself.
 * @throws RangeError for a bad `period` or an `out` of another length.
 */
export function lowest(values: Float64Array, period: number, out?: Float64Array): Float64Array {
  checkPeriod(period)
  const result = outputColumn(values.length, out)
  if (values.length < period) return result.fill(Number.NaN)
  if (sharesMemory(result, values)) {
    // A result written over a value that is still in the window would be read in its place.
    const window = new Lowest(period)
    for (let index = 0; index < values.length; index++) result[index] = window.update(values[index]!)
  } else {
    forEachFullRun(values, period, [result], (from, to) => fillLowest(values, from, to, period, result))
  }
  return result
}

/** For finite values from `from` to before `to`; blocks as in the class. */
function fillLowest(values: Float64Array, from: number, to: number, period: number, out: Float64Array): void {
  const ends = new Float64Array(period + 1).fill(Number.NaN)
  ends[period] = Number.POSITIVE_INFINITY
  for (let start = from; start < to; start += period) {
    if (start > from) fillEnds(values, start - period, period, ends)
    const count = Math.min(period, to - start)
    let lowest = values[start]!
    for (let at = 0; at < count; at++) {
      lowest = Math.min(lowest, values[start + at]!)
      out[start + at] = Math.min(lowest, ends[at + 1]!)
    }
  }
}

/** The lowest from each of the `period` values at `start` to the last of them. */
function fillEnds(values: Float64Array, start: number, period: number, ends: Float64Array): void {
  let lowest = values[start + period - 1]!
  for (let at = period - 1; at > 0; at--) {
    lowest = Math.min(lowest, values[start + at]!)
    ends[at] = lowest
  }
}
