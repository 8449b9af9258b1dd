import { formatAmount, formatFixed } from '../exchange/amounts.ts'
import type { Market } from '../exchange/market.ts'
import { symbolKey } from '../exchange/pairs.ts'
import { BOOK_DEPTH, type BookLevel } from '../exchange/published-book.ts'
import { reject, rejectText } from '../exchange/rejections.ts'
import { tickerOf } from '../exchange/ticker.ts'
import { amountNumber, type Call, ok, type Reply, refused } from './reply.ts'

const MAX_TRADES = 50

/** Always a list: of one, of all, or, for a pair that is not there, of none. */
export function ticker({ exchange, request, now }: Call): Reply {
  const symbol = request.query.get('pairSymbol')
  const markets = [...exchange.markets.values()]
  const asked = symbol === null ? markets : markets.filter(({ pair }) => pair.name === symbolKey(symbol))
  return ok(asked.map((market) => tickerWire(market, now)))
}

export function tickerByCurrency({ exchange, request, now }: Call): Reply {
  const symbol = request.query.get('symbol')?.toUpperCase()
  if (symbol === undefined) return refused(rejectText('currencySymbol parameter must be set', 1037))
  const asked = [...exchange.markets.values()].filter(({ pair }) => pair.base === symbol || pair.quote === symbol)
  return ok(asked.map((market) => tickerWire(market, now)))
}

/** The one answer whose `code` is a string. */
export function orderBook(call: Call): Reply {
  const market = marketOf(call)
  if (!('pair' in market)) return market
  const limit = count(call.request.query.get('limit'), BOOK_DEPTH)
  const { bids, asks } = call.bookOf(market.pair.name)
  const wire = (levels: readonly BookLevel[]) =>
    levels.slice(0, limit).map(({ price, amount }) => [formatAmount(price), formatFixed(amount, market.pair.baseScale)])
  return ok({ timestamp: call.now, bids: wire(bids), asks: wire(asks) }, null, 'SUCCESS')
}

/** Newest first; `side` is the taker's. */
export function trades(call: Call): Reply {
  const market = marketOf(call)
  if (!('pair' in market)) return market
  const { pair } = market
  const last = market.trades.slice(-count(call.request.query.get('last'), MAX_TRADES)).reverse()
  return ok(
    last.map((trade) => ({
      pair: pair.name,
      pairNormalized: pair.normalized,
      numerator: pair.base,
      denominator: pair.quote,
      date: trade.time,
      tid: trade.id.toString(),
      price: formatAmount(trade.price),
      amount: formatFixed(trade.quantity, pair.baseScale),
      side: trade.side,
    })),
  )
}

function tickerWire(market: Market, now: number): Record<string, unknown> {
  const { pair } = market
  const { last, high, low, bid, ask, open, volume, average, daily, dailyPercent } = tickerOf(market, now)
  const prices = { last, high, low, bid, ask, open, volume, average, daily, dailyPercent }
  return {
    pair: pair.name,
    pairNormalized: pair.normalized,
    timestamp: now,
    ...Object.fromEntries(Object.entries(prices).map(([name, value]) => [name, amountNumber(value)])),
    denominatorSymbol: pair.quote,
    numeratorSymbol: pair.base,
    order: pair.order,
  }
}

function marketOf({ exchange, request }: Call): Market | Reply {
  const symbol = request.query.get('pairSymbol')
  if (symbol === null || symbol === '') return refused(reject('INVALID_REQUEST_ERROR'))
  return exchange.markets.get(symbolKey(symbol)) ?? refused(rejectText(`Pair ${symbol} does not exists.`, 1037))
}

/** A count from 1 to `max`; anything else is `max`. */
function count(text: string | null, max: number): number {
  const value = text === null ? max : Number(text)
  return Number.isInteger(value) && value >= 1 ? Math.min(value, max) : max
}
