import { describe, expect, it } from 'vitest'
import { createSimulator, type FeedCandle, type Simulator, type SimulatorOptions } from '../../src/index.ts'
import { KEY, RestClient, SECRET, START, standingSimulator } from '../rest-client.ts'

const HOUR = 3_600_000
const OPEN = START - (START % HOUR) + HOUR
const candle = (index: number, open: number, high: number, low: number, close: number): FeedCandle => {
  return { time: OPEN + index * HOUR, open, high, low, close, volume: 4 }
}
/** The first ended before the start. */
const CANDLES = [
  candle(-2, 3_600_000, 3_650_000, 3_550_000, 3_640_000),
  candle(0, 3_640_000, 3_700_000, 3_630_000, 3_690_000),
  candle(1, 3_690_000, 3_695_000, 3_600_000, 3_610_000),
]

function playing(options: SimulatorOptions = {}): Promise<Simulator> {
  return standingSimulator({
    feed: { type: 'candles', intervalMs: HOUR, series: { BTCTRY: CANDLES }, depth: 5 },
    ...options,
  })
}

describe('recorded candles', () => {
  it('are history where they ended, and are played at their own times by way of the nearer extreme', async () => {
    const simulator = await playing()
    expect(simulator.exchange.lastPrice('BTCTRY')).toBe('3640000')
    const prices: string[] = []
    simulator.exchange.listen((event) => {
      if (event.type === 'traded') prices.push(`${event.price}@${(event.time - OPEN) / 60_000}`)
    })
    simulator.time.advance(3 * HOUR)
    expect(prices).toEqual([
      '3640000@0',
      '3630000@20',
      '3700000@40',
      `3690000@${60 - 1 / 60_000}`,
      '3690000@60',
      '3695000@80',
      '3600000@100',
      `3610000@${120 - 1 / 60_000}`,
    ])
    await simulator.close()
  })

  it('come out of the charts as they went in', async () => {
    const simulator = await playing()
    simulator.time.advance(3 * HOUR)
    const range = `from=${OPEN / 1000 - 7200}&to=${OPEN / 1000 + 7200}`
    const { body } = await new RestClient(simulator).graph(`/v1/klines/history?symbol=BTCTRY&resolution=60&${range}`)
    expect(body).toEqual({
      s: 'ok',
      t: CANDLES.map(({ time }) => time / 1000),
      o: CANDLES.map(({ open }) => open),
      h: CANDLES.map(({ high }) => high),
      l: CANDLES.map(({ low }) => low),
      c: CANDLES.map(({ close }) => close),
      v: CANDLES.map(({ volume }) => volume),
    })
    await simulator.close()
  })

  it('fill every order that they reach, in full or up to the traded volume', async () => {
    const order = { symbol: 'BTCTRY', side: 'sell', method: 'limit', quantity: '2', price: '3700000' } as const
    const status = async (options: SimulatorOptions) => {
      const simulator = await playing(options)
      simulator.exchange.submit(KEY, order)
      simulator.time.advance(2 * HOUR)
      const [placed] = simulator.exchange.orders(KEY)
      await simulator.close()
      return [placed!.status, placed!.left]
    }
    expect(await status({})).toEqual(['Closed', '0'])
    const feed = { type: 'candles', intervalMs: HOUR, series: { BTCTRY: CANDLES }, depth: 5, fills: 'volume' } as const
    expect(await status({ feed })).toEqual(['Partial', '1'])
  })
})

describe('recorded trades', () => {
  it('are printed as they were, and fill what rests there with what they traded', async () => {
    const trades = [
      { time: START + 1000, price: '3700000', amount: '0.3', side: 'sell' },
      { time: START + 2000, price: '3600000', amount: '0.3', side: 'sell' },
    ] as const
    const simulator = await standingSimulator({ feed: { type: 'trades', trades: { BTCTRY: trades }, depth: 5 } })
    simulator.time.advance(1500)
    expect(simulator.exchange.lastPrice('BTCTRY')).toBe('3700000')
    simulator.exchange.submit(KEY, {
      symbol: 'BTCTRY',
      side: 'buy',
      method: 'limit',
      quantity: '0.2',
      price: '3650000',
    })
    simulator.time.advance(1500)
    expect(simulator.exchange.orders(KEY)).toMatchObject([{ status: 'Closed' }])
    await simulator.close()
  })

  it('of a pair that is not there are refused', async () => {
    const feed = { type: 'trades', trades: { NOPETRY: [] } } as const
    await expect(standingSimulator({ feed })).rejects.toThrow("no pair 'NOPETRY'")
  })
})

describe('a random walk', () => {
  const walk = async (seed: number) => {
    const simulator = await createSimulator({
      seed,
      time: { mode: 'stepped', start: START },
      accounts: [{ publicKey: KEY, secret: SECRET, balances: { TRY: '100000' } }],
      feed: { type: 'synthetic', historyMinutes: 100 },
    })
    const events: unknown[] = []
    simulator.exchange.listen((event) => events.push(event))
    for (let step = 0; step < 20; step += 1) {
      simulator.time.advance(5000)
      const { bids } = simulator.exchange.book('BTCTRY')
      const order = { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '0.001' } as const
      const placed = simulator.exchange.submit(KEY, { ...order, price: bids[0]!.price })
      if (step % 3 === 0 && 'id' in placed) simulator.exchange.cancel(KEY, placed.id)
    }
    const range = `from=0&to=${START / 1000 + 3600}`
    const charts = await new RestClient(simulator).graph(`/v1/klines/history?symbol=ETHUSDT&resolution=1&${range}`)
    const seen = {
      events,
      charts: charts.text,
      book: simulator.exchange.book('BTCUSDT'),
      of: simulator.exchange.balances(KEY),
    }
    await simulator.close()
    return { ...seen, candles: charts.body.t.length as number }
  }

  it('is the same again from the same seed, orders and all, and another from another', async () => {
    const first = await walk(1)
    expect(await walk(1)).toEqual(first)
    expect((await walk(2)).events).not.toEqual(first.events)
    expect(first.events.some((event) => (event as { type: string }).type === 'orderFilled')).toBe(true)
    expect(first.candles).toBeGreaterThan(100)
  })

  it('keeps a hundred levels on each side and never crosses', async () => {
    const simulator = await createSimulator({
      time: { mode: 'stepped', start: START },
      feed: { type: 'synthetic', volatility: 50 },
    })
    for (let step = 0; step < 300; step += 1) {
      simulator.time.advance(500)
      for (const symbol of simulator.exchange.symbols) {
        const { bids, asks } = simulator.exchange.book(symbol)
        expect(Number(bids[0]!.price)).toBeLessThan(Number(asks[0]!.price))
        expect(Math.min(bids.length, asks.length)).toBeGreaterThan(95)
      }
    }
    await simulator.close()
  })
})
