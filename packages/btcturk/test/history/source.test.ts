import { describe, expect, it } from 'vitest'
import { downloadCandles, exchangeHistory, type HistoryClient } from '../../src/history/index.ts'
import { createPublicClient } from '../../src/index.ts'
import { errorOf } from '../kit/error-of.ts'
import { fakeFetch } from '../kit/fake-fetch.ts'
import { FakeTime } from '../kit/fake-time.ts'
import { candlesAt, KlinesServer, type Row } from './klines-server.ts'

const MINUTE = 60_000
const START = Date.UTC(2024, 0, 1)

/** A chart host that counts seconds, on a server whose clock is an hour behind the local one. */
function exchange(server: KlinesServer, time: FakeTime) {
  return fakeFetch(async ({ url }) => {
    if (url.pathname === '/api/v2/server/time') return { body: { serverTime: time.now() - 60 * MINUTE } }
    const [from, to] = ['from', 'to'].map((name) => Number(url.searchParams.get(name)) * 1000) as [number, number]
    const rows = await server.fetchKlines({ symbol: 'BTCTRY', resolution: 1, from, to })
    const { open, high, low, close, volume } = rows
    const t = rows.time.map((value) => value / 1000)
    return { body: { s: t.length === 0 ? null : 'ok', t, o: open, h: high, l: low, c: close, v: volume } }
  })
}

describe('exchangeHistory', () => {
  it('downloads through a client, by the clock of the exchange', async () => {
    const time = new FakeTime(START + 70 * MINUTE)
    const server = new KlinesServer(candlesAt(START, MINUTE, [...Array(70).keys()]))
    const fetch = exchange(server, time)
    const client = createPublicClient({ ports: { clock: time, timers: time, random: () => 0.5, fetch } })
    const span = { symbol: 'BTCTRY', interval: '1m', from: START, to: START + 60 * MINUTE } as const
    const { candles, to, gaps } = await time.until(downloadCandles({ ...exchangeHistory(client), ...span }))
    // At ten past, less three minutes to settle and less the error of the clock, six candles are closed.
    expect([candles.length, to, gaps]).toEqual([6, START + 6 * MINUTE, []])
    const [asked] = fetch.seen.filter(({ url }) => url.pathname === '/v1/klines/history')
    expect(Number(asked!.url.searchParams.get('to')) * 1000).toBe(START + 7 * MINUTE - MINUTE - 1000)
  })

  it('puts right what the exchange sends twice or out of order', async () => {
    const time = new FakeTime(START + 70 * MINUTE)
    const older = (row: Row) => ({ ...row, close: row.open, volume: 0 })
    const arrange = (rows: Row[]) => (rows.length < 4 ? rows : [...rows, rows[1]!, older(rows[2]!)].reverse())
    const server = new KlinesServer(candlesAt(START, MINUTE, [0, 1, 2, 3]), { arrange })
    const ports = { clock: time, timers: time, random: () => 0.5, fetch: exchange(server, time) }
    const client = createPublicClient({ ports })
    const span = { symbol: 'BTCTRY', interval: '1m', from: START, to: START + 4 * MINUTE } as const
    const { candles, repairs } = await time.until(downloadCandles({ ...exchangeHistory(client), ...span }))
    expect([...candles.time]).toEqual(server.rows.map((row) => row.time))
    expect([...candles.close]).toEqual(server.rows.map((row) => row.close))
    expect(repairs).toEqual({ duplicates: 1, conflicts: 1, unordered: 4, outside: 0 })
  })

  it('takes the earliest time that it can be, and measures only where it is unknown', async () => {
    let syncs = 0
    const known = { time: 5000, errorMs: 20, ageMs: 0 }
    const client = (first: typeof known | null, measured: typeof known | null): HistoryClient => ({
      klines: () => Promise.reject(new Error('not reached')),
      serverClock: () => first,
      syncClock: async () => {
        syncs++
        return measured
      },
    })
    expect(await exchangeHistory(client(known, null)).clock.serverTime()).toBe(4980)
    expect(syncs).toBe(0)
    expect(await exchangeHistory(client(null, known)).clock.serverTime()).toBe(4980)
    const jumping = exchangeHistory(client(null, null)).clock
    expect(await errorOf(async () => await jumping.serverTime())).toMatchObject({ code: 'clock_unknown' })
  })
})
