import type { Decimal } from '../money/decimal.ts'
import { DecimalColumn } from '../storage/decimal-column.ts'
import { IntColumn } from '../storage/int-column.ts'
import type { FillTable } from './fill-table.ts'
import { Trade } from './trade.ts'

/** Every closed trade of a run: rows of the fills that opened and closed it, in the order of the exits. */
export class TradeTable {
  readonly #fills: FillTable
  readonly #entry = new IntColumn()
  readonly #exit = new IntColumn()
  readonly #quantity = new DecimalColumn()

  constructor(fills: FillTable) {
    this.#fills = fills
  }

  get length(): number {
    return this.#entry.length
  }

  push(entryRow: number, exitRow: number, quantity: Decimal): void {
    this.#entry.push(entryRow)
    this.#exit.push(exitRow)
    this.#quantity.push(quantity)
  }

  at(row: number): Trade {
    return new Trade(this.#fills.at(this.#entry.at(row)), this.#fills.at(this.#exit.at(row)), this.#quantity.at(row))
  }

  *[Symbol.iterator](): Generator<Trade> {
    for (let row = 0; row < this.length; row++) yield this.at(row)
  }
}
