import { Decimal, LARGEST_EXACT_POWER, POWERS_AS_DOUBLE } from '../money/decimal.ts'
import { doubled } from './growth.ts'

const FIRST_CAPACITY = 64
const LARGEST = 2n ** 63n - 1n
const SMALLEST = -(2n ** 63n)
/** Stands in the column of scales where the number is too wide for 64 bits and is kept beside the columns. */
const WIDE = 255

/**
 * A growing column of exact decimals.
 *
 * Decimals that are kept as objects have to be copied by every collection of the heap; here they cost nine bytes each.
 * A number whose units need more than 64 bits, or whose scale is beyond 254, is kept as it is: nothing is ever cut off.
 */
export class DecimalColumn {
  #units = new BigInt64Array(FIRST_CAPACITY)
  #scales = new Uint8Array(FIRST_CAPACITY)
  readonly #wide = new Map<number, Decimal>()
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: Decimal): void {
    if (this.#length === this.#units.length) this.#grow()
    const row = this.#length++
    const { units, scale } = value
    if (scale < WIDE && units <= LARGEST && units >= SMALLEST) {
      this.#units[row] = units
      this.#scales[row] = scale
    } else {
      this.#wide.set(row, value)
      this.#scales[row] = WIDE
    }
  }

  at(row: number): Decimal {
    const scale = this.#scales[row]!
    return scale === WIDE ? this.#wide.get(row)! : new Decimal(this.#units[row]!, scale)
  }

  /** What `at(row).toNumber()` gives, without a decimal on the way. */
  numberAt(row: number): number {
    const scale = this.#scales[row]!
    return scale <= LARGEST_EXACT_POWER ? Number(this.#units[row]!) / POWERS_AS_DOUBLE[scale]! : this.at(row).toNumber()
  }

  /** The units as a double, exact where below 2^53; `NaN` for a number that is kept beside the columns. */
  unitsAt(row: number): number {
    return this.#scales[row] === WIDE ? Number.NaN : Number(this.#units[row]!)
  }

  /** The scale of a number whose {@link unitsAt} is not `NaN`. */
  scaleAt(row: number): number {
    return this.#scales[row]!
  }

  #grow(): void {
    this.#units = doubled(this.#units)
    this.#scales = doubled(this.#scales)
  }
}
