import { type Decimal, smaller, ZERO } from '../money/decimal.ts'
import type { Fill } from './fill.ts'
import { Trade } from './trade.ts'

/** What is left of one buy. */
type Lot = { readonly entry: Fill; remaining: Decimal }

/** Open lots of one symbol, first in, first out. */
export class Lots {
  readonly #queue: Lot[] = []
  #first = 0

  open(entry: Fill): void {
    this.#queue.push({ entry, remaining: entry.quantity })
  }

  /** Closes lots against `exit`, oldest first, and adds a trade to `trades` for each lot touched. */
  close(exit: Fill, trades: Trade[]): void {
    let left = exit.quantity
    while (left.isPositive) {
      const lot = this.#queue[this.#first]!
      const quantity = smaller(left, lot.remaining)
      trades.push(new Trade(lot.entry, exit, quantity))
      left = left.minus(quantity)
      lot.remaining = lot.remaining.minus(quantity)
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
