import { type Decimal, smaller, ZERO } from '../money/decimal.ts'
import type { Fill } from './fill.ts'
import { Trade } from './trade.ts'
import type { TradeTable } from './trade-table.ts'

/** What is left of one buy. */
type Lot = { readonly entry: Fill; readonly row: number; remaining: Decimal }

/** Open lots of one symbol, first in, first out. */
export class Lots {
  readonly #queue: Lot[] = []
  #first = 0

  /** Opens a lot with `entry`, which is the fill in row `row`. */
  open(entry: Fill, row: number): void {
    this.#queue.push({ entry, row, remaining: entry.quantity })
  }

  /** Closes lots against the sell of `quantity` in row `row`, oldest first, and adds a trade for each lot touched. */
  close(quantity: Decimal, row: number, trades: TradeTable): void {
    let left = quantity
    while (left.isPositive) {
      const lot = this.#queue[this.#first]!
      const part = smaller(left, lot.remaining)
      trades.push(lot.row, row, part)
      left = left.minus(part)
      lot.remaining = lot.remaining.minus(part)
      if (lot.remaining.isZero) this.#dropFirst()
    }
  }

  /** The lots still open, as trades without an exit. */
  stillOpen(): Trade[] {
    return this.#queue.slice(this.#first).map((lot) => new Trade(lot.entry, null, lot.remaining))
  }

  /** Entry price × quantity over the open lots, in quote currency. */
  costBasis(): Decimal {
    return this.stillOpen().reduce((sum, trade) => sum.plus(trade.entryValue), ZERO)
  }

  #dropFirst(): void {
    this.#first++
    if (this.#first === this.#queue.length) {
      this.#queue.length = 0
      this.#first = 0
    }
  }
}
