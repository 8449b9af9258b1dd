import { maxOf, minOf } from '@tezgah/core/fixed-point'
import { type Amount, amountOf, formatAmount } from './amounts.ts'
import { CandleHistory } from './candles.ts'
import type { PublicTrade } from './events.ts'
import type { FillModel } from './fill-model.ts'
import { limitOf, type Order, opposite, type Pair, type PairStatus, type Side } from './order.ts'
import { OrderBook, type Resting } from './order-book.ts'

const KEPT_TRADES = 1000
/** A market order goes no further from the last price than this part of it: 1/20. */
const MARKET_BAND = 20n

/** One execution that matching found: `taker` or `resting.order` is `null` where the outside market is that side. */
export type Match = {
  readonly taker: Order | null
  readonly maker: Order | null
  readonly side: Side
  readonly price: Amount
  readonly quantity: Amount
}

/** One pair: its book, its waiting stops, its last price and what traded. Knows nothing of balances. */
export class Market {
  readonly pair: Pair
  readonly book: OrderBook = new OrderBook()
  readonly candles: CandleHistory = new CandleHistory()
  readonly stops: Order[] = []
  readonly #rules: FillModel
  readonly #external: Readonly<Record<Side, Map<Amount, Resting>>> = { buy: new Map(), sell: new Map() }
  /** Orders of accounts in the book, in the order in which they came. */
  readonly #own: Readonly<Record<Side, Set<Resting>>> = { buy: new Set(), sell: new Set() }
  #trades: PublicTrade[] = []
  lastPrice: Amount
  /** Where the market outside last traded, and how it came there; `null` before it did. */
  external: { readonly price: Amount; readonly arrival: 'walk' | 'jump' } | null = null
  status: PairStatus = 'TRADING'

  constructor(pair: Pair, rules: FillModel) {
    this.pair = pair
    this.#rules = rules
    this.lastPrice = pair.startPrice
  }

  /** Oldest first, the last thousand. */
  get trades(): readonly PublicTrade[] {
    return this.#trades
  }

  get bestAsk(): Amount {
    return this.book.best('sell')?.price ?? this.lastPrice
  }

  get bestBid(): Amount {
    return this.book.best('buy')?.price ?? this.lastPrice
  }

  record(trade: PublicTrade): void {
    this.lastPrice = trade.price
    this.#trades.push(trade)
    if (this.#trades.length > 2 * KEPT_TRADES) this.#trades = this.#trades.slice(-KEPT_TRADES)
    this.candles.add(trade.time, trade.price, trade.quantity)
  }

  /**
   * The next match of an order that arrives at the book; `null` if it trades no more.
   * @param worst - the worst price that it takes
   */
  nextMatch(taker: Order, worst: Amount, affordable: (price: Amount) => Amount): Match | null {
    const level = this.book.best(opposite(taker.side))
    const resting = level?.queue[0]
    if (taker.left === 0n || resting === undefined || isBeyond(taker.side, resting.price, worst)) return null
    const price = resting.order === null ? this.#externalPrice(taker, resting) : resting.price
    if (price === null) return null
    const quantity = minOf(resting.left, affordable(price))
    if (quantity <= 0n) return null
    this.#take(resting, quantity)
    return { taker, maker: resting.order, side: taker.side, price, quantity }
  }

  /** The worst price that an order takes now: its limit, or for a market order the end of the band around the last price. */
  worstPrice(side: Side, limit: Amount | null): Amount {
    const band = this.lastPrice / MARKET_BAND
    return limit ?? (side === 'buy' ? this.lastPrice + band : this.lastPrice - band)
  }

  /**
   * Orders of accounts that trade because the outside market moves to `price`, best first. They end where the volume does;
   * `volume` is `null` where it is without limit.
   */
  *matchResting(price: Amount, volume: Amount | null): Generator<Match> {
    let room = volume
    for (const side of ['buy', 'sell'] as const) {
      for (const resting of this.#ownOrders(side)) {
        const order = resting.order!
        const at = this.#makerPrice(order, price)
        const quantity = room === null ? resting.left : minOf(room, resting.left)
        if (at === null || quantity === 0n) break
        this.#take(resting, quantity)
        if (room !== null) room -= quantity
        yield { taker: null, maker: order, side: opposite(side), price: at, quantity }
      }
    }
  }

  /** Lets the outside market offer `amount` at `price`, zero for nothing. What would cross the book is not offered. */
  quote(side: Side, price: Amount, amount: Amount): void {
    this.#withdraw(side, price)
    const other = this.book.best(opposite(side))?.price
    if (amount === 0n || (other !== undefined && (side === 'buy' ? price >= other : price <= other))) return
    const resting: Resting = { order: null, side, price, left: amount }
    this.#external[side].set(price, resting)
    this.book.add(resting)
  }

