import type { Position } from '@tezgah/backtest'
import type { UserTrade } from '@tezgah/btcturk'
import { type Decimal, readDecimal, smaller, ZERO } from '@tezgah/core/decimal'

/** One fill of the strategy's order `orderId`; several trades of one order at one price and moment are one fill. */
export type OwnFill = {
  readonly orderId: number
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly side: 'buy' | 'sell'
  readonly price: string
  /** Base units. */
  readonly quantity: string
  /** Quote currency, tax included. */
  readonly fee: string
}

type Lot = { left: Decimal; readonly price: Decimal }

/** What the strategy's own trades add up to; a sale closes the oldest purchase first, as in the engine. */
export class Portfolio {
  readonly fills: OwnFill[] = []
  readonly #seen = new Set<string>()
  readonly #lots: Lot[] = []

  /** Takes trades in any order and more than once; each counts once. */
  add(trades: readonly UserTrade[], orderIdOf: (trade: UserTrade) => number | null): void {
    const fresh = trades.filter(({ id }) => !this.#seen.has(id)).sort(byId)
    for (const trade of fresh) {
      this.#seen.add(trade.id)
      const orderId = orderIdOf(trade)
      if (orderId !== null) this.#book(orderId, trade)
    }
  }

  get held(): Decimal {
    return this.#lots.reduce((sum, { left }) => sum.plus(left), ZERO)
  }

  /** @param lot - less than this cannot be sold, and counts as nothing */
  position(lot: string): Position {
    const { held } = this
    const isOpen = held.compare(readDecimal(lot)) >= 0
    const value = this.#lots.reduce((sum, { left, price }) => sum.plus(left.times(price)), ZERO)
    const quantity = isOpen ? held.toNumber() : 0
    return { isOpen, quantity, averagePrice: isOpen ? value.toNumber() / quantity : Number.NaN }
  }

  #book(orderId: number, { time, side, price, quantity: cut, preciseQuantity, fee, tax }: UserTrade): void {
    const quantity = readDecimal(preciseQuantity ?? cut)
    if (side === 'buy') this.#lots.push({ left: quantity, price: readDecimal(price) })
    else this.#close(quantity)
    const last = this.fills.at(-1)
    const isSame = last?.orderId === orderId && last.time === time && last.price === price
    const before = isSame ? this.fills.pop()! : { quantity: '0', fee: '0' }
    this.fills.push({
      ...{ orderId, time, side, price },
      quantity: quantity.plus(readDecimal(before.quantity)).toString(),
      fee: readDecimal(fee).plus(readDecimal(tax)).plus(readDecimal(before.fee)).toString(),
    })
  }

  #close(quantity: Decimal): void {
    let rest = quantity
    for (let lot = this.#lots[0]; lot !== undefined && rest.isPositive; lot = this.#lots[0]) {
      const closed = smaller(lot.left, rest)
      lot.left = lot.left.minus(closed)
      rest = rest.minus(closed)
      if (lot.left.isZero) this.#lots.shift()
    }
  }
}

function byId(one: UserTrade, other: UserTrade): number {
  return Number(BigInt(one.id) - BigInt(other.id))
}
