import { type Decimal, smaller, ZERO } from '../money/decimal.ts'
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
    while (left.isPositive) {
      const lot = this.#lots[this.#isFirstOut ? this.#first : this.#lots.length - 1]!
      const part = smaller(left, lot.remaining)
      const exitFee = shareOf(feeLeft, part, left)
      const entryFee = shareOf(lot.sharedFee, part, lot.remaining)
      trades.push(lot.row, row, part, entryFee.plus(exitFee), ZERO)
      left = left.minus(part)
      feeLeft = feeLeft.minus(exitFee)
      this.#reduce(lot, part, entryFee)
    }
  }

  openTrades(fills: FillTable): Trade[] {
    return this.#lots
      .slice(this.#first)
      .map((lot) => new Trade(fills.at(lot.row), null, lot.remaining, lot.sharedFee, null))
  }

  #reduce(lot: Lot, part: Decimal, fee: Decimal): void {
    lot.remaining = lot.remaining.minus(part)
    lot.sharedFee = lot.sharedFee.minus(fee)
    if (lot.remaining.isZero) this.#drop()
    this.entryValue = this.length === 0 ? ZERO : this.entryValue.minus(lot.price.times(part))
  }

  #drop(): void {
    if (this.#isFirstOut) this.#first++
    else this.#lots.pop()
    if (this.#first * 2 < this.#lots.length) return
    this.#lots = this.#lots.slice(this.#first)
    this.#first = 0
  }
}
