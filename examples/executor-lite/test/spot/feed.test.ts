import { once } from 'node:events'
import { createServer } from 'node:net'
import { createSimulator, type Simulator } from '@tezgah/simulator'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createServiceMetrics } from '../../src/metrics/service-metrics.ts'
import { openPriceFeed, type SpotOptions } from '../../src/spot/feed.ts'
import { type PriceFeed, type SpotView, spotSchema } from '../../src/spot/price.ts'
import { createHarness, get, TOKEN } from '../fixtures/harness.ts'
import { seriesOf } from '../fixtures/series.ts'

const PATIENCE = { timeout: 20_000, interval: 20 }
const metrics = createServiceMetrics({ policies: [], symbols: ['BTCTRY'] })

let undo: (() => Promise<unknown>)[]
let errors: unknown[]

beforeEach(() => {
  undo = []
  errors = []
})
afterEach(async () => {
  for (const step of undo.reverse()) await step()
})

const open = (options: Partial<SpotOptions>): PriceFeed => {
  const spot = openPriceFeed({
    source: 'simulator',
    symbol: 'BTCTRY',
    metrics,
    onError: (error) => errors.push(error),
    patience: { giveUpMs: 300, againMs: 100 },
    ...options,
  })
  undo.push(() => spot.close())
  return spot
}

const exchange = async (ws = 0): Promise<Simulator> => {
  const simulator = await createSimulator({ tickerEveryMs: 50, ports: { ws } })
  undo.push(() => simulator.close())
  return simulator
}

/** Resolves with the view once it fits; each look at it must fit the schema. */
const until = (spot: PriceFeed, fits: (view: SpotView) => boolean): Promise<SpotView> =>
  vi.waitFor(() => {
    const view = spotSchema.parse(spot.read())
    if (!fits(view)) throw new Error(JSON.stringify(view))
    return view
  }, PATIENCE)

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

const nowhere = async () => {
  const port = await freePort()
  return { port, exchange: { apiUrl: `http://127.0.0.1:${port}`, wsUrl: `ws://127.0.0.1:${port}` } }
}

describe('the spot price', { timeout: 60_000 }, () => {
  it('is not read where the source is off', () => {
    expect(open({ source: 'off' }).read()).toMatchObject({
      source: 'off',
      state: 'connecting',
      last: null,
      ageMs: null,
    })
  })

  it('is that of a simulator, which moves, with its clock; the metrics tell both', async () => {
    const spot = open({ source: 'simulator' })
    expect(spot.read()).toMatchObject({ source: 'simulator', state: 'connecting', last: null, clock: null })
    const first = await until(spot, ({ state, clock, at }) => state === 'live' && clock !== null && at !== null)
    expect(Number(first.bid)).toBeLessThan(Number(first.ask))
    expect(Math.abs(first.clock?.offsetMs ?? Number.NaN)).toBeLessThan(1_000)
    expect(Math.abs((first.at ?? 0) - Date.now())).toBeLessThan(5_000)
    const next = await until(spot, ({ last }) => last !== first.last)
    expect(Math.abs(Number(next.last) / Number(first.last) - 1), 'by little').toBeLessThan(0.02)
    await vi.waitFor(async () => {
      const series = seriesOf(await metrics.render())
      expect(series.get('executor_stream_fresh{symbol="BTCTRY",channel="ticker"}')).toBe(1)
      expect(series.get('executor_clock_measured_timestamp_seconds')).toBeGreaterThan(0)
      expect(series.get('executor_clock_bound_seconds')).toBeGreaterThan(0)
    }, PATIENCE)
    expect(errors).toEqual([])
  })

  it('is that of the exchange, and stale as soon as that is gone', async () => {
    const { restUrl, wsUrl, sockets, close } = await exchange()
    const spot = open({ source: 'btcturk', exchange: { apiUrl: restUrl, wsUrl } })
    const live = await until(spot, ({ state }) => state === 'live')
    expect(live).toMatchObject({ source: 'btcturk', reconnects: 0, error: null })
    sockets.dropAll()
    await close()
    const stale = await until(spot, ({ state, error }) => state === 'stale' && error !== null)
    expect(stale).toMatchObject({ source: 'btcturk', last: expect.any(String), ageMs: expect.any(Number) })
    expect(errors.length).toBeGreaterThan(0)
  })

  it('is that of the exchange again once the connection is back', async () => {
    const { restUrl, wsUrl, sockets } = await exchange()
    const spot = open({ source: 'btcturk', exchange: { apiUrl: restUrl, wsUrl } })
    await until(spot, ({ state }) => state === 'live')
    sockets.dropAll()
    expect(await until(spot, ({ reconnects, state }) => reconnects > 0 && state === 'live')).toMatchObject({
      error: null,
    })
  })

  it('is that of a simulator, labelled so, until the exchange can be read', async () => {
    const { port, exchange: urls } = await nowhere()
    const spot = open({ source: 'auto', exchange: urls })
    expect(await until(spot, ({ state }) => state === 'live')).toMatchObject({ source: 'simulator' })
    expect(errors.length, 'the exchange could not be reached').toBeGreaterThan(0)
    expect(new Set(errors.map(String)).size, 'each is told once').toBe(errors.length)
    await exchange(port)
    expect(await until(spot, ({ source }) => source === 'btcturk')).toMatchObject({ state: 'live' })
  })

  it('tells what is wrong where there is no such pair', async () => {
    const spot = open({ source: 'simulator', symbol: 'NOPETRY' })
    expect(await until(spot, ({ error }) => error !== null)).toMatchObject({ state: 'connecting' })
    expect(spot.read().error).toMatch(/the simulator has BTCTRY, .*, not NOPETRY/)
  })

  it('ends at once, also while it begins', async () => {
    for (const source of ['simulator', 'btcturk', 'auto'] as const) {
      const spot = open({ source, exchange: (await nowhere()).exchange })
      await spot.close()
      expect(spot.read().state).toBe('connecting')
    }
  })
})

describe('GET /spot', () => {
  it('tells what is read, to a viewer', async () => {
    const { app, close } = await createHarness()
    expect((await get(app, '/spot')).statusCode).toBe(401)
    const { statusCode, payload } = await get(app, '/spot', { 'x-admin-token': TOKEN })
    expect([statusCode, JSON.parse(payload)]).toEqual([200, open({ source: 'off' }).read()])
    await close()
  })
})
