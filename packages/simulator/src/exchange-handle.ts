import type { Random } from '@tezgah/btcturk'
import type { Cancel } from '@tezgah/core/clock'
import type { Account, Permission } from './exchange/accounts.ts'
import { amountOf, formatAmount } from './exchange/amounts.ts'
import type { ExchangeEvent } from './exchange/events.ts'
import type { Exchange } from './exchange/exchange.ts'
import type { Order, OrderMethod, OrderStatus, Side } from './exchange/order.ts'
import { type BookLevel, readBook } from './exchange/published-book.ts'
import { isRejection, type Rejection, type RejectionMessage, reject } from './exchange/rejections.ts'
import { randomUuid } from './random.ts'
import type { ApiKeys } from './rest/api-keys.ts'
import type { Publisher } from './socket/publisher.ts'

export type AccountOptions = {
  readonly publicKey: string
  /** In Base64. */
  readonly secret: string
  /** Decimals by currency. */
  readonly balances?: Readonly<Record<string, string>>
  /** Fee level, 1 to 8. */
  readonly level?: number
  /** All where it is not given. */
  readonly permissions?: readonly Permission[]
  /** Where the key may be used from; everywhere where it is not given. */
  readonly addresses?: readonly string[]
}

export type BalanceView = { readonly balance: string; readonly free: string; readonly locked: string }

export type OrderView = {
  readonly id: number
  readonly symbol: string
  readonly side: Side
  readonly method: OrderMethod
  readonly status: OrderStatus
  readonly price: string
  readonly stopPrice: string
  readonly amount: string
  readonly left: string
  readonly clientOrderId: string
  readonly time: number
}

export type OrderRequest = {
  readonly symbol: string
  readonly side: Side
  readonly method: OrderMethod
  /** Quote money for a market or stop-market buy, base amount for everything else. */
  readonly quantity: string
  readonly price?: string
  readonly stopPrice?: string
  readonly clientOrderId?: string
}

type ExecutionView = { readonly price: string; readonly quantity: string; readonly time: number }
type OwnedView = { readonly publicKey: string; readonly order: OrderView }

/** What happened. `side` of a trade is the taker's; fee and tax are in quote and not below zero. */
export type SimulatorEvent =
  | ({ readonly type: 'orderInserted' | 'orderDeleted' } & OwnedView)
  | ({ readonly type: 'orderFilled'; readonly fee: string; readonly tax: string } & OwnedView & ExecutionView)
  | ({ readonly type: 'traded'; readonly symbol: string; readonly side: Side } & ExecutionView)

export type LevelView = { readonly price: string; readonly amount: string }
export type BookView = { readonly bids: readonly LevelView[]; readonly asks: readonly LevelView[] }

/** The exchange as those see it who run the simulator: everything at once, without a wire. Decimals are text. */
export class ExchangeHandle {
  readonly #exchange: Exchange
  readonly #keys: ApiKeys
  readonly #publisher: Publisher
  readonly #random: Random

  constructor(exchange: Exchange, keys: ApiKeys, publisher: Publisher, random: Random) {
    this.#exchange = exchange
    this.#keys = keys
    this.#publisher = publisher
    this.#random = random
  }

