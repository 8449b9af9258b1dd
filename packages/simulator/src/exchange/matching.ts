import { maxOf } from '@tezgah/core/fixed-point'
import type { Amount } from './amounts.ts'
import type { ExchangeListener, IdSequence, PublicTrade, UserTrade } from './events.ts'
import type { ExternalTrades } from './external-trades.ts'
import { marketBuyAmount } from './fees.ts'
import type { Market, Match } from './market.ts'
import { isOpen, limitOf, type Order, type OrderTerms, opposite, spendsQuote } from './order.ts'
import type { Rates } from './order-checks.ts'
import { affordable, applyFill, limitReserve, quoteReserveOf, releaseReserve } from './reserves.ts'

export type MatchingPorts = {
  readonly ids: IdSequence
  readonly ledger: ExternalTrades
  readonly now: () => number
  readonly settleDelayMs: number
  readonly ratesOf: (order: Pick<Order, 'account' | 'pair'>) => Rates
  readonly emit: ExchangeListener
  readonly keep: (order: Order) => void
}

export type Offer = { readonly side: Order['side']; readonly price: Amount; readonly amount: Amount }

/** What happens outside: a trade at `price`, and what is offered from then on. */
export type ExternalMove = {
  readonly price: Amount
  /** Base amount traded there; zero for a move without a trade. */
  readonly volume: Amount
  /** Does what rests here share the volume, or is all filled that the price reaches? */
  readonly fills: 'volume' | 'all'
  /** Side of the taker. */
  readonly side: Order['side']
  /** `walk`: over every price between. Default `jump`. */
  readonly arrival?: 'walk' | 'jump'
  readonly offers: readonly Offer[]
}

/** The life of orders that were let in: entering, matching, triggering, ending. */
export class Matching {
  readonly #ports: MatchingPorts

  constructor(ports: MatchingPorts) {
    this.#ports = ports
  }

  /** Lets in an order for which `reserve` is free, and matches it. */
  submit(terms: OrderTerms, account: Order['account'], market: Market, reserve: Amount): Order {
    const order = this.#create(terms, account, market)
    account.reserve(order.side === 'buy' ? order.pair.quote : order.pair.base, reserve)
    order.reserved = reserve
    this.#place(order, market)
    this.#runStops(market)
    return order
  }

  /** The outside market trades at `price`: what rests there trades, the book gives way, stops trigger. */
  applyMove(market: Market, { price, volume, fills, side, arrival = 'jump', offers }: ExternalMove): void {
    market.external = { price, arrival }
    let rest = volume
    for (const match of market.matchResting(price, fills === 'all' ? null : volume)) {
      this.#execute(market, match)
      rest -= match.quantity
    }
    market.removeCrossed(price)
    if (rest > 0n) this.#publish(market, price, rest, side)
    market.lastPrice = price
    for (const offer of offers) market.quote(offer.side, offer.price, offer.amount)
    this.#runStops(market)
  }

  /** Ends an open order. `left` and `denominatorLeft` are what frame 452 tells, which may be old. */
  close(order: Order, market: Market, reported: { readonly left: Amount; readonly denominatorLeft: Amount }): void {
    market.remove(order)
    releaseReserve(order, order.reserved)
    order.status = 'Canceled'
    order.updatedAt = this.#ports.now()
    this.#ports.emit({ type: 'orderDeleted', order, ...reported })
  }

