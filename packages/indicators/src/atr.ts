import { checkSameLength, outputColumn } from './column.ts'
import { checkPeriod } from './period.ts'
import { wilderWeights } from './wilder.ts'

/** Three columns of equal length. */
type Columns = { readonly high: Float64Array; readonly low: Float64Array; readonly close: Float64Array }

// Keeps the column form's way into the class out of its public members.
let follow: (average: Atr, columns: Columns, out: Float64Array, from: number) => number

/**
 * Average true range, in the unit of the price: the Wilder average of `max(high, previous close) − min(low, previous close)`.
 *
 * A true range needs a previous close, so the first candle has none and the first result comes at index `period`, the simple
 * mean of the first `period` true ranges (TA-Lib's convention); before it the result is `NaN`. A candle with a price that is
 * `NaN` or infinite restarts the warm-up.
 */
export class Atr {
  readonly period: number
  readonly #keep: number
  readonly #halfShare: number
  #count = 0
  /** Until the seed is complete, the sum and not the average. */
  #average = 0
  #previousClose = Number.NaN

  /** @throws RangeError when `period` is not a whole number from 1 to 10,000,000. */
  constructor(period: number) {
    checkPeriod(period)
    const { keep, share } = wilderWeights(period)
    this.period = period
    this.#keep = keep
    this.#halfShare = share / 2
  }

  /** Takes the next candle and returns the average that ends with it, `NaN` during warm-up. */
  update(high: number, low: number, close: number): number {
    const doubled = doubledTrueRange(high, low, this.#previousClose)
    this.#previousClose = close
    if (doubled - doubled !== 0 || close - close !== 0) return this.#restart(high, low, close)
    if (this.#count < this.period) return this.#seed(doubled / 2)
    this.#average = this.#average * this.#keep + doubled * this.#halfShare
    return this.#average
  }

  #seed(range: number): number {
    this.#average += range
    this.#count++
    if (this.#count < this.period) return Number.NaN
    this.#average /= this.period
    return this.#average
  }

  #restart(high: number, low: number, close: number): number {
    // An incomplete candle is no previous candle either.
    if (high - high !== 0 || low - low !== 0 || close - close !== 0) this.#previousClose = Number.NaN
    this.#count = 0
    this.#average = 0
    return Number.NaN
  }

  /** Once warm: takes the candles from `from` up to the first that is not finite, whose index it returns. */
  #follow(columns: Columns, out: Float64Array, from: number): number {
    const { high, low, close } = columns
    const { length } = close
    const keep = this.#keep
    const halfShare = this.#halfShare
    let average = this.#average
    let previousClose = this.#previousClose
    let index = from
    for (; index < length; index++) {
      const doubled = doubledTrueRange(high[index]!, low[index]!, previousClose)
      const last = close[index]!
      if (doubled - doubled !== 0 || last - last !== 0) break
      previousClose = last
      average = average * keep + doubled * halfShare
      out[index] = average
    }
    this.#average = average
    this.#previousClose = previousClose
    return index
  }

  static {
    follow = (average, columns, out, from) =>
      average.#count < average.period ? from : average.#follow(columns, out, from)
  }
}

/**
 * Twice `max(high, previous close) − min(low, previous close)`: the three distances between three points are twice the
 * longest of them. Without a branch, which a gap between candles would defeat.
 */
function doubledTrueRange(high: number, low: number, previousClose: number): number {
  return high - low + Math.abs(high - previousClose) + Math.abs(low - previousClose)
}

/**
 * The {@link Atr} of whole columns: entry `i` is what the streaming form returns for candle `i`, bit for bit.
 *
 * @param out written and returned instead of a new column; as long as `high`, and may be one of the inputs.
 * @throws RangeError for a bad `period` or columns of different lengths.
 */
export function atr(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  period: number,
  out?: Float64Array,
): Float64Array {
  const average = new Atr(period)
  checkSameLength('low', low.length, high.length)
  checkSameLength('close', close.length, high.length)
  const columns = { high, low, close }
  const result = outputColumn(high.length, out)
  for (let index = 0; index < high.length; ) {
    result[index] = average.update(high[index]!, low[index]!, close[index]!)
    index = follow(average, columns, result, index + 1)
  }
  return result
}
