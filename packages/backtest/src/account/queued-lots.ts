import { type Decimal, ZERO } from '../money/decimal.ts'
import type { Fill } from './fill.ts'
import type { FillTable } from './fill-table.ts'
import type { Lots } from './lots.ts'
import { shareOf } from './share.ts'
import { Trade } from './trade.ts'
import type { TradeTable } from './trade-table.ts'

/** What is left of one opening fill. */
type Lot = { readonly row: number; readonly price: Decimal; remaining: Decimal; sharedFee: Decimal }

/** Lots that are closed one after the other: first in, first out, or last in, first out. */
export class QueuedLots implements Lots {
  entryValue: Decimal = ZERO
  readonly #isFirstOut: boolean
  /** Oldest first; those before `#first` are closed. */
  #lots: Lot[] = []
  #first = 0

  constructor(method: 'fifo' | 'lifo') {
    this.#isFirstOut = method === 'fifo'
  }

  get length(): number {
    return this.#lots.length - this.#first
  }

  open(fill: Fill, row: number, quantity: Decimal, value: Decimal, sharedFee: Decimal): void {
    this.entryValue = this.length === 0 ? value : this.entryValue.plus(value)
    this.#lots.push({ row, price: fill.price, remaining: quantity, sharedFee })
  }

  close(row: number, quantity: Decimal, sharedFee: Decimal, trades: TradeTable): void {
    let left = quantity
    let feeLeft = sharedFee
    let lot = this.#next()
    let order = left.compare(lot.remaining)
    while (order > 0) {
      const exitFee = shareOf(feeLeft, lot.remaining, left)
      this.#closeWhole(lot, row, exitFee, trades)
      left = left.minus(lot.remaining)
      feeLeft = feeLeft.minus(exitFee)
      lot = this.#next()
      order = left.compare(lot.remaining)
    }
    if (order === 0) this.#closeWhole(lot, row, feeLeft, trades)
    else this.#closePart(lot, row, left, feeLeft, trades)
  }

  openTrades(fills: FillTable): Trade[] {
    return this.#lots
      .slice(this.#first)
      .map((lot) => new Trade(fills.at(lot.row), null, lot.remaining, lot.sharedFee, null))
  }

  #next(): Lot {
    return this.#lots[this.#isFirstOut ? this.#first : this.#lots.length - 1]!
  }

  #closeWhole(lot: Lot, row: number, exitFee: Decimal, trades: TradeTable): void {
    trades.push(lot.row, row, lot.remaining, plus(lot.sharedFee, exitFee), ZERO)
    this.entryValue = this.length === 1 ? ZERO : this.entryValue.minus(lot.price.times(lot.remaining))
    if (!this.#isFirstOut || this.length === 1) this.#lots.pop()
    else this.#first++
    if (this.#first * 2 > this.#lots.length) this.#compact()
  }

  #closePart(lot: Lot, row: number, part: Decimal, exitFee: Decimal, trades: TradeTable): void {
    const entryFee = shareOf(lot.sharedFee, part, lot.remaining)
    trades.push(lot.row, row, part, plus(entryFee, exitFee), ZERO)
    this.entryValue = this.entryValue.minus(lot.price.times(part))
    lot.remaining = lot.remaining.minus(part)
    lot.sharedFee = lot.sharedFee.minus(entryFee)
  }

  #compact(): void {
    this.#lots = this.#lots.slice(this.#first)
    this.#first = 0
  }
}

/** Fees are zero in most runs, and adding nothing makes no new decimal. */
function plus(a: Decimal, b: Decimal): Decimal {
  return a.isZero ? b : a.plus(b)
}
