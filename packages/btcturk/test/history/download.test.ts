import { describe, expect, it } from 'vitest'
import { createSeries } from '../../../backtest/src/index.ts'
import { type DownloadOptions, type DownloadProgress, downloadCandles, memoryStore } from '../../src/history/index.ts'
import { errorOf } from '../kit/error-of.ts'
import { candleAt, candlesAt, KlinesServer, type Row } from './klines-server.ts'

const HOUR = 3_600_000
/** A Monday, and a multiple of four hours: pages of four hours begin here. */
const START = Date.UTC(2024, 0, 1)

const hours = (...places: number[]) => candlesAt(START, HOUR, places)
const at = (place: number) => START + place * HOUR

/** Four-hour pages of hourly candles, from the start, with the server's clock far ahead. */
function options(server: KlinesServer, changes: Partial<DownloadOptions> = {}): DownloadOptions {
  return {
    fetchKlines: server.fetchKlines,
    clock: { serverTime: () => at(1000) },
    symbol: 'BTCTRY',
    interval: '1h',
    from: START,
    to: at(8),
    pageCandles: 4,
    settleMs: 0,
    ...changes,
  }
}

const asked = (server: KlinesServer) =>
  server.seen.map(({ from, to }) => [(from - START) / HOUR, (to + 1 - START) / HOUR])

