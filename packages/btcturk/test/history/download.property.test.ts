import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  candlesToCsv,
  type DownloadOptions,
  type DownloadProgress,
  downloadCandles,
  memoryStore,
} from '../../src/history/index.ts'
import { seeded } from '../kit/seeded.ts'
import { candleAt, KlinesServer, type Row } from './klines-server.ts'

const MINUTE = 60_000
/** Not a border of a page. */
const START = Date.UTC(2024, 0, 1) + 3 * MINUTE

type Market = {
  readonly places: number
  readonly traded: readonly boolean[]
  readonly cap: number
  readonly keeps: 'first' | 'last'
  readonly pageCandles: number
  readonly seed: number
}

const market: fc.Arbitrary<Market> = fc.integer({ min: 1, max: 60 }).chain((places) =>
  fc.record({
    places: fc.constant(places),
    traded: fc.array(fc.boolean(), { minLength: places, maxLength: places }),
    cap: fc.integer({ min: 1, max: 20 }),
    keeps: fc.constantFrom('first' as const, 'last' as const),
    pageCandles: fc.integer({ min: 1, max: 16 }),
    seed: fc.integer(),
  }),
)

/** Truthful, but capped, with some candles sent twice and all of them shuffled. */
function serverOf({ traded, cap, keeps, seed }: Market): KlinesServer {
  const random = seeded(seed)
  const rows = traded.flatMap((isTraded, place) => (isTraded ? [candleAt(START + place * MINUTE)] : []))
  const arrange = (sent: Row[]) => {
    const doubled = sent.flatMap((row) => (random() < 0.2 ? [row, row] : [row]))
    return doubled
      .map((row) => ({ row, key: random() }))
      .sort((left, right) => left.key - right.key)
      .map(({ row }) => row)
  }
  return new KlinesServer(rows, { cap, keeps, arrange })
}

function optionsOf({ places, pageCandles }: Market, changes: Partial<DownloadOptions>): DownloadOptions {
  return {
    fetchKlines: async () => Promise.reject(new Error('not reached')),
    clock: { serverTime: () => START + places * MINUTE },
    symbol: 'BTCTRY',
    interval: '1m',
    from: START,
    to: START + 1000 * MINUTE,
    pageCandles,
    settleMs: 0,
    ...changes,
  }
}

it('gives every candle of the exchange once, and a gap for every place without one', async () => {
  await fc.assert(
    fc.asyncProperty(market, async (given) => {
      const server = serverOf(given)
      const result = await downloadCandles(optionsOf(given, { fetchKlines: server.fetchKlines }))
      expect([...result.candles.time]).toEqual(server.rows.map(({ time }) => time))
      expect([...result.candles.volume]).toEqual(server.rows.map(({ volume }) => volume))
      const missing = result.gaps.flatMap(({ from, missing }) =>
        [...Array(missing).keys()].map((n) => from + n * MINUTE),
      )
      const untraded = given.traded.flatMap((isTraded, place) => (isTraded ? [] : [START + place * MINUTE]))
      expect(missing).toEqual(untraded)
      for (const { from, to, missing } of result.gaps) expect(to - from).toBe(missing * MINUTE)
    }),
  )
})

it('interrupted at every request in turn and called again, it gives the same file and fetches no page twice', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(market, async (given) => {
      const calm = serverOf(given)
      const expected = await downloadCandles(optionsOf(given, { fetchKlines: calm.fetchKlines, cache: memoryStore() }))
      const file = [...candlesToCsv(expected.candles)].join('')
      for (let failAt = 0; failAt < calm.seen.length; failAt++) {
        const server = serverOf(given)
        server.failAt = failAt
        const written = new Map<string, number>()
        const store = memoryStore()
        const cache = {
          read: store.read,
          write: async (name: string, bytes: Uint8Array) => {
            written.set(name, (written.get(name) ?? 0) + 1)
            await store.write(name, bytes)
          },
        }
        const options = optionsOf(given, { fetchKlines: server.fetchKlines, cache })
        await expect(downloadCandles(options)).rejects.toThrow('connection reset')
        const kept = written.size
        server.failAt = null
        const resumed = await downloadCandles(options)
        expect([...candlesToCsv(resumed.candles)].join('')).toBe(file)
        expect(resumed.gaps).toEqual(expected.gaps)
        expect(resumed.fromCache).toBe(kept)
        expect([...written.values()]).toEqual(Array(resumed.pages).fill(1))
        expect((await downloadCandles(options)).requests).toBe(0)
      }
    }),
    { numRuns: 20 },
  )
})

it('downloaded in steps as time goes on, it ends as if downloaded at once', async () => {
  await fc.assert(
    fc.asyncProperty(market, fc.array(fc.nat({ max: 70 }), { maxLength: 6 }), async (given, steps) => {
      const atOnce = await downloadCandles(optionsOf(given, { fetchKlines: serverOf(given).fetchKlines }))
      const server = serverOf(given)
      const cache = memoryStore()
      for (const places of [...steps, given.places]) {
        const clock = { serverTime: () => START + Math.min(places, given.places) * MINUTE }
        const result = await downloadCandles(optionsOf(given, { fetchKlines: server.fetchKlines, cache, clock }))
        const closed = server.rows.filter(({ time }) => time + MINUTE <= clock.serverTime())
        expect([...result.candles.time]).toEqual(closed.map(({ time }) => time))
        if (places === given.places) expect(result).toMatchObject({ candles: atOnce.candles, gaps: atOnce.gaps })
      }
    }),
  )
})

it('tells progress whose numbers never fall and end at the whole', async () => {
  await fc.assert(
    fc.asyncProperty(market, fc.boolean(), async (given, isWarm) => {
      const seen: DownloadProgress[] = []
      const cache = memoryStore()
      const options = optionsOf(given, { fetchKlines: serverOf(given).fetchKlines, cache })
      if (isWarm) await downloadCandles({ ...options, to: START + Math.ceil(given.places / 2) * MINUTE })
      const { pages, requests } = await downloadCandles({ ...options, onProgress: (progress) => seen.push(progress) })
      expect(seen).toHaveLength(pages + 1)
      seen.slice(1).forEach((progress, index) => {
        const before = seen[index]!
        expect(progress.done).toBe(before.done + 1)
        for (const name of ['requests', 'candles', 'until', 'fromCache', 'damaged'] as const) {
          expect(progress[name], name).toBeGreaterThanOrEqual(before[name])
        }
      })
      expect(seen.at(-1)).toMatchObject({ done: pages, pages, requests })
    }),
  )
})
