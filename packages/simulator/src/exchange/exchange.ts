import type { Timers } from '@tezgah/btcturk'
import type { Cancel } from '@tezgah/core/clock'
import { PendingTimers } from '../pending-timers.ts'
import { Account, type Currency, currencyOf, type Permission, type Transfer } from './accounts.ts'
import { type Amount, amountOf } from './amounts.ts'
import { type ExchangeEvent, type ExchangeListener, IdSequence } from './events.ts'
import { ExternalTrades } from './external-trades.ts'
import { feeRate } from './fees.ts'
import type { FillModel } from './fill-model.ts'
import { Market } from './market.ts'
import { type ExternalMove, Matching } from './matching.ts'
import { isOpen, type Order, type OrderTerms, type PairOptions } from './order.ts'
import { checkOrder, isAccepted, type Rates } from './order-checks.ts'
import { OrderHistory } from './order-history.ts'
import { createPair } from './pairs.ts'
import { type Rejection, reject } from './rejections.ts'

export type ExchangeOptions = {
  readonly pairs: readonly PairOptions[]
  readonly rules: FillModel
  /** Tax as a fraction of the fee. */
  readonly taxRate: Amount
  /** What a fill brings shows, and is free, this much later. */
  readonly settleDelayMs: number
  /** A cancel takes effect this much after it was accepted. */
  readonly cancelDelayMs: number
  readonly now: () => number
  readonly timers: Timers
}

export type Totals = {
  /** What all accounts hold. */
  readonly accounts: Amount
  /** What the outside market won or owes. */
  readonly outside: Amount
  /** Fees and taxes collected. */
  readonly fees: Amount
  /** Deposits less withdrawals; always the sum of the three. */
  readonly deposited: Amount
}

/** The exchange without its wire: accounts, markets and orders. Everything is exact. */
export class Exchange {
  readonly markets: ReadonlyMap<string, Market>
  readonly currencies: ReadonlyMap<string, Currency>
  readonly history: OrderHistory = new OrderHistory()
  readonly #options: ExchangeOptions
  readonly #accounts = new Map<string, Account>()
  readonly #ids = new IdSequence()
  readonly #ledger = new ExternalTrades()
  readonly #deposited = new Map<string, Amount>()
  readonly #rates = new Map<string, Rates>()
  readonly #listeners = new Set<ExchangeListener>()
  readonly #pending: PendingTimers
  readonly #refusals: Rejection[] = []
  readonly #matching: Matching
  #transfers: Transfer[] = []

