import type { Exchange } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import { readBook } from '../exchange/published-book.ts'
import { empty, json, type Reply, type RestRequest } from '../rest/reply.ts'
import { allTickersFrame, bookFrame, type Frame, tickerFrame, tradeListFrame } from './frames.ts'

/** The plain HTTP that the feed host answers: the payloads of frames. */
export function feedReply(exchange: Exchange, { method, path }: RestRequest): Reply {
  if (method !== 'GET') return empty(405)
  const [, topic = '', second = '', third = '', fourth] = path.split('/')
  if (topic === 'ticker' && second === 'all')
    return items(allTickersFrame(exchange, { channel: 'ticker', event: 'all' }))
  const market = exchange.markets.get(topic === 'orderbook' ? second : third)
  if (market === undefined) return empty(404)
  return marketReply(exchange, market, `${topic}/${topic === 'orderbook' ? '' : second}`, Number(fourth ?? 50))
}

function marketReply(exchange: Exchange, market: Market, path: string, count: number): Reply {
  const event = market.pair.name
  if (path === 'orderbook/')
    return payload(bookFrame(market.pair, 0, readBook(market), { channel: 'orderbook', event }))
  if (path === 'ticker/pair') return payload(tickerFrame(market, exchange.now(), { channel: 'ticker', event }))
  if (path !== 'trade/last' || !(count >= 1 && count <= 50)) return empty(404)
  const all = JSON.parse(tradeListFrame(market, { channel: 'trade', event }).text) as [number, { items: unknown[] }]
  return json(200, all[1].items.slice(-count))
}

function payload({ text }: Frame): Reply {
  return json(200, (JSON.parse(text) as [number, unknown])[1])
}

function items({ text }: Frame): Reply {
  return json(200, (JSON.parse(text) as [number, { items: unknown }])[1].items)
}
