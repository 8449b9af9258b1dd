import { toNumber } from '../exchange/amounts.ts'
import { aggregateCandles, averageOf, type Candle, changeOf, dailyCandles } from '../exchange/candles.ts'
import { symbolKey } from '../exchange/pairs.ts'
import { reject } from '../exchange/rejections.ts'
import { readResolution } from '../exchange/resolution.ts'
import { type Call, json, pointNumber, type Reply, refused } from './reply.ts'

/** Columns; all empty, with `s: null`, where nothing is found or the pair is not there. The forming candle is included. */
export function klines({ exchange, request }: Call): Reply {
  const { query } = request
  const resolution = readResolution(query.get('resolution') ?? '')
  const range = readRange(query)
  if (resolution === null || range === null) return refused(reject('INVALID_REQUEST_ERROR'))
  const market = exchange.markets.get(symbolKey(query.get('symbol') ?? ''))
  const held = market?.candles.between(range.from, range.to + resolution.longestMs) ?? []
  const fitting = held.filter(({ interval }) => interval <= resolution.longestMs)
  const candles = aggregateCandles(fitting, resolution.startOf).filter(
    ({ time }) => time >= range.from && time <= range.to,
  )
  const column = (name: 'high' | 'open' | 'low' | 'close' | 'volume') =>
    candles.map((candle) => pointNumber(candle[name]))
  return json(200, {
    s: candles.length === 0 ? null : 'ok',
    t: candles.map(({ time }) => time / 1000),
    h: column('high'),
    o: column('open'),
    l: column('low'),
    c: column('close'),
    v: column('volume'),
  })
}

/** Daily rows without an envelope. */
export function ohlcs({ exchange, request }: Call): Reply {
  const { query } = request
  const range = readRange(query)
  if (range === null) return refused(reject('INVALID_REQUEST_ERROR'))
  const market = exchange.markets.get(symbolKey(query.get('pair') ?? ''))
  const days = market === undefined ? [] : dailyCandles(market.candles, range.from, range.to)
  return json(
    200,
    days.map((day) => dayWire(market!.pair.name, day)),
  )
}

function dayWire(pair: string, day: Candle): Record<string, unknown> {
  const { time, open, high, low, close, volume, total } = day
  const { amount, percent } = changeOf(day)
  return {
    pair,
    time: time / 1000,
    ...{ open: toNumber(open), high: toNumber(high), low: toNumber(low), close: toNumber(close) },
    volume: toNumber(volume),
    total: toNumber(total),
    average: averageOf(day),
    dailyChangeAmount: toNumber(amount),
    dailyChangePercentage: percent,
  }
}

/** Unix seconds to milliseconds, from before the epoch too. @returns `null` where one is missing or no whole number */
function readRange(query: URLSearchParams): { readonly from: number; readonly to: number } | null {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  if (!/^-?\d{1,13}$/.test(from) || !/^-?\d{1,13}$/.test(to)) return null
  return { from: Number(from) * 1000, to: Number(to) * 1000 }
}
