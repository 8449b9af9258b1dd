import type { Costs } from '../execution/market.ts'
import { FILL_REASONS } from '../orders/reasons.ts'
import { DecimalColumn } from '../storage/decimal-column.ts'
import { IntColumn } from '../storage/int-column.ts'
import { Fill } from './fill.ts'

const BUY = 1
const MAKER = 2
const FLAGS = 4

/** Every fill of a run, a row each, in the order in which they happened. */
export class FillTable {
  readonly #costs: Costs
  readonly #orderId = new IntColumn()
  readonly #index = new IntColumn()
  /** Reason, side and liquidity as one number. */
  readonly #kind = new IntColumn()
  readonly #price = new DecimalColumn()
  readonly #quantity = new DecimalColumn()

  constructor(costs: Costs) {
    this.#costs = costs
  }

  get length(): number {
    return this.#orderId.length
  }

  push(fill: Fill): void {
    this.#orderId.push(fill.orderId)
    this.#index.push(fill.index)
    const flags = (fill.side === 'buy' ? BUY : 0) + (fill.feeTier === this.#costs.maker ? MAKER : 0)
    this.#kind.push(FILL_REASONS.indexOf(fill.reason) * FLAGS + flags)
    this.#price.push(fill.price)
    this.#quantity.push(fill.quantity)
  }

  at(row: number): Fill {
    const kind = this.#kind.at(row)
    return new Fill(
      this.#orderId.at(row),
      (kind & BUY) === 0 ? 'sell' : 'buy',
      this.#index.at(row),
      this.#price.at(row),
      this.#quantity.at(row),
      (kind & MAKER) === 0 ? this.#costs.taker : this.#costs.maker,
      FILL_REASONS[Math.floor(kind / FLAGS)]!,
    )
  }

  *[Symbol.iterator](): Generator<Fill> {
    for (let row = 0; row < this.length; row++) yield this.at(row)
  }
}
