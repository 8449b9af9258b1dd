import { divideHalfUp, toNumber, UNIT } from '../core/amount.ts'
import { type Bar, joinBars } from '../core/bars.ts'
import { symbolKey } from '../core/pair.ts'
import { refuse } from '../core/refusals.ts'
import { readResolution } from '../core/resolution.ts'
import type { Call } from './context.ts'
import { pointNumber } from './json.ts'
import { json, type Reply, refused } from './reply.ts'

const DAY = 86_400_000

/** Columns; all empty, with `s: null`, where nothing is found or the pair is not there. The forming bar is included. */
export function klines({ exchange, request }: Call): Reply {
  const { query } = request
  const resolution = readResolution(query.get('resolution') ?? '')
  const range = readRange(query)
  if (resolution === null || range === null) return refused(refuse('INVALID_REQUEST_ERROR'))
  const market = exchange.markets.get(symbolKey(query.get('symbol') ?? ''))
  const held = market?.bars.between(range.from, range.to + resolution.longestMs) ?? []
  const fitting = held.filter(({ interval }) => interval <= resolution.longestMs)
  const bars = joinBars(fitting, resolution.startOf).filter(({ time }) => time >= range.from && time <= range.to)
  const column = (name: 'high' | 'open' | 'low' | 'close' | 'volume') => bars.map((bar) => pointNumber(bar[name]))
  return json(200, {
    s: bars.length === 0 ? null : 'ok',
    t: bars.map(({ time }) => time / 1000),
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
  if (range === null) return refused(refuse('INVALID_REQUEST_ERROR'))
  const market = exchange.markets.get(symbolKey(query.get('pair') ?? ''))
  const startOf = (time: number) => time - (time % DAY)
  const from = startOf(range.from)
  const held = market?.bars.between(from, range.to) ?? []
  return json(
    200,
    joinBars(held, startOf).map((bar) => dayWire(market!.pair.name, bar)),
  )
}

function dayWire(pair: string, { time, open, high, low, close, volume, total }: Bar): Record<string, unknown> {
  const change = close - open
  const percent = divideHalfUp((change < 0n ? -change : change) * 10_000n, open)
  return {
    pair,
    time: time / 1000,
    ...{ open: toNumber(open), high: toNumber(high), low: toNumber(low), close: toNumber(close) },
    volume: toNumber(volume),
    total: toNumber(total),
    average: Number(toNumber(volume === 0n ? close : (total * UNIT) / volume).toFixed(2)),
    dailyChangeAmount: toNumber(change),
    dailyChangePercentage: (change < 0n ? -1 : 1) * (Number(percent) / 100),
  }
}

/** Unix seconds to milliseconds. @returns `null` where one is missing, negative or no whole number */
function readRange(query: URLSearchParams): { readonly from: number; readonly to: number } | null {
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  if (!/^\d{1,13}$/.test(from) || !/^\d{1,13}$/.test(to)) return null
  return { from: Number(from) * 1000, to: Number(to) * 1000 }
}
