import type { SpotAccount } from '../account/spot-account.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { OrderBook } from '../execution/order-book.ts'
import type { OrderStatus } from '../orders/order.ts'
import type { EndReason } from '../orders/order-table.ts'
import { type BuyOrder, RequestReader, type SellOrder } from '../orders/request.ts'
import type { Cursor } from './view.ts'

/** What is held now. Numbers are marks: exact amounts stand in the result. */
export interface Position {
  /** True while any quantity is held. */
  readonly isOpen: boolean
  /** Base units held. */
  readonly quantity: number
  /** Average entry price of what is held, in quote currency; `NaN` while flat. */
  readonly averagePrice: number
}

/** How an order stands. */
export type OrderState = { readonly status: OrderStatus; readonly reason: EndReason | null }

/** The present moment, and what can be done in it. */
export interface StrategyContext {
  /** Index of the candle that has just closed, from 0. */
  readonly index: number
  /** Its open time, epoch milliseconds, UTC. */
  readonly time: number
  readonly position: Position
  /** Quote currency that no working order holds back. */
  readonly cash: number
  /** Cash and position at this candle's close, in quote currency. */
  readonly equity: number
  /** Orders a buy and returns the order's id. What cannot be accepted ends as `refused`; see {@link orderState}. */
  buy(order: BuyOrder): number
  /** Orders a sell and returns the order's id. */
  sell(order: SellOrder): number
  /** Cancels working sells and sells the whole position at the next open. Returns the order's id, or `null` while flat. */
  close(options?: { readonly tag?: string }): number | null
  /** Cancels a working order; `false` where it has ended or never existed. */
  cancel(orderId: number): boolean
  cancelAll(): void
  /** How an order stands, or `null` for an id that was never given. */
  orderState(orderId: number): OrderState | null
}

/** The one context of a run: it is not made anew for each candle. */
export class Context implements StrategyContext {
  readonly position: Position
  readonly #candles: CandleSeries
  readonly #cursor: Cursor
  readonly #account: SpotAccount
  readonly #book: OrderBook
  readonly #requests: RequestReader = new RequestReader()

  constructor(candles: CandleSeries, cursor: Cursor, account: SpotAccount, book: OrderBook) {
    this.#candles = candles
    this.#cursor = cursor
    this.#account = account
    this.#book = book
    this.position = new PositionView(account)
  }

  get index(): number {
    return this.#cursor.index
  }

  get time(): number {
    return this.#candles.time[this.#cursor.index]!
  }

  get cash(): number {
    return this.#account.freeCash.toNumber()
  }

  get equity(): number {
    return this.#account.cashMark + this.#account.quantityMark * this.#close
  }

  buy(order: BuyOrder): number {
    return this.#book.place('buy', this.#requests.read('buy', order), this.index, this.#close)
  }

  sell(order: SellOrder): number {
    return this.#book.place('sell', this.#requests.read('sell', order), this.index, this.#close)
  }

  close(options?: { readonly tag?: string }): number | null {
    if (!this.position.isOpen) return null
    for (const order of this.#book.workingOrders()) {
      if (order.terms.side === 'sell') this.#book.cancel(order, this.index, 'replaced_by_close')
    }
    return this.sell(options?.tag === undefined ? WHOLE_POSITION : { ...WHOLE_POSITION, tag: options.tag })
  }

  cancel(orderId: number): boolean {
    const order = this.#book.find(orderId)
    if (order === undefined) return false
    this.#book.cancel(order, this.index, 'cancelled_by_strategy')
    return true
  }

  cancelAll(): void {
    for (const order of this.#book.workingOrders()) this.#book.cancel(order, this.index, 'cancelled_by_strategy')
  }

  orderState(orderId: number): OrderState | null {
    const { table } = this.#book
    const isKnown = Number.isSafeInteger(orderId) && orderId >= 1 && orderId <= table.length
    return isKnown ? { status: table.status(orderId), reason: table.reason(orderId) } : null
  }

  get #close(): number {
    return this.#candles.close[this.#cursor.index]!
  }
}

const WHOLE_POSITION = { percentOfPosition: 100 } as const

class PositionView implements Position {
  readonly #account: SpotAccount

  constructor(account: SpotAccount) {
    this.#account = account
  }

  get isOpen(): boolean {
    return this.#account.quantityMark !== 0
  }

  get quantity(): number {
    return this.#account.quantityMark
  }

  get averagePrice(): number {
    return this.#account.lots.costBasis().toNumber() / this.#account.quantityMark
  }
}
