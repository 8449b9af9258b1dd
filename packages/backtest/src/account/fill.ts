import type { FeeTier } from '../execution/market.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Order } from '../orders/order.ts'
import type { FillReason } from '../orders/reasons.ts'

/** One execution. Prices in quote currency per base unit. */
export class Fill {
  readonly order: Order
  readonly index: number
  readonly price: Decimal
  readonly quantity: Decimal
  readonly feeTier: FeeTier
  readonly reason: FillReason

  constructor(order: Order, index: number, price: Decimal, quantity: Decimal, feeTier: FeeTier, reason: FillReason) {
    this.order = order
    this.index = index
    this.price = price
    this.quantity = quantity
    this.feeTier = feeTier
    this.reason = reason
  }

  /** Quote currency, never rounded. */
  get fee(): Decimal {
    return this.price.times(this.quantity).times(this.feeTier.rate)
  }
}
