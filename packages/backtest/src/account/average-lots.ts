import { type Decimal, ZERO } from '../money/decimal.ts'
import type { Fill } from './fill.ts'
import type { FillTable } from './fill-table.ts'
import type { Lots } from './lots.ts'
import { shareOf } from './share.ts'
import { Trade } from './trade.ts'
import type { TradeTable } from './trade-table.ts'

/**
 * One pool at average cost. Each part closed takes its share of the entry value and of the entry fees, rounded down at
 * 18 decimals, and the last part what is left: an average price is a quotient, but nothing is created or lost by it.
 * What rounding holds back of the entry value counts for the parts closed early and against the last one.
 */
export class AverageLots implements Lots {
  entryValue: Decimal = ZERO
  #entryFees = ZERO
  #quantity = ZERO
  /** Row of the fill that opened the position. */
  #row = 0

  get length(): number {
    return this.#quantity.isZero ? 0 : 1
  }

  open(fill: Fill, row: number, quantity: Decimal, value: Decimal, sharedFee: Decimal): void {
    if (this.#quantity.isZero) this.#row = row
    this.#quantity = this.#quantity.plus(quantity)
    this.entryValue = this.entryValue.plus(value)
    this.#entryFees = this.#entryFees.plus(fill.relativeFee(value)).plus(sharedFee)
  }

  close(row: number, quantity: Decimal, sharedFee: Decimal, trades: TradeTable): void {
    const value = shareOf(this.entryValue, quantity, this.#quantity)
    const entryFees = shareOf(this.#entryFees, quantity, this.#quantity)
    trades.push(this.#row, row, quantity, entryFees.plus(sharedFee), value)
    this.#quantity = this.#quantity.minus(quantity)
    this.entryValue = this.entryValue.minus(value)
    this.#entryFees = this.#entryFees.minus(entryFees)
  }

  openTrades(fills: FillTable): Trade[] {
    if (this.#quantity.isZero) return []
    return [new Trade(fills.at(this.#row), null, this.#quantity, this.#entryFees, this.entryValue)]
  }
}
