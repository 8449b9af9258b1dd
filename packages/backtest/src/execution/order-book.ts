import { Fill } from '../account/fill.ts'
import type { SpotAccount } from '../account/spot-account.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import { NO_SIZE, Order, type OrderTerms, type Refusal, type RefusedRequest, type Side } from '../orders/order.ts'
import { OrderTable } from '../orders/order-table.ts'
import type { CancelReason } from '../orders/reasons.ts'
import { limitAtOpen, limitInside } from './limit-fill.ts'
import type { Bar, Market } from './market.ts'
import { type Quote, takerQuote } from './quote.ts'
import { reservation } from './reservation.ts'
import { resolveQuantity } from './size.ts'
import { stopAtOpen, stopInside } from './stop-fill.ts'
import { stopLimitAtOpen, stopLimitInside } from './stop-limit-fill.ts'

const NO_TERMS: Omit<OrderTerms, 'side' | 'tag'> = { size: NO_SIZE, limit: null, stop: null }

/** More orders than any strategy means to place; a runaway loop ends here and not in the machine's memory. */
export const MAX_ORDERS = 10_000_000

/**
 * The strategy's orders, and what each candle does to them.
 *
 * The order of events inside a candle is an assumption (`path: worst`): at the open everything that trades there, then
 * stops, which are the adverse event, then limits; within each group in the order of placement.
 */
export class OrderBook {
  readonly table: OrderTable = new OrderTable()
  /** Orders that still work, oldest first. Read by the run loop at every candle. */
  readonly working: Order[] = []
  readonly #account: SpotAccount
  readonly #market: Market
  readonly #bar: Bar = { open: 0, high: 0, low: 0 }

  constructor(account: SpotAccount, market: Market) {
    this.#account = account
    this.#market = market
  }

  /** Takes a new order, or a refused one, into the table and returns its id. `close` marks the position for shares of equity. */
  place(side: Side, request: OrderTerms | RefusedRequest, index: number, close: number): number {
    if (this.table.length === MAX_ORDERS) throw new RangeError(`more than ${MAX_ORDERS} orders in one run`)
    const terms = 'reason' in request ? { ...NO_TERMS, side, tag: request.tag } : request
    const id = this.table.add(terms, index)
    const reserved = 'reason' in request ? request : reservation(terms, this.#account, this.#market.costs, close)
    if ('reason' in reserved) {
      this.#recordRefusal(id, reserved, index)
      return id
    }
    const order = new Order(id, terms, index, reserved)
    this.#account.reserve(order)
    this.working.push(order)
    return id
  }

  /** The working order with this id, if it is one. */
  find(id: number): Order | undefined {
    return this.working.find((order) => order.id === id)
  }

  /** A copy, since cancelling changes the list. */
  workingOrders(): Order[] {
    return [...this.working]
  }

  cancel(order: Order, index: number, reason: CancelReason): void {
    this.#release(order)
    this.table.end(order.id, 'cancelled', index, reason)
    this.#dropEnded()
  }

  /** Lets the candle at `index` trade with every working order. */
  match(index: number, open: number, high: number, low: number): void {
    const bar = this.#bar
    bar.open = open
    bar.high = high
    bar.low = low
    for (const order of this.working) this.#settle(order, this.#quoteAtOpen(order, index), index)
    this.#dropEnded()
    if (this.working.length === 0) return
    for (const order of this.working) this.#settle(order, this.#quoteStopInside(order, index), index)
    this.#dropEnded()
    for (const order of this.working) this.#settle(order, limitInside(order, bar, index, this.#market), index)
    this.#dropEnded()
  }

  #quoteAtOpen(order: Order, index: number): Quote | null {
    const bar = this.#bar
    const market = this.#market
    if (order.type === 'market') return takerQuote(order, decimalFromNumber(bar.open), market.costs, 'market')
    if (order.type === 'stop-market') return stopAtOpen(order, bar, market)
    if (order.restsFrom <= index) return limitAtOpen(order, bar, index, market)
    return stopLimitAtOpen(order, bar, index, market)
  }

  #quoteStopInside(order: Order, index: number): Quote | null {
    if (order.type === 'stop-market') return stopInside(order, this.#bar, this.#market)
    const waits = order.type === 'stop-limit' && order.restsFrom === Number.POSITIVE_INFINITY
    return waits ? stopLimitInside(order, this.#bar, index, this.#market) : null
  }

  #settle(order: Order, quote: Quote | null, index: number): void {
    if (quote === null) return
    const account = this.#account
    const quantity = resolveQuantity(order, quote.price, quote.fee, account, this.#market.costs.lot)
    this.#release(order)
    if ('reason' in quantity) {
      this.#recordRefusal(order.id, quantity, index)
      return
    }
    this.table.end(order.id, 'filled', index, null)
    account.book(new Fill(order.id, order.terms.side, index, quote.price, quantity, quote.fee, quote.reason))
  }

  #recordRefusal(id: number, refusal: Refusal, index: number): void {
    this.table.end(id, 'refused', index, refusal.reason)
    this.table.explain(id, refusal)
  }

  #release(order: Order): void {
    this.#account.release(order)
    order.isWorking = false
  }

  /** In place and in order: this runs at every candle on which something traded. */
  #dropEnded(): void {
    const { working } = this
    let kept = 0
    for (const order of working) if (order.isWorking) working[kept++] = order
    working.length = kept
  }
}
