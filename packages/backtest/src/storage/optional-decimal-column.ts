import { type Decimal, ZERO } from '../money/decimal.ts'
import { DecimalColumn } from './decimal-column.ts'

/**
 * A column of exact decimals that are zero in nearly every run. Rows without a value are zero; the column takes memory
 * from the first one that has.
 */
export class OptionalDecimalColumn {
  #column: DecimalColumn | null = null

  /** Gives the next row, or one further down, a value; rows in between stay zero. */
  set(row: number, value: Decimal): void {
    this.#column ??= new DecimalColumn()
    while (this.#column.length < row) this.#column.push(ZERO)
    this.#column.push(value)
  }

  at(row: number): Decimal {
    return this.#column === null || row >= this.#column.length ? ZERO : this.#column.at(row)
  }
}
