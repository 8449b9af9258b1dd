import { checkSameLength, outputColumn } from './column.ts'
import { checkPeriod } from './period.ts'
import { WilderAverage } from './wilder-average.ts'

/**
 * Average true range, in the unit of the price: the Wilder average of `max(high, previous close) − min(low, previous close)`.
 *
 * A true range needs a previous close, so the first candle has none and the first result comes at index `period`, the simple
 * mean of the first `period` true ranges (TA-Lib's convention); before it the result is `NaN`. A candle with a price that is
 * `NaN` or infinite restarts the warm-up.
 */
export class Atr {
  readonly period: number
  readonly #average: WilderAverage
  #previousClose = Number.NaN

  /** @throws RangeError when `period` is not a whole number from 1 to 10,000,000. */
  constructor(period: number) {
    checkPeriod(period)
    this.period = period
    this.#average = new WilderAverage(period)
  }

  /** Takes the next candle and returns the average that ends with it, `NaN` during warm-up. */
  update(high: number, low: number, close: number): number {
    const previous = this.#previousClose
    const range = Math.max(high, previous) - Math.min(low, previous)
    this.#previousClose = close
    if (range - range !== 0 || close - close !== 0) return this.#restart(high, low, close)
    return this.#average.update(range)
  }

  #restart(high: number, low: number, close: number): number {
    // An incomplete candle is no previous candle either.
    if (high - high !== 0 || low - low !== 0 || close - close !== 0) this.#previousClose = Number.NaN
    this.#average.restart()
    return Number.NaN
  }
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
  const result = outputColumn(high.length, out)
  for (let index = 0; index < high.length; index++) {
    result[index] = average.update(high[index]!, low[index]!, close[index]!)
  }
  return result
}
