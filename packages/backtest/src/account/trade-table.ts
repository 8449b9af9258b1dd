import type { Decimal } from '../money/decimal.ts'
import { DecimalColumn } from '../storage/decimal-column.ts'
import { IntColumn } from '../storage/int-column.ts'
import { OptionalDecimalColumn } from '../storage/optional-decimal-column.ts'
import type { FillTable } from './fill-table.ts'
import type { LotMethod } from './lots.ts'
import { Trade } from './trade.ts'

/** What closed trades brought, in columns of doubles for the statistics. */
export type TradeProfits = {
  /** Quote currency, after fees. */
  readonly profit: Float64Array
  /** In percent of the entry value. */
  readonly returnPct: Float64Array
  readonly count: number
}

/** Every closed trade of a run: rows of the fills that opened and closed it, in the order of the exits. */
export class TradeTable {
  readonly #fills: FillTable
  readonly #entry = new IntColumn()
  readonly #exit = new IntColumn()
  readonly #quantity = new DecimalColumn()
  readonly #sharedFees = new OptionalDecimalColumn()
  readonly #isAveraged: boolean
  readonly #averageValue = new DecimalColumn()

  constructor(fills: FillTable, method: LotMethod) {
    this.#fills = fills
    this.#isAveraged = method === 'average'
  }

  get length(): number {
    return this.#entry.length
  }

  /**
   * Adds the end of a lot, or of a part of one.
   *
   * @param sharedFees - fees of both sides that do not follow from a value of this trade
   * @param averageValue - entry value, which at average cost is no product of a price; otherwise ignored
   */
  push(entryRow: number, exitRow: number, quantity: Decimal, sharedFees: Decimal, averageValue: Decimal): void {
    this.#entry.push(entryRow)
    this.#exit.push(exitRow)
    this.#quantity.push(quantity)
    this.#sharedFees.push(sharedFees)
    if (this.#isAveraged) this.#averageValue.push(averageValue)
  }

  at(row: number): Trade {
    return new Trade(
      this.#fills.at(this.#entry.at(row)),
      this.#fills.at(this.#exit.at(row)),
      this.#quantity.at(row),
      this.#sharedFees.at(row),
      this.#isAveraged ? this.#averageValue.at(row) : null,
    )
  }

  *[Symbol.iterator](): Generator<Trade> {
    for (let row = 0; row < this.length; row++) yield this.at(row)
  }

  /** Profit and return of each closed trade, in the order of the exits. */
  profits(): TradeProfits {
    const count = this.length
    const profit = new Float64Array(count)
    const returnPct = new Float64Array(count)
    for (let row = 0; row < count; row++) {
      const trade = this.at(row)
      const exact = trade.profit()
      profit[row] = exact.toNumber()
      returnPct[row] = trade.returnPct(exact)
    }
    return { profit, returnPct, count }
  }
}