  /** Takes back what the outside market offers on the wrong side of `price`. */
  removeCrossed(price: Amount): void {
    for (const side of ['buy', 'sell'] as const) {
      const crossed: Amount[] = []
      for (const level of this.book.levels(side)) {
        if (side === 'buy' ? level.price <= price : level.price >= price) break
        crossed.push(level.price)
      }
      for (const at of crossed) this.#withdraw(side, at)
    }
  }

  /** Does the outside market offer something at `price`? */
  hasOffer(side: Side, price: Amount): boolean {
    return this.#external[side].has(price)
  }

  /** Prices at which the outside market offers, in no particular order. */
  offers(side: Side): IterableIterator<Amount> {
    return this.#external[side].keys()
  }

  /** Removes the stops that trigger at the last price and gives them back, oldest first. */
  takeTriggeredStops(): Order[] {
    if (this.stops.length === 0) return []
    const [last, market] = [formatAmount(this.lastPrice), this.#marketPrice]
    const triggered = this.stops.filter(({ side, stopPrice, pair }) =>
      this.#rules.triggers({ symbol: pair.name, side, stopPrice: formatAmount(stopPrice) }, last, market),
    )
    for (const order of triggered) this.stops.splice(this.stops.indexOf(order), 1)
    return triggered
  }

  /** Puts an order into the book, behind all that are there at its price. */
  restOrder(order: Order): void {
    const resting = { order, side: order.side, price: order.price, left: order.left }
    this.#own[order.side].add(resting)
    this.book.add(resting)
  }

  /** Takes an order out of the book or from among the stops. */
  remove(order: Order): void {
    const resting = this.book.find(order)
    if (resting !== undefined) this.#take(resting, resting.left)
    const stop = this.stops.indexOf(order)
    if (stop >= 0) this.stops.splice(stop, 1)
  }

  /** Best first, at one price the one that came first. */
  #ownOrders(side: Side): Resting[] {
    const own = [...this.#own[side]]
    if (own.length < 2) return own
    const isBetter = (one: Amount, other: Amount) => (side === 'buy' ? one > other : one < other)
    return own.sort((one, other) => (one.price === other.price ? 0 : isBetter(one.price, other.price) ? -1 : 1))
  }

  #withdraw(side: Side, price: Amount): void {
    const resting = this.#external[side].get(price)
    if (resting === undefined) return
    this.#external[side].delete(price)
    this.book.reduce(resting, resting.left)
  }

  #take(resting: Resting, quantity: Amount): void {
    this.book.reduce(resting, quantity)
    if (resting.left > 0n) return
    if (resting.order === null) this.#external[resting.side].delete(resting.price)
    else this.#own[resting.side].delete(resting)
  }

  get #marketPrice(): string {
    return formatAmount(this.external?.price ?? this.lastPrice)
  }

  #makerPrice(order: Order, marketPrice: Amount): Amount | null {
    const price = formatAmount(marketPrice)
    return this.#asked(order, order.left, 'maker', price, price)
  }

  #externalPrice(taker: Order, resting: Resting): Amount | null {
    const [last, book] = [formatAmount(this.lastPrice), formatAmount(resting.price)]
    return this.#asked(taker, minOf(taker.left, resting.left), 'taker', last, book)
  }

  #asked(order: Order, quantity: Amount, liquidity: 'maker' | 'taker', last: string, book: string): Amount | null {
    const limit = limitOf(order)
    const price = this.#rules.tradePrice({
      symbol: this.pair.name,
      side: order.side,
      liquidity,
      limitPrice: limit === null ? null : formatAmount(limit),
      stopPrice: order.stopPrice === 0n ? null : formatAmount(order.stopPrice),
      quantity: formatAmount(quantity),
      lastPrice: last,
      bookPrice: book,
      marketPrice: this.#marketPrice,
      arrival: this.external?.arrival ?? 'jump',
    })
    return price === null ? null : heldToLimit(order.side, limit, price)
  }
}

/** Is `price` worse than `worst`, for an order of this side? */
export function isBeyond(side: Side, price: Amount, worst: Amount): boolean {
  return side === 'buy' ? price > worst : price < worst
}

function heldToLimit(side: Side, limit: Amount | null, text: string): Amount {
  const price = amountOf(text)
  if (limit === null) return price
  return side === 'buy' ? minOf(price, limit) : maxOf(price, limit)
}