  constructor(options: ExchangeOptions) {
    this.#options = options
    this.#pending = new PendingTimers(options.timers)
    const pairs = options.pairs.map(createPair)
    this.markets = new Map(pairs.map((pair) => [pair.name, new Market(pair, options.rules)]))
    const symbols = [...new Set(pairs.flatMap((pair) => [pair.quote, pair.base]))]
    this.currencies = new Map(symbols.map((symbol, index) => [symbol, currencyOf(symbol, index)]))
    this.#matching = new Matching({
      ids: this.#ids,
      ledger: this.#ledger,
      now: options.now,
      settleDelayMs: options.settleDelayMs,
      ratesOf: ({ account, pair }) => this.ratesOf(account, pair.quote),
      emit: (event) => this.#emit(event),
      keep: (order) => this.history.add(order),
    })
  }

  get settleDelayMs(): number {
    return this.#options.settleDelayMs
  }

  now(): number {
    return this.#options.now()
  }

  addAccount(publicKey: string, level: number, permissions: ReadonlySet<Permission>): Account {
    const account = new Account(100_001 + this.#accounts.size, publicKey, level, permissions)
    this.#accounts.set(publicKey, account)
    return account
  }

  account(publicKey: string): Account | undefined {
    return this.#accounts.get(publicKey)
  }

  ratesOf(account: Account, quote: string): Rates {
    const key = `${quote}:${account.level}`
    let rates = this.#rates.get(key)
    if (rates === undefined) {
      const { rules, taxRate } = this.#options
      const rate = (liquidity: 'maker' | 'taker') =>
        feeRate(amountOf(rules.feeRate(liquidity, quote, account.level)), taxRate)
      rates = { maker: rate('maker'), taker: rate('taker') }
      this.#rates.set(key, rates)
    }
    return rates
  }

  submit(account: Account, terms: OrderTerms): Order | Rejection {
    const planned = this.#refusals.shift()
    if (planned !== undefined) return planned
    const market = this.market(terms.pair.name)
    const { quote } = terms.pair
    const currency = this.currencies.get(quote)!
    const checked = checkOrder(terms, market, account, this.ratesOf(account, quote), currency, this.now())
    return isAccepted(checked) ? this.#matching.submit(terms, account, market, checked.reserve) : checked
  }

  /** The next order of any kind is refused with this. */
  refuseNext(refusal: Rejection): void {
    this.#refusals.push(refusal)
  }

  /** Accepts or refuses a cancel. An accepted one takes effect later, if the order is still open then. */
  requestCancel(account: Account, id: number): Rejection | null {
    const order = this.history.find(account, id)
    if (order === undefined) return reject('NO_ORDER_MATCHES_YOUR_REQUEST')
    const market = this.market(order.pair.name)
    if (market.status !== 'TRADING') return reject('ORDER_CANCEL_BLOCKED')
    if (order.status === 'Closed') return reject('ORDER_COULD_NOT_BE_CANCELED')
    if (!isOpen(order) || order.cancel !== null) return null
    const reported = { left: order.left, denominatorLeft: order.denominatorLeft }
    order.cancel = reported
    const close = (): void => {
      if (isOpen(order)) this.#matching.close(order, market, reported)
    }
    const { cancelDelayMs } = this.#options
    if (cancelDelayMs > 0) this.#pending.after(cancelDelayMs, close)
    else close()
    return null
  }

  /** The outside market trades, and offers something else from then on. */
  move(symbol: string, move: ExternalMove): void {
    this.#matching.applyMove(this.market(symbol), move)
  }

  /** @throws RangeError for a pair that is not there */
  market(symbol: string): Market {
    const market = this.markets.get(symbol)
    if (market === undefined)
      throw new RangeError(`no pair '${symbol}'; there are ${[...this.markets.keys()].join(', ')}`)
    return market
  }

  deposit(account: Account, currency: string, amount: Amount): Transfer {
    const now = this.now()
    account.receive(currency, amount, now, now)
    this.#deposited.set(currency, (this.#deposited.get(currency) ?? 0n) + amount)
    return this.#transfer({ account, type: 'deposit', currency, amount, address: null, tag: null }, 'confirmed')
  }

  /** Holds the money back until `confirm` or `cancelTransfer`. */
  withdraw(
    account: Account,
    currency: string,
    amount: Amount,
    to: { readonly address: string; readonly tag: string | null },
  ): Transfer | Rejection {
    if (account.free(currency, this.now()) < amount) return reject('BALANCE_NOT_ENOUGH')
    account.holding(currency).requested += amount
    return this.#transfer({ account, type: 'withdrawal', currency, amount, ...to }, 'waiting')
  }

  /** Ends a waiting withdrawal: with `confirmed` the money leaves, with `cancelled` it is free again. */
  endTransfer(transfer: Transfer, status: 'confirmed' | 'cancelled'): void {
    if (transfer.status !== 'waiting') return
    const { account, currency, amount } = transfer
    const holding = account.holding(currency)
    holding.requested -= amount
    transfer.status = status
    if (status === 'cancelled') return
    holding.total -= amount
    this.#deposited.set(currency, (this.#deposited.get(currency) ?? 0n) - amount)
  }

  /** Newest first. */
  transfersOf(account: Account): Transfer[] {
    return this.#transfers.filter((transfer) => transfer.account === account).reverse()
  }

  totals(currency: string): Totals {
    const accounts = [...this.#accounts.values()].reduce((sum, account) => sum + account.holding(currency).total, 0n)
    return {
      accounts,
      outside: this.#ledger.traded(currency),
      fees: this.#ledger.collected(currency),
      deposited: this.#deposited.get(currency) ?? 0n,
    }
  }

  /** @returns ends it */
  listen(listener: ExchangeListener): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#pending.cancelAll()
    this.#listeners.clear()
  }

  #transfer(transfer: Omit<Transfer, 'id' | 'time' | 'status'>, status: Transfer['status']): Transfer {
    const made: Transfer = { ...transfer, id: this.#ids.nextTransfer(), time: this.now(), status }
    this.#transfers.push(made)
    if (this.#transfers.length > 20_000) this.#transfers = this.#transfers.slice(-10_000)
    return made
  }

  #emit(event: ExchangeEvent): void {
    if (event.type === 'orderFilled') this.history.addTrade(event.trade)
    for (const listener of this.#listeners) listener(event)
  }
}
