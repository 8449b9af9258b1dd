import type { Timers } from '@tezgah/btcturk'
import type { Exchange } from '../exchange/exchange.ts'
import { StaticFeed } from './external-liquidity.ts'
import type { Feed, FeedOptions } from './feed.ts'
import { candleEvents, RecordedFeed, seedCandles, tradeEvents } from './recorded-feed.ts'
import { SyntheticFeed } from './synthetic-feed.ts'

const DEPTH = 100
const CHURN = 4

/** @throws RangeError for a recording of a pair that is not there */
export function createFeed(options: FeedOptions, exchange: Exchange, timers: Timers, seed: number): Feed {
  const depth = options.depth ?? DEPTH
  if (options.type === 'none') return new StaticFeed(exchange, depth, seed)
  const churn = options.churn ?? CHURN
  if (options.type === 'synthetic') {
    const { everyMs = 500, volatility = 5, historyMinutes = 1440 } = options
    return new SyntheticFeed(exchange, timers, { everyMs, depth, churn, volatility, historyMinutes }, seed)
  }
  if (options.type === 'trades') {
    const events = Object.entries(options.trades).flatMap(([symbol, trades]) =>
      tradeEvents(exchange.market(symbol), trades),
    )
    return new RecordedFeed(exchange, timers, events, { depth, churn, seed, fills: 'volume' })
  }
  const { series, intervalMs, fills = 'all' } = options
  const events = Object.entries(series).flatMap(([symbol, candles]) => {
    const market = exchange.market(symbol)
    seedCandles(market, candles, intervalMs, exchange.now())
    return candleEvents(market, candles, intervalMs)
  })
  return new RecordedFeed(exchange, timers, events, { depth, churn, seed, fills })
}
