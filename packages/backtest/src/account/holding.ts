import { type Decimal, ZERO } from '@tezgah/core/decimal'
import type { Fill, HoldingSide } from './fill.ts'
import { createLots, type LotMethod, type Lots } from './lots.ts'
import { proRata } from './pro-rata.ts'
import type { TradeLog } from './trade-log.ts'

/** Which way a holding may point. */
type LegDirections = 'long' | 'short' | 'both'

/** What is held of one symbol; when hedging there is one for longs and one for shorts. */
export class Holding {
  /** Index of the symbol's series in the run. */
  readonly symbol: number
  readonly side: HoldingSide
  readonly lots: Lots
  /** Base units, negative for a short. */
  quantity: Decimal = ZERO
  /** The same as a double, for the loop. */
  quantityMark = 0
  /** Base units that orders which reduce the holding hold back. */
  reserved: Decimal = ZERO
  readonly #mayBeLong: boolean
  readonly #mayBeShort: boolean

  constructor(symbol: number, side: HoldingSide, directions: LegDirections, method: LotMethod) {
    this.symbol = symbol
    this.side = side
    this.lots = createLots(method)
    this.#mayBeLong = directions !== 'short'
    this.#mayBeShort = directions !== 'long'
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
   * Opens, adds to, closes or turns the holding with `fill`, which is in row `row` and worth `value`.
   *
   * @throws RangeError where the holding may not point the way in which the fill would leave it; nothing has changed then
   */
  book(fill: Fill, value: Decimal, row: number, trades: TradeLog): void {
    const { quantity } = this
    const isBuy = fill.side === 'buy'
    const { moved } = fill
    if (quantity.isZero || quantity.isPositive === isBuy) {
      this.#open(fill, row, moved, fill.paysInBase ? fill.price.times(moved) : value, fill.sharedFee)
    } else {
      const held = quantity.abs()
      const excess = moved.compare(held)
      if (excess > 0) this.#turn(fill, row, held, trades)
      else {
        this.lots.close(row, moved, fill.sharedFee, trades)
        this.quantity = excess === 0 ? ZERO : this.#changedBy(moved, isBuy)
      }
    }
    this.quantityMark = this.quantity.isZero ? 0 : this.quantity.toNumber()
  }

  #open(fill: Fill, row: number, quantity: Decimal, value: Decimal, sharedFee: Decimal): void {
    const isBuy = fill.side === 'buy'
    this.#assertMayOpen(fill)
    this.lots.open(fill, row, quantity, value, sharedFee)
    this.quantity = this.#changedBy(quantity, isBuy)
  }

  /** Closes all that is held and opens the rest of the fill the other way, each with its share of the fee. */
  #turn(fill: Fill, row: number, held: Decimal, trades: TradeLog): void {
    this.#assertMayOpen(fill)
    const { moved, sharedFee } = fill
    const closingFee = proRata(sharedFee, held, moved)
    this.lots.close(row, held, closingFee, trades)
    this.quantity = ZERO
    const rest = moved.minus(held)
    this.#open(fill, row, rest, fill.price.times(rest), sharedFee.minus(closingFee))
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
