import { type Decimal, ZERO } from '@tezgah/core/decimal'
import type { Fill, HoldingSide } from './fill.ts'
import type { Ledger } from './ledger.ts'
import type { Lots } from './lots.ts'
import type { TradeLog } from './trade-log.ts'

/** Which way a holding may point. */
type LegDirections = 'long' | 'short' | 'both'

/** What is held of one symbol; when hedging there is one for longs and one for shorts. */
export class Holding {
  /** Index of the symbol's series in the run. */
  readonly symbol: number
  readonly side: HoldingSide
  /** {@link quantity} as a double, for the loop. */
  quantityMark = 0
  /** Base units that orders which reduce the holding hold back. */
  reserved: Decimal = ZERO
  /** `null` where the ledger is ahead. */
  #quantity: Decimal | null = ZERO
  readonly #trades: TradeLog
  readonly #ledger: Ledger | null
  readonly #mayBeLong: boolean
  readonly #mayBeShort: boolean

  /** @param ledger - where the account books market orders, `null` where it books none there */
  constructor(symbol: number, side: HoldingSide, directions: LegDirections, trades: TradeLog, ledger: Ledger | null) {
    this.symbol = symbol
    this.side = side
    this.#trades = trades
    this.#ledger = ledger
    this.#mayBeLong = directions !== 'short'
    this.#mayBeShort = directions !== 'long'
  }

  /** Base units, negative for a short. */
  get quantity(): Decimal {
    this.#quantity ??= this.#ledger!.held
    return this.#quantity
  }

  /** What is open, lot by lot. */
  get lots(): Lots {
    return this.#trades.lotsOf(this.symbol, this.side)
  }

  /** Base units that no order holds back, of a long or a short holding. */
  get freeQuantity(): Decimal {
    const held = this.quantity.abs()
    return this.reserved.isZero ? held : held.minus(this.reserved)
  }

  /** Average entry price of what is held, in quote currency; `NaN` while flat. */
  get averagePrice(): number {
    return this.lots.entryValue.toNumber() / Math.abs(this.quantityMark)
  }

  reserve(amount: Decimal): void {
    if (!amount.isZero) this.reserved = this.reserved.plus(amount)
  }

  release(amount: Decimal): void {
    if (!amount.isZero) this.reserved = this.reserved.minus(amount)
  }

  /** What the open lots have gained at `price`, before fees, in quote currency. */
  unrealisedAt(price: Decimal): Decimal {
    const value = this.quantity.times(price)
    const { entryValue } = this.lots
    return this.quantity.isPositive ? value.minus(entryValue) : value.plus(entryValue)
  }

  /**
   * Opens, adds to, closes or turns the holding with `fill`.
   *
   * @throws RangeError where the holding may not point the way in which the fill would leave it; nothing has changed then
   */
  book(fill: Fill): void {
    const { quantity } = this
    const isBuy = fill.side === 'buy'
    const { moved } = fill
    const excess = quantity.isZero || quantity.isPositive === isBuy ? 1 : moved.compare(quantity.abs())
    if (excess > 0) this.#assertMayOpen(fill)
    this.#quantity = excess === 0 ? ZERO : this.#changedBy(moved, isBuy)
    this.quantityMark = this.#quantity.isZero ? 0 : this.#quantity.toNumber()
  }

  /** The ledger has booked a fill. */
  follow(mark: number): void {
    this.#quantity = null
    this.quantityMark = mark
  }

  #changedBy(quantity: Decimal, isBuy: boolean): Decimal {
    if (this.quantity.isZero) return isBuy ? quantity : quantity.negated()
    return isBuy ? this.quantity.plus(quantity) : this.quantity.minus(quantity)
  }

  #assertMayOpen({ orderId, quantity, side }: Fill): void {
    if (side === 'buy' ? this.#mayBeLong : this.#mayBeShort) return
    throw new RangeError(
      `internal error: order ${orderId} ${side === 'buy' ? 'buys' : 'sells'} ${quantity} against a position of ${this.quantity}, which this account does not allow`,
    )
  }
}