  get symbols(): string[] {
    return [...this.#exchange.markets.keys()]
  }

  /** Simulated time. */
  now(): number {
    return this.#exchange.now()
  }

  /** @throws BtcturkError `invalid_request` for a key that cannot sign */
  addAccount(options: AccountOptions): void {
    const { publicKey, secret, balances = {}, level = 1, permissions, addresses } = options
    const granted = permissions ?? ['funds', 'trade', 'account', 'websocket']
    const account = this.#exchange.addAccount(publicKey, level, new Set(granted))
    this.#keys.add(account, secret, addresses ?? null)
    for (const [currency, amount] of Object.entries(balances)) {
      this.#exchange.deposit(account, currency, amountOf(amount))
    }
  }

  deposit(publicKey: string, currency: string, amount: string): void {
    this.#exchange.deposit(this.#account(publicKey), currency, amountOf(amount))
  }

  /** Lets all waiting withdrawals of an account leave. */
  confirmWithdrawals(publicKey: string): void {
    for (const transfer of this.#exchange.transfersOf(this.#account(publicKey))) {
      this.#exchange.endTransfer(transfer, 'confirmed')
    }
  }

  balances(publicKey: string): Readonly<Record<string, BalanceView>> {
    const account = this.#account(publicKey)
    const now = this.now()
    const view = (currency: string): [string, BalanceView] => {
      const [balance, free] = [account.settled(currency, now), account.free(currency, now)]
      return [
        currency,
        { balance: formatAmount(balance), free: formatAmount(free), locked: formatAmount(balance - free) },
      ]
    }
    return Object.fromEntries([...this.#exchange.currencies.keys()].map(view))
  }

  submit(publicKey: string, request: OrderRequest): OrderView | Rejection {
    const { symbol, side, method, quantity, price = '0', stopPrice = '0', clientOrderId } = request
    const order = this.#exchange.submit(this.#account(publicKey), {
      pair: this.#exchange.market(symbol).pair,
      side,
      method,
      quantity: amountOf(quantity),
      price: amountOf(price),
      stopPrice: amountOf(stopPrice),
      clientId: clientOrderId ?? randomUuid(this.#random),
    })
    return isRejection(order) ? order : orderView(order)
  }

  /** @returns `null` where the cancel was accepted */
  cancel(publicKey: string, orderId: number): Rejection | null {
    return this.#exchange.requestCancel(this.#account(publicKey), orderId)
  }

  /** Oldest first. */
  orders(publicKey: string): OrderView[] {
    return this.#exchange.history.of(this.#account(publicKey)).map(orderView)
  }

  /** Oldest first. */
  openOrders(publicKey: string): OrderView[] {
    return this.#exchange.history.openOf(this.#account(publicKey)).map(orderView)
  }

  lastPrice(symbol: string): string {
    return formatAmount(this.#exchange.market(symbol).lastPrice)
  }

  /** The book as it is now, the best hundred levels a side. */
  book(symbol: string): BookView {
    return bookView(readBook(this.#exchange.market(symbol)))
  }

  /** The book as last published to the followers of a channel; `null` where none was. */
  publishedBook(channel: 'orderbook' | 'obdiff', symbol: string): (BookView & { readonly changeSet: number }) | null {
    const published = this.#publisher.published(channel, symbol)
    return published === undefined ? null : { changeSet: published.changeSet, ...bookView(published.book) }
  }

  /**
   * The outside market trades `amount` at `price`. Without an amount the price moves there and fills all that it reaches.
   * @param side - of the taker
   */
  trade(symbol: string, price: string, amount?: string, side: Side = 'buy'): void {
    const fills = amount === undefined ? 'all' : 'volume'
    const volume = amountOf(amount ?? '0')
    this.#exchange.move(symbol, { price: amountOf(price), volume, fills, side, offers: [] })
  }

  /** The outside market offers `amount` at `price`; zero takes the offer back. What would cross the book is not offered. */
  offer(symbol: string, side: Side, price: string, amount: string): void {
    this.#exchange.market(symbol).quote(side, amountOf(price), amountOf(amount))
  }

  /** Orders and cancels of the pair are refused until it is resumed, and it does not move. */
  halt(symbol: string): void {
    this.#exchange.market(symbol).status = 'HALTED'
  }

  resume(symbol: string): void {
    this.#exchange.market(symbol).status = 'TRADING'
  }

  /** The next order of any account is refused with this message and its number. */
  refuseNextOrder(message: RejectionMessage): void {
    this.#exchange.refuseNext(reject(message))
  }

  /** Where all money of a currency is; `deposited` is always the sum of the others. */
  totals(currency: string): Readonly<Record<'accounts' | 'outside' | 'fees' | 'deposited', string>> {
    const { accounts, outside, fees, deposited } = this.#exchange.totals(currency)
    return {
      accounts: formatAmount(accounts),
      outside: formatAmount(outside),
      fees: formatAmount(fees),
      deposited: formatAmount(deposited),
    }
  }

  /** Calls back for every order that enters or ends, every fill and every trade. @returns ends it */
  listen(listener: (event: SimulatorEvent) => void): Cancel {
    return this.#exchange.listen((event) => listener(eventView(event)))
  }

  #account(publicKey: string): Account {
    const account = this.#exchange.account(publicKey)
    if (account === undefined) throw new RangeError(`no account '${publicKey}'`)
    return account
  }
}

function eventView(event: ExchangeEvent): SimulatorEvent {
  if (event.type === 'orderInserted' || event.type === 'orderDeleted') {
    return { type: event.type, publicKey: event.order.account.publicKey, order: orderView(event.order) }
  }
  const { price, quantity, time } = event.trade
  const trade = { price: formatAmount(price), quantity: formatAmount(quantity), time }
  if (event.type === 'traded') return { type: 'traded', symbol: event.pair.name, side: event.trade.side, ...trade }
  const { fee, tax } = event.trade
  const paid = { fee: formatAmount(fee), tax: formatAmount(tax) }
  const { order } = event
  return { type: 'orderFilled', publicKey: order.account.publicKey, order: orderView(order), ...trade, ...paid }
}

function orderView(order: Order): OrderView {
  return {
    id: order.id,
    symbol: order.pair.name,
    side: order.side,
    method: order.method,
    status: order.status,
    price: formatAmount(order.price),
    stopPrice: formatAmount(order.stopPrice),
    amount: formatAmount(order.amount),
    left: formatAmount(order.left),
    clientOrderId: order.clientId,
    time: order.time,
  }
}

function bookView({
  bids,
  asks,
}: {
  readonly bids: readonly BookLevel[]
  readonly asks: readonly BookLevel[]
}): BookView {
  const view = ({ price, amount }: BookLevel) => ({ price: formatAmount(price), amount: formatAmount(amount) })
  return { bids: bids.map(view), asks: asks.map(view) }
}