describe('downloadCandles', () => {
  it('joins pages into columns that the engine takes as they are', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3, 4, 5, 6, 7))
    const { candles, gaps, pages, fromCache, requests } = await downloadCandles(options(server))
    expect([...candles.time]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(at))
    expect(candles.close[5]).toBe(candleAt(at(5)).close)
    expect({ gaps, pages, fromCache, requests }).toEqual({ gaps: [], pages: 2, fromCache: 0, requests: 2 })
    expect(createSeries(candles)).toMatchObject({ symbol: 'BTCTRY', interval: '1h', length: 8 })
  })

  it('asks in the unit and the spelling of the client, both ends inside', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3))
    await downloadCandles(options(server, { to: at(4) }))
    expect(server.seen).toEqual([{ symbol: 'BTCTRY', resolution: 60, from: START, to: at(4) - 1 }])
  })

  it('gives the candles that open in the span, though pages are wider', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3, 4, 5, 6, 7))
    const { candles, from, to, gaps } = await downloadCandles(options(server, { from: at(2) - 1, to: at(5) + 1 }))
    expect([...candles.time]).toEqual([2, 3, 4, 5].map(at))
    expect([from, to, gaps]).toEqual([at(2), at(6), []])
  })

  it('reports what the exchange does not have, across page borders and at both ends', async () => {
    const server = new KlinesServer(hours(1, 2, 6))
    const { gaps } = await downloadCandles(options(server))
    expect(gaps).toEqual([
      { from: at(0), to: at(1), missing: 1 },
      { from: at(3), to: at(6), missing: 3 },
      { from: at(7), to: at(8), missing: 1 },
    ])
  })

  it('gives one gap and no candle where there is nothing', async () => {
    const result = await downloadCandles(options(new KlinesServer([])))
    expect(result.candles.length).toBe(0)
    expect(result.gaps).toEqual([{ from: at(0), to: at(8), missing: 8 }])
    expect(result.requests).toBe(2)
  })

  it.each([
    [
      'first',
      [
        [0, 4],
        [2, 4],
      ],
    ],
    [
      'last',
      [
        [0, 4],
        [0, 2],
      ],
    ],
  ] as const)('asks on where the exchange keeps the %s rows of more than it gives', async (keeps, requests) => {
    const server = new KlinesServer(hours(0, 1, 2, 3), { cap: 2, keeps })
    const { candles } = await downloadCandles(options(server, { to: at(4) }))
    expect([...candles.time]).toEqual([0, 1, 2, 3].map(at))
    expect(asked(server)).toEqual(requests)
  })

  it('believes a hole at an end of an answer only once it was asked for on its own', async () => {
    const server = new KlinesServer(hours(1, 2))
    await downloadCandles(options(server, { to: at(4) }))
    expect(asked(server)).toEqual([
      [0, 4],
      [0, 1],
      [3, 4],
    ])
  })

  it('takes candles that are sent twice or out of order once and in order', async () => {
    const older = { ...candleAt(at(2)), close: candleAt(at(2)).open, volume: 0 }
    const arrange = (rows: Row[]) => [...rows, rows[1]!, older].reverse()
    const server = new KlinesServer(hours(0, 1, 2, 3), { arrange })
    const { candles, repairs } = await downloadCandles(options(server, { to: at(4) }))
    expect([...candles.time]).toEqual([0, 1, 2, 3].map(at))
    expect([...candles.volume]).toEqual([0, 1, 2, 3].map((place) => candleAt(at(place)).volume))
    expect(repairs).toEqual({ duplicates: 1, conflicts: 1, unordered: 4, outside: 0 })
  })

  it('leaves out what belongs to the page before or after', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3, 4, 5, 6, 7))
    const wide = new KlinesServer(server.rows)
    const fetchKlines: DownloadOptions['fetchKlines'] = async ({ symbol, resolution, from, to }) =>
      wide.fetchKlines({ symbol, resolution, from: from - HOUR, to: to + HOUR })
    const { candles, repairs } = await downloadCandles(options(server, { fetchKlines }))
    expect([...candles.time]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(at))
    expect(repairs.outside).toBe(2)
  })

  it.each([
    ['off the grid', 'off_grid', { time: at(1) + 60_000 }],
    ['of no price', 'invalid_values', { low: 0 }],
    ['of a price that is no number', 'invalid_values', { open: Number.NaN }],
    ['with the close above the high', 'invalid_values', { close: 5000 }],
    ['of endless price', 'invalid_values', { high: Number.POSITIVE_INFINITY }],
    ['of negative volume', 'invalid_values', { volume: -1 }],
  ] as const)('leaves a candle %s out, says so, and counts it as missing', async (_, reason, changes) => {
    const odd = { ...candleAt(at(1)), ...changes }
    const server = new KlinesServer([candleAt(at(0)), odd, ...hours(2, 3)])
    const { candles, discarded, gaps } = await downloadCandles(options(server, { to: at(4) }))
    expect([...candles.time]).toEqual([0, 2, 3].map(at))
    expect(discarded).toEqual([{ time: odd.time, reason }])
    expect(gaps).toEqual([{ from: at(1), to: at(2), missing: 1 }])
  })

  it('ends with the last candle that was closed and settled by the clock of the exchange', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3, 4, 5))
    const until = async (now: number) => {
      const clock = { serverTime: async () => now }
      const { candles, to, gaps } = await downloadCandles(options(server, { clock, settleMs: 120_000 }))
      expect(gaps).toEqual([])
      return [candles.length, (to - START) / HOUR]
    }
    expect(await until(at(3))).toEqual([2, 2])
    expect(await until(at(3) + 119_999)).toEqual([2, 2])
    expect(await until(at(3) + 120_000)).toEqual([3, 3])
    expect(await until(at(5))).toEqual([4, 4])
    expect(Math.max(...server.seen.map(({ to }) => to))).toBeLessThan(at(4))
  })

  it('asks for nothing where nothing has closed', async () => {
    const server = new KlinesServer(hours(0))
    const result = await downloadCandles(options(server, { clock: { serverTime: () => at(1) - 1 } }))
    expect(result).toMatchObject({ from: START, to: START, pages: 0, gaps: [] })
    expect(server.seen).toEqual([])
  })

  it('begins weeks on Monday', async () => {
    const week = 7 * 24 * HOUR
    const server = new KlinesServer(candlesAt(START, week, [0, 1, 2]))
    const clock = { serverTime: () => START + 10 * week }
    const { candles } = await downloadCandles(
      options(server, { interval: '1w', from: START - 1, to: START + 3 * week, clock, pageCandles: 1440 }),
    )
    expect([...candles.time]).toEqual([0, 1, 2].map((place) => START + place * week))
  })

  it('knows no summer time: a day of 2016 in which Turkey put its clocks forward has 24 hours', async () => {
    const start = Date.UTC(2016, 2, 27)
    const server = new KlinesServer(candlesAt(start, HOUR, [...Array(24).keys()]))
    const { candles, gaps } = await downloadCandles(options(server, { from: start, to: start + 24 * HOUR }))
    expect([candles.length, gaps]).toEqual([24, []])
  })

  it('tells of seconds in place of milliseconds', async () => {
    const server = new KlinesServer(hours(0, 1), {
      arrange: (rows) => rows.map((row) => ({ ...row, time: row.time / 1000 })),
    })
    const error = await errorOf(downloadCandles(options(server)))
    expect(error).toMatchObject({ code: 'malformed', field: 'time' })
    expect(error.message).toContain('which looks like seconds')
  })

  it.each([
    ['only candles that were not asked for', [candleAt(at(-9))], 'all that came lie elsewhere'],
    ['a time that is not whole', [{ ...candleAt(at(0)), time: at(0) + 0.5 }], 'whole milliseconds'],
  ])('concludes nothing from %s', async (_, rows, message) => {
    const server = new KlinesServer([], { arrange: () => rows })
    const error = await errorOf(downloadCandles(options(server)))
    expect(error.code).toBe('malformed')
    expect(error.message).toContain(message)
  })

  it('refuses columns of different length', async () => {
    const server = new KlinesServer(hours(0, 1))
    const fetchKlines: DownloadOptions['fetchKlines'] = async (input) => ({
      ...(await server.fetchKlines(input)),
      low: [1],
    })
    expect(await errorOf(downloadCandles(options(server, { fetchKlines })))).toMatchObject({
      code: 'malformed',
      field: 'low',
      message: 'low has 1 rows, time has 2',
    })
  })

  it.each<[Partial<DownloadOptions>, string]>([
    [{ symbol: '../../etc' }, 'symbol'],
    [{ interval: '2h' as never }, 'interval'],
    [{ from: -1 }, 'from'],
    [{ to: START }, 'to'],
    [{ to: at(1) + 0.5 }, 'to'],
    [{ pageCandles: 0 }, 'pageCandles'],
    [{ pageCandles: 10_001 }, 'pageCandles'],
    [{ settleMs: -1 }, 'settleMs'],
    [{ clock: { serverTime: () => Number.NaN } }, 'clock.serverTime()'],
    [{ interval: '1m' as const, from: 0, to: 8.64e15, clock: { serverTime: () => 8e15 } }, 'to'],
  ])('refuses %o and asks for nothing', async (changes, field) => {
    const server = new KlinesServer([])
    expect(await errorOf(downloadCandles(options(server, changes)))).toMatchObject({ code: 'invalid_request', field })
    expect(server.seen).toEqual([])
  })
})

