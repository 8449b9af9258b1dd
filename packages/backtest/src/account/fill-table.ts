import type { Costs } from '../execution/market.ts'
import { FILL_REASONS } from '../orders/reasons.ts'
import { DecimalColumn } from '../storage/decimal-column.ts'
import { IntColumn } from '../storage/int-column.ts'
import { Fill } from './fill.ts'

/** Every fill of a run, a row each, in the order in which they happened. */
export class FillTable {
  readonly #costs: Costs
  readonly #orderId = new IntColumn()
  readonly #index = new IntColumn()
  readonly #isBuy = new IntColumn()
  readonly #isMaker = new IntColumn()
  readonly #reason = new IntColumn()
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
    this.#isBuy.push(fill.side === 'buy' ? 1 : 0)
    this.#isMaker.push(fill.feeTier === this.#costs.maker ? 1 : 0)
    this.#reason.push(FILL_REASONS.indexOf(fill.reason))
    this.#price.push(fill.price)
    this.#quantity.push(fill.quantity)
  }

  at(row: number): Fill {
    return new Fill(
      this.#orderId.at(row),
      this.#isBuy.at(row) === 1 ? 'buy' : 'sell',
      this.#index.at(row),
      this.#price.at(row),
      this.#quantity.at(row),
      this.#isMaker.at(row) === 1 ? this.#costs.maker : this.#costs.taker,
      FILL_REASONS[this.#reason.at(row)]!,
    )
  }

  *[Symbol.iterator](): Generator<Fill> {
    for (let row = 0; row < this.length; row++) yield this.at(row)
  }
}
