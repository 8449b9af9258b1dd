import type { Decimal } from '../money/decimal.ts'
import type { Side } from '../orders/terms.ts'

/** The candle in which an order trades. */
export type SlippageCandle = {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Base units traded. */
  readonly volume: number
}

/** How much worse than the quoted price an order trades. */
export interface SlippageModel {
  /** True where the price depends on the quantity, so that a size in money must be settled twice. */
  readonly dependsOnQuantity: boolean
  /**
   * The price that an order of `side` for `quantity` gets instead of `price`: never better, above zero, and a multiple of
   * `tick` where that is known, rounded against the order.
   */
  priceOf(side: Side, price: Decimal, quantity: Decimal, candle: SlippageCandle, tick: Decimal | null): Decimal
}
