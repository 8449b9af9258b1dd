import type { Account } from '../account/account.ts'
import type { Fill } from '../account/fill.ts'
import type { Trade } from '../account/trade.ts'
import type { OrderDesk } from '../execution/order-desk.ts'
import { ZERO } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import { describeOrder } from './describe-order.ts'
import type { GuardedAccount, GuardedFill, GuardedPosition, GuardedTrade, GuardedWorkingOrder } from './order-guard.ts'

/** Reads an account for a guard; spells out only what is asked for. */
export class AccountView implements GuardedAccount {
  readonly #desk: OrderDesk
  readonly #account: Account
  readonly #symbols: readonly string[]

  constructor(desk: OrderDesk) {
    this.#desk = desk
    this.#account = desk.account
    this.#symbols = desk.markets.map(({ candles }) => candles.symbol)
  }

  get time(): number {
    const { candles, now } = this.#desk.markets[0]!
    return now + candles.intervalMs
  }

  get equity(): string {
    return this.#account.equityAt(0, decimalFromNumber(this.#account.marks[0]!)).toString()
  }

  get cash(): string {
    return this.#account.cash.toString()
  }

  get freeCash(): string {
    return this.#account.freeCash.toString()
  }

  freeQuantity(symbol: string): string {
    return this.#sumOfLegs(symbol, ({ freeQuantity }) => freeQuantity).toString()
  }

  closeOf(symbol: string): string | null {
    const { candles, cursor, hasTraded } = this.#desk.markets[this.#indexOf(symbol)]!
    return hasTraded ? decimalFromNumber(candles.close[cursor.index]!).toString() : null
  }

  positions(): readonly GuardedPosition[] {
    return this.#symbols.flatMap((symbol) => {
      const quantity = this.#sumOfLegs(symbol, (leg) => leg.quantity)
      return quantity.isZero ? [] : [{ symbol, quantity: quantity.toString() }]
    })
  }

  workingOrders(): readonly GuardedWorkingOrder[] {
    return this.#desk
      .working(null)
      .filter(({ parent }) => parent === null)
      .map((order) => ({ id: order.id, ...describeOrder(order, this.#desk) }))
  }

  fills(first: number): readonly GuardedFill[] {
    const { fills } = this.#account
    return rows(first, fills.length, (row) => this.#fill(fills.at(row)))
  }

  closedTrades(first: number): readonly GuardedTrade[] {
    const { trades } = this.#account
    return rows(first, trades.length, (row) => this.#trade(trades.at(row)))
  }

  #fill(fill: Fill): GuardedFill {
    const { orderId, price, quantity, side } = fill
    const [symbol, time] = [this.#symbols[fill.symbol]!, this.#timeOf(fill)]
    return { orderId, symbol, side, quantity: quantity.toString(), price: price.toString(), time }
  }

  #trade(trade: Trade): GuardedTrade {
    const exit = trade.exit!
    const [symbol, exitTime] = [this.#symbols[trade.symbol]!, this.#timeOf(exit)]
    return { symbol, profit: trade.profit().toString(), exitReason: exit.reason, exitTime }
  }

  #timeOf({ index, symbol, time }: Fill): number {
    return time ?? this.#desk.markets[symbol]!.candles.time[index]!
  }

  #sumOfLegs(symbol: string, of: (leg: Account['legs'][number]) => typeof ZERO): typeof ZERO {
    const index = this.#indexOf(symbol)
    return this.#account.legs.reduce((sum, leg) => (leg.symbol === index ? sum.plus(of(leg)) : sum), ZERO)
  }

  #indexOf(symbol: string): number {
    const index = this.#symbols.indexOf(symbol)
    if (index === -1) throw new RangeError(`symbol must be one of ${this.#symbols.join(', ')}, was ${symbol}`)
    return index
  }
}

function rows<Row>(first: number, length: number, read: (row: number) => Row): readonly Row[] {
  return Array.from({ length: Math.max(0, length - first) }, (_, offset) => read(first + offset))
}