describe('a download with a cache', () => {
  it('asks for nothing twice, and for nothing that another span has had', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3, 4, 5, 6, 7))
    const cache = memoryStore()
    const first = await downloadCandles(options(server, { cache }))
    const again = await downloadCandles(options(server, { cache }))
    expect(again).toEqual({ ...first, fromCache: 2, requests: 0 })
    const part = await downloadCandles(options(server, { cache, from: at(1), to: at(3) }))
    expect(part).toMatchObject({ fromCache: 1, requests: 0 })
    expect(server.seen).toHaveLength(2)
  })

  it('goes on with the newest page where it ended', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3, 4, 5, 6, 7))
    const cache = memoryStore()
    const to = async (now: number) => {
      const clock = { serverTime: () => at(now) }
      return (await downloadCandles(options(server, { cache, clock }))).candles.length
    }
    expect([await to(5), await to(5), await to(7), await to(8)]).toEqual([5, 5, 7, 8])
    expect(asked(server)).toEqual([
      [0, 4],
      [4, 5],
      [5, 7],
      [7, 8],
    ])
    expect(await to(6), 'a clock that went back').toBe(6)
  })

  it('keeps what it left out in mind', async () => {
    const server = new KlinesServer([candleAt(at(0)), { ...candleAt(at(1)), low: 0 }, ...hours(2, 3)])
    const cache = memoryStore()
    const first = await downloadCandles(options(server, { cache, to: at(4) }))
    const again = await downloadCandles(options(server, { cache, to: at(4) }))
    expect(first.discarded).toHaveLength(1)
    expect(again.discarded).toEqual(first.discarded)
  })

  it('downloads what is stored when asked to, and stores it anew', async () => {
    const server = new KlinesServer(hours(0, 1))
    const cache = memoryStore()
    await downloadCandles(options(server, { cache, to: at(4) }))
    server.rows = hours(0, 1, 2, 3)
    expect((await downloadCandles(options(server, { cache, to: at(4) }))).candles.length).toBe(2)
    expect((await downloadCandles(options(server, { cache, to: at(4), refresh: true }))).candles.length).toBe(4)
    expect((await downloadCandles(options(server, { cache, to: at(4) }))).candles.length).toBe(4)
  })

  it('reports a damaged page and downloads it anew', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3, 4, 5, 6, 7))
    const cache = memoryStore()
    const whole = await downloadCandles(options(server, { cache }))
    const name = 'BTCTRY-1h/2024-01-01T0400Z-4.page'
    const bytes = (await cache.read(name))!
    await cache.write(name, bytes.subarray(0, bytes.length - 1))
    const healed = await downloadCandles(options(server, { cache }))
    expect(healed.damaged).toEqual([{ name, reason: 'its SHA-256 does not fit its content' }])
    expect(healed).toMatchObject({ fromCache: 1, requests: 1, candles: whole.candles })
    expect((await downloadCandles(options(server, { cache }))).damaged).toEqual([])
  })

  it('fails with the error of a store that cannot write', async () => {
    const server = new KlinesServer(hours(0))
    const cache = { read: async () => null, write: () => Promise.reject(new Error('no space left')) }
    await expect(downloadCandles(options(server, { cache }))).rejects.toThrow('no space left')
  })
})

