import { Decimal } from '../money/decimal.ts'

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

  #grow(): void {
    const units = new BigInt64Array(this.#units.length * 2)
    units.set(this.#units)
    this.#units = units
    const scales = new Uint8Array(this.#scales.length * 2)
    scales.set(this.#scales)
    this.#scales = scales
  }
}
