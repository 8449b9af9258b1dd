import { forEachFullRun, outputColumn, sharesMemory } from './column.ts'
import { checkPeriod } from './period.ts'
import { fillBands, RollingDeviation } from './rolling-deviation.ts'
import { Sma, sma } from './sma.ts'

/** Bollinger bands at one value, in the unit of the values. All three are `NaN` during warm-up. */
export interface BollingerBand {
  readonly upper: number
  readonly middle: number
  readonly lower: number
}

/** Bollinger bands of whole columns. */
export interface BollingerColumns {
  readonly upper: Float64Array
  readonly middle: Float64Array
  readonly lower: Float64Array
}

/**
 * Bollinger bands: the simple moving average, and `deviations` population standard deviations (divisor `period`) above and
 * below it (John Bollinger, Bollinger on Bollinger Bands, 2001; the same as TA-Lib).
 *
 * The first bands come with value `period` (index `period - 1`); before it they are `NaN`. `middle` equals the simple moving
 * average bit for bit. A value that is `NaN` or infinite restarts the warm-up.
 */
export class Bollinger implements BollingerBand {
  readonly period: number
  readonly deviations: number
  readonly #mean: Sma
  readonly #deviation: RollingDeviation
  #middle = Number.NaN
  #distance = Number.NaN

  /**
   * @throws RangeError when `period` is not a whole number from 1 to 10,000,000 or `deviations` is not a finite number above 0.
   */
  constructor(period: number, deviations = 2) {
    checkPeriod(period)
    checkDeviations(deviations)
    this.period = period
    this.deviations = deviations
    this.#mean = new Sma(period)
    this.#deviation = new RollingDeviation(period, deviations)
  }

  get upper(): number {
    return this.#middle + this.#distance
  }

  get middle(): number {
    return this.#middle
  }

  get lower(): number {
    return this.#middle - this.#distance
  }

  /** Takes the next value and returns this object, whose bands now end with it; copy what must outlive the next call. */
  update(value: number): BollingerBand {
    this.#middle = this.#mean.update(value)
    if (value - value !== 0) {
      this.#deviation.restart()
      this.#distance = Number.NaN
    } else {
      this.#distance = this.#deviation.update(value)
    }
    return this
  }
}

/**
 * The {@link Bollinger} bands of a whole column: entry `i` is what the streaming form gives for value `i`, bit for bit.
 *
 * @param out columns written and returned instead of new ones, each as long as `values`; one of them may be `values` itself.
 * @throws RangeError for a bad `period` or `deviations`, or a column in `out` of another length.
 */
export function bollinger(
  values: Float64Array,
  period: number,
  deviations = 2,
  out?: BollingerColumns,
): BollingerColumns {
  checkPeriod(period)
  checkDeviations(deviations)
  const upper = outputColumn(values.length, out?.upper)
  const middle = outputColumn(values.length, out?.middle)
  const lower = outputColumn(values.length, out?.lower)
  const result = out ?? { upper, middle, lower }
  if (values.length < period) {
    for (const column of [upper, middle, lower]) column.fill(Number.NaN)
    return result
  }
  const bands = { upper, middle, lower }
  // A band written over a value that is still in the window would be read in its place.
  const overwrites = [upper, middle, lower].some((column) => sharesMemory(column, values))
  if (overwrites) streamBands(values, new Bollinger(period, deviations), bands)
  else computeBands(values, period, deviations, bands)
  return result
}

function streamBands(values: Float64Array, bollinger: Bollinger, bands: BollingerColumns): void {
  for (let index = 0; index < values.length; index++) {
    const { upper, middle, lower } = bollinger.update(values[index]!)
    bands.upper[index] = upper
    bands.middle[index] = middle
    bands.lower[index] = lower
  }
}

function computeBands(values: Float64Array, period: number, deviations: number, bands: BollingerColumns): void {
  const { upper, middle, lower } = bands
  sma(values, period, middle)
  const fill = (from: number, to: number): void => fillBands(values, from, to, period, deviations, bands)
  forEachFullRun(values, period, [upper, lower], fill)
}

function checkDeviations(deviations: number): void {
  if (!Number.isFinite(deviations) || deviations <= 0) {
    throw new RangeError(`deviations must be a finite number above 0, received ${String(deviations)}`)
  }
}