describe('a download that is aborted', () => {
  it('asks for nothing where it was aborted before', async () => {
    const server = new KlinesServer(hours(0))
    const error = await errorOf(downloadCandles(options(server, { signal: AbortSignal.abort('enough') })))
    expect(error).toMatchObject({ code: 'aborted', outcome: 'not_sent', cause: 'enough' })
    expect(server.seen).toEqual([])
  })

  it('hands its signal on, and fails as aborted when the request does', async () => {
    const controller = new AbortController()
    const fetchKlines: DownloadOptions['fetchKlines'] = (_, { signal }) =>
      new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(new Error('AbortError'))))
    const download = downloadCandles(options(new KlinesServer([]), { fetchKlines, signal: controller.signal }))
    await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    expect(await errorOf(download)).toMatchObject({ code: 'aborted' })
  })

  it('keeps the page that came meanwhile', async () => {
    const controller = new AbortController()
    const server = new KlinesServer(hours(0, 1, 2, 3, 4, 5, 6, 7))
    const cache = memoryStore()
    const fetchKlines: DownloadOptions['fetchKlines'] = async (input) => {
      controller.abort()
      return await server.fetchKlines(input)
    }
    const cut = options(server, { cache, fetchKlines, signal: controller.signal })
    expect(await errorOf(downloadCandles(cut))).toMatchObject({ code: 'aborted' })
    expect(await downloadCandles(options(server, { cache }))).toMatchObject({ fromCache: 1, requests: 1 })
  })
})

describe('progress', () => {
  it('is called before the first page and after each', async () => {
    const server = new KlinesServer(hours(0, 1, 2, 3, 5))
    const seen: DownloadProgress[] = []
    await downloadCandles(options(server, { onProgress: (progress) => seen.push(progress) }))
    const base = { pages: 2, fromCache: 0, damaged: 0 }
    expect(seen).toEqual([
      { ...base, done: 0, requests: 0, candles: 0, until: at(0) },
      { ...base, done: 1, requests: 1, candles: 4, until: at(4) },
      { ...base, done: 2, requests: 4, candles: 5, until: at(8) },
    ])
  })

  it('ends the download with what it throws', async () => {
    const onProgress = () => {
      throw new Error('terminal is gone')
    }
    await expect(downloadCandles(options(new KlinesServer([]), { onProgress }))).rejects.toThrow('terminal is gone')
  })
})
