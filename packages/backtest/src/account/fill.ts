import { type Decimal, ZERO } from '@tezgah/core/decimal'
import type { FeeRate } from '../market/fees.ts'
import type { FillReason } from '../orders/reasons.ts'
import type { Side } from '../orders/terms.ts'

/** Which of a symbol's two holdings a fill belongs to when hedging; `null` when netting. */
export type HoldingSide = 'long' | 'short' | null

/** One execution. Prices in quote currency per base unit. */
export class Fill {
  readonly orderId: number
  /** Index of the symbol's series in the run. */
  readonly symbol: number
  readonly side: Side
  readonly holdingSide: HoldingSide
  /** Index of the candle, in the symbol's own series. */
  readonly index: number
  /** Open time of the finer candle it happened in, epoch milliseconds, UTC; `null`: the open time of its candle. */
  readonly time: number | null
  readonly price: Decimal
  /** Base units traded, above zero. */
  readonly quantity: Decimal
  readonly tier: FeeRate
  /** What the fee is above `price × quantity × rate`: fixed and minimum fees, quote currency, zero or more. */
  readonly extra: Decimal
  /** Where true, a buy's relative fee is taken out of the base bought. A sell always pays in quote. */
  readonly feeInBase: boolean
  /** The price before slippage. */
  readonly reference: Decimal
  readonly reason: FillReason
  /** True where price or occurrence followed from the assumed path inside the candle. */
  readonly isPathDependent: boolean

  constructor(
    orderId: number,
    symbol: number,
    side: Side,
    legSide: HoldingSide,
    index: number,
    time: number | null,
    price: Decimal,
    quantity: Decimal,
    tier: FeeRate,
    extra: Decimal,
    feeInBase: boolean,
    reference: Decimal,
    reason: FillReason,
    isPathDependent: boolean,
  ) {
    this.orderId = orderId
    this.symbol = symbol
    this.side = side
    this.holdingSide = legSide
    this.index = index
    this.time = time
    this.price = price
    this.quantity = quantity
    this.tier = tier
    this.extra = extra
    this.feeInBase = feeInBase
    this.reference = reference
    this.reason = reason
    this.isPathDependent = isPathDependent
  }

  /** Quote currency, never rounded. A fee taken in base is what that base was worth at the price. */
  get fee(): Decimal {
    const relative = this.price.times(this.quantity).times(this.tier.rate)
    return this.extra.isZero ? relative : relative.plus(this.extra)
  }

  /** True for a buy that pays its relative fee out of the base bought. */
  get paysInBase(): boolean {
    return this.feeInBase && this.side === 'buy'
  }

  /** Base units by which the position changes. */
  get moved(): Decimal {
    return this.paysInBase ? this.quantity.times(this.tier.sellFactor) : this.quantity
  }

  /**
   * The relative fee of a part of {@link moved} that is worth `value`, where it is a product of that value and so exact
   * for every part; zero for a fee in base, see {@link sharedFee}.
   */
  relativeFee(value: Decimal): Decimal {
    return this.paysInBase ? ZERO : value.times(this.tier.rate)
  }

  /** The part of the fee that does not follow from the value of a part and so has to be shared out among the parts. */
  get sharedFee(): Decimal {
    return this.paysInBase ? this.fee : this.extra
  }
}