  #create(terms: OrderTerms, account: Order['account'], market: Market): Order {
    const { now, ids, ratesOf, keep } = this.#ports
    const rates = ratesOf({ account, pair: terms.pair })
    const unitPrice = terms.method === 'market' ? market.bestAsk : terms.stopPrice
    const amount = spendsQuote(terms) ? marketBuyAmount(terms.quantity, unitPrice, rates.taker) : terms.quantity
    const price = terms.method === 'stopmarket' ? terms.stopPrice : terms.method === 'market' ? 0n : terms.price
    const time = now()
    const order: Order = {
      ...terms,
      price,
      id: ids.nextOrder(),
      account,
      time,
      updatedAt: time,
      status: 'Untouched',
      amount,
      left: amount,
      reserved: 0n,
      denominatorLeft: quoteReserveOf(terms.side, price, amount, rates.maker),
      firstPrice: 0n,
      dust: 0n,
      cancel: null,
    }
    keep(order)
    return order
  }

  #place(order: Order, market: Market): void {
    if (order.method !== 'market') this.#ports.emit({ type: 'orderInserted', order })
    if (order.method === 'stoplimit' || order.method === 'stopmarket') {
      market.stops.push(order)
      return
    }
    this.#take(order, market)
    if (order.method === 'market') this.#finishMarketOrder(order)
    else if (order.left > 0n) this.#rest(order, market)
  }

  #take(order: Order, market: Market): void {
    const { taker } = this.#ports.ratesOf(order)
    const pays = (price: Amount): Amount => affordable(order, price, taker)
    // Its own fills move the last price, but not the band.
    const worst = market.worstPrice(order.side, limitOf(order))
    const next = (): Match | null => market.nextMatch(order, worst, pays)
    for (let match = next(); match !== null; match = next()) this.#execute(market, match)
  }

  #rest(order: Order, market: Market): void {
    if (order.side === 'buy') {
      const { maker } = this.#ports.ratesOf(order)
      const needed = limitReserve(order.price, order.left, maker)
      releaseReserve(order, maxOf(order.reserved - needed, 0n))
    }
    market.restOrder(order)
  }

  /** A market order never rests: a buy whose money is spent is filled, what the band cut off is cancelled. */
  #finishMarketOrder(order: Order): void {
    const isSpent = order.side === 'buy' && order.left < order.amount && order.reserved * 1000n < order.quantity
    if (isSpent) {
      order.amount -= order.left
      order.left = 0n
      order.status = 'Closed'
    }
    order.dust = order.side === 'buy' ? order.reserved : 0n
    releaseReserve(order, order.reserved)
    if (order.left === 0n) return
    order.status = 'Canceled'
    this.#ports.emit({ type: 'orderDeleted', order, left: order.left, denominatorLeft: order.denominatorLeft })
  }

  #runStops(market: Market): void {
    for (let stops = market.takeTriggeredStops(); stops.length > 0; stops = market.takeTriggeredStops()) {
      for (const stop of stops) this.#trigger(stop, market)
    }
  }

  /** The stop ends as cancelled; a new order with a higher id and the same client id takes its place and its money. */
  #trigger(stop: Order, market: Market): void {
    const { reserved, left, denominatorLeft } = stop
    stop.status = 'Canceled'
    stop.updatedAt = this.#ports.now()
    this.#ports.emit({ type: 'orderDeleted', order: stop, left, denominatorLeft })
    const order = this.#create(
      { ...stop, method: stop.method === 'stoplimit' ? 'limit' : 'market' },
      stop.account,
      market,
    )
    order.amount = stop.amount
    order.left = stop.amount
    order.reserved = reserved
    stop.reserved = 0n
    this.#place(order, market)
  }

  #execute(market: Market, match: Match): void {
    const { price, quantity } = match
    if (match.taker !== null) this.#fill(match.taker, price, quantity, 'taker')
    if (match.maker !== null) this.#fill(match.maker, price, quantity, 'maker')
    const { base, quote } = market.pair
    if (match.taker === null) this.#ports.ledger.trade(base, quote, match.side, price, quantity)
    if (match.maker === null) this.#ports.ledger.trade(base, quote, opposite(match.side), price, quantity)
    this.#publish(market, price, quantity, match.side)
  }

  #fill(order: Order, price: Amount, quantity: Amount, liquidity: 'maker' | 'taker'): void {
    const { ids, ledger, now, settleDelayMs, ratesOf, emit } = this.#ports
    const time = now()
    const rates = ratesOf(order)
    const settlement = { now: time, settlesAt: time + settleDelayMs }
    const charge = applyFill(order, price, quantity, rates[liquidity], rates.maker, settlement)
    ledger.collect(order.pair.quote, charge.fee + charge.tax)
    if (order.firstPrice === 0n) order.firstPrice = price
    if (isOpen(order)) order.status = order.left === 0n ? 'Closed' : 'Partial'
    order.updatedAt = time
    const trade: UserTrade = { id: ids.nextUserTrade(), order, time, price, quantity, ...charge }
    emit({ type: 'orderFilled', order, trade })
  }

  #publish(market: Market, price: Amount, quantity: Amount, side: Order['side']): void {
    const trade: PublicTrade = { id: this.#ports.ids.nextTrade(), time: this.#ports.now(), price, quantity, side }
    market.record(trade)
    this.#ports.emit({ type: 'traded', pair: market.pair, trade })
  }
}
