import type { FeeTier } from '../execution/market.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Side } from '../orders/order.ts'
import type { FillReason } from '../orders/reasons.ts'

/** One execution. Prices in quote currency per base unit. */
export class Fill {
  readonly orderId: number
  readonly side: Side
  readonly index: number
  readonly price: Decimal
  readonly quantity: Decimal
  readonly feeTier: FeeTier
  readonly reason: FillReason

  constructor(
    orderId: number,
    side: Side,
    index: number,
    price: Decimal,
    quantity: Decimal,
    feeTier: FeeTier,
    reason: FillReason,
  ) {
    this.orderId = orderId
    this.side = side
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
