import { type Decimal, ZERO } from '../money/decimal.ts'
import { DecimalColumn } from './decimal-column.ts'

/** A growing column of exact decimals that are zero in nearly every run: it takes memory from the first other value on. */
export class OptionalDecimalColumn {
  #column: DecimalColumn | null = null
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: Decimal): void {
    if (this.#column !== null) this.#column.push(value)
    else if (!value.isZero) this.#start(value)
    this.#length++
  }

  at(row: number): Decimal {
    return this.#column === null ? ZERO : this.#column.at(row)
  }

  #start(value: Decimal): void {
    const column = new DecimalColumn()
    for (let row = 0; row < this.#length; row++) column.push(ZERO)
    column.push(value)
    this.#column = column
  }
}
