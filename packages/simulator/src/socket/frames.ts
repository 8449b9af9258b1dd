import { type Amount, DECIMALS, formatAmount, formatFixed } from '../exchange/amounts.ts'
import type { Candle } from '../exchange/candles.ts'
import type { PublicTrade, UserTrade } from '../exchange/events.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import type { Order, OrderMethod, Pair } from '../exchange/order.ts'
import type { BookChanges, BookLevel, BookLevels, LevelChange } from '../exchange/published-book.ts'
import { tickerOf } from '../exchange/ticker.ts'
import { userTradeWire } from '../rest/order-json.ts'

/** A frame as sent, and its type. */
export type Frame = { readonly type: number; readonly text: string }

export type Subscription = { readonly channel: string; readonly event: string }

const METHOD_CODES: Readonly<Record<OrderMethod, number>> = { limit: 0, market: 1, stoplimit: 2, stopmarket: 3 }

function frame(type: number, payload: object): Frame {
  return { type, text: JSON.stringify([type, payload]) }
}

/** With the members that every frame of a subscription ends in. */
function subscribed(type: number, payload: object, { channel, event }: Subscription): Frame {
  return frame(type, { ...payload, channel, event, type })
}

export function versionFrame(): Frame {
  return frame(991, { type: 991, current: '6.0.0', min: '2.3.0' })
}

export function resultFrame(isOk: boolean, message: string): Frame {
  return frame(100, { type: 100, ok: isOk, message })
}

/** @param refusal - `null` for a login that succeeded */
export function loginFrame(type: 112 | 114, userId: number, refusal: string | null): Frame {
  return frame(type, { type, id: userId, ok: refusal === null, message: refusal })
}

export function tickerFrame(market: Market, now: number, subscription: Subscription): Frame {
  return subscribed(402, tickerItem(market, now), subscription)
}

export function allTickersFrame(exchange: Exchange, subscription: Subscription): Frame {
  const items = [...exchange.markets.values()].map((market, index) => ({
    ...tickerItem(market, exchange.now()),
    Ord: index,
  }))
  return subscribed(401, { items }, subscription)
}

/** `S` is the taker's side: 0 sells, 1 buys. `D` is text here. */
function tradeItem({ time, id, quantity, price, side }: PublicTrade): Record<string, unknown> {
  return {
    D: `${time}`,
    I: `${id}`,
    A: formatFixed(quantity, 10),
    P: formatFixed(price, 10),
    S: side === 'sell' ? 0 : 1,
  }
}

/** Oldest first, the last fifty. */
export function tradeListFrame(market: Market, subscription: Subscription): Frame {
  const items = market.trades.slice(-50).map(tradeItem)
  return subscribed(421, { symbol: market.pair.name, items }, subscription)
}

export function tradeFrame(pair: Pair, trade: PublicTrade, subscription: Subscription): Frame {
  const { S, ...rest } = tradeItem(trade)
  return subscribed(422, { ...rest, PS: pair.name, S }, subscription)
}

export function candleFrame(pair: Pair, resolution: string, candle: Candle, subscription: Subscription): Frame {
  const payload = {
    D: candle.time / 1000,
    P: pair.name,
    R: resolution,
    O: formatAmount(candle.open),
    H: formatAmount(candle.high),
    L: formatAmount(candle.low),
    C: formatAmount(candle.close),
    V: formatAmount(candle.volume),
  }
  return subscribed(428, payload, subscription)
}

export function bookFrame(pair: Pair, changeSet: number, book: BookLevels, subscription: Subscription): Frame {
  const levels = (side: readonly BookLevel[]) =>
    side.map(({ price, amount }) => ({ A: formatAmount(amount), P: formatAmount(price) }))
  return subscribed(431, { CS: changeSet, PS: pair.name, AO: levels(book.asks), BO: levels(book.bids) }, subscription)
}

export function differenceFrame(
  pair: Pair,
  changeSet: number,
  changes: BookChanges,
  subscription: Subscription,
): Frame {
  const levels = (side: readonly LevelChange[]) =>
    side.map(({ change, price, amount }) => ({ CP: change, P: formatAmount(price), A: formatAmount(amount) }))
  return subscribed(
    432,
    { CS: changeSet, PS: pair.name, AO: levels(changes.asks), BO: levels(changes.bids) },
    subscription,
  )
}

/** 451 writes decimals as they are, 452 pads them to sixteen. `orderType` is 0 for a buy, other than a trade's `S`. */
export function orderFrame(type: 451 | 452, order: Order, left: Amount, denominatorLeft: Amount): Frame {
  const text = type === 451 ? formatAmount : (amount: Amount) => formatFixed(amount, DECIMALS)
  return frame(type, {
    type,
    pairId: order.pair.id,
    symbol: order.pair.name,
    id: order.id,
    method: METHOD_CODES[order.method],
    userId: order.account.userId,
    orderType: order.side === 'buy' ? 0 : 1,
    price: text(order.price),
    amount: text(order.amount),
    numLeft: text(left),
    denomLeft: text(denominatorLeft),
    newOrderClientId: order.clientId,
  })
}

export function orderMatchFrame({ order, quantity, price, time }: UserTrade): Frame {
  return frame(441, {
    type: 441,
    id: order.id,
    user: order.account.userId,
    isBid: order.side === 'buy',
    method: METHOD_CODES[order.method],
    pair: order.pair.id,
    symbol: order.pair.name,
    amount: formatFixed(quantity, 10),
    price: formatFixed(price, 10),
    clientId: order.clientId,
    timestamp: `${time}`,
  })
}

/** The one payload without a `type`. */
export function userTradeFrame(trade: UserTrade): Frame {
  return frame(423, userTradeWire(trade))
}

/** `payload` is pair, base and quote by their numbers. */
export function balanceFrame(order: Order, exchange: Exchange): Frame {
  const { id, base, quote } = order.pair
  const [baseId, quoteId] = [exchange.currencies.get(base)!.id, exchange.currencies.get(quote)!.id]
  return frame(201, { type: 201, userId: order.account.userId, payload: `${id},${baseId},${quoteId}` })
}

function tickerItem(market: Market, now: number): Record<string, unknown> {
  const { pair } = market
  const ticker = tickerOf(market, now)
  return {
    B: formatAmount(ticker.bid),
    A: formatAmount(ticker.ask),
    BA: formatAmount(ticker.bidAmount),
    AA: formatAmount(ticker.askAmount),
    PS: pair.name,
    H: formatAmount(ticker.high),
    L: formatAmount(ticker.low),
    LA: formatAmount(ticker.last),
    O: formatAmount(ticker.open),
    V: formatAmount(ticker.volume),
    AV: formatFixed(ticker.average, 12),
    D: formatAmount(ticker.daily),
    DP: formatAmount(ticker.dailyPercent),
    DS: pair.quote,
    NS: pair.base,
    PId: pair.id,
  }
}
