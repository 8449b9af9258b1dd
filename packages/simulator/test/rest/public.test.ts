import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../src/index.ts'
import { RestClient, START, standingSimulator } from '../rest-client.ts'

let simulator: Simulator
let client: RestClient

beforeEach(async () => {
  simulator = await standingSimulator()
  client = new RestClient(simulator)
})
afterEach(() => simulator.close())

describe('server time', () => {
  it('has no envelope, milliseconds and seven digits after the point', async () => {
    const { status, body } = await client.get('/api/v2/server/time')
    expect(status).toBe(200)
    expect(body).toEqual({ serverTime: START, serverTime2: '2026-09-21T14:13:20.0000000+00:00' })
    expect((await client.get('/api/v2/server/ping')).body).toEqual({ pong: true })
  })
})

describe('what is half known', () => {
  it('has a version, of which only the path is known', async () => {
    expect(await client.get('/api/v2/server/version')).toMatchObject({ status: 200, body: { version: '2.0' } })
  })

  it('has the retired days in the shape of 2020', async () => {
    simulator.exchange.trade('BTCTRY', '3700000', '1')
    simulator.time.advance(86_400_000)
    simulator.exchange.trade('BTCTRY', '3700000', '1')
    simulator.exchange.trade('BTCTRY', '3737000', '1')
    const { body } = await client.get('/api/v2/ohlc?pairSymbol=btc_try')
    expect(body).toMatchObject({ success: true, code: 0 })
    expect(body.data).toHaveLength(2)
    expect(body.data[1]).toEqual({
      pairNormalized: 'BTC_TRY',
      pairSymbol: 'BTCTRY',
      time: START - (START % 86_400_000) + 86_400_000,
      open: '3700000',
      high: '3737000',
      low: '3700000',
      close: '3737000',
      volume: '2',
      average: '3718500',
      dailyChangeAmount: '37000',
      dailyChangePercentage: '1',
    })
    expect((await client.get('/api/v2/ohlc?pairSymbol=BTCTRY&last=1')).body.data).toEqual(body.data.slice(1))
  })

  it.each([
    ['', 'INVALID_REQUEST_ERROR'],
    ['?pairSymbol=NOPETRY', 'Pair NOPETRY does not exists.'],
    ['?pairSymbol=BTCTRY&last=x', 'INVALID_REQUEST_ERROR'],
  ])('refuses the retired days of %j', async (query, message) => {
    expect(await client.get(`/api/v2/ohlc${query}`)).toMatchObject({ status: 400, body: { message, code: 1037 } })
  })
})

describe('requests', () => {
  it('are counted and reported with their outcome', async () => {
    const heard: unknown[] = []
    const end = simulator.requests.listen((request) => heard.push(request))
    await client.get('/api/v2/server/ping')
    simulator.faults.nextRequest('serverError')
    await client.graph('/v1/klines')
    simulator.faults.nextRequest('reset')
    await expect(client.get('/api/v2/ticker')).rejects.toThrow()
    end()
    await client.get('/api/v2/server/ping')
    const common = { at: START, method: 'GET' }
    expect(heard).toEqual([
      { ...common, host: 'rest', path: '/api/v2/server/ping', end: 200, fault: null },
      { ...common, host: 'graph', path: '/v1/klines', end: 500, fault: 'serverError' },
      { ...common, host: 'rest', path: '/api/v2/ticker', end: 'reset', fault: 'reset' },
    ])
    expect(simulator.requests.count).toBe(4)
  })
})

describe('exchange info', () => {
  it('may be cached, and tells scales apart from the tick that is shown', async () => {
    const { headers, body } = await client.get('/api/v2/server/exchangeInfo')
    expect(headers.get('cache-control')).toBe('public, max-age=30, s-maxage=30, must-revalidate')
    expect(body).toMatchObject({ success: true, message: '', code: 0, extensions: null })
    expect(body.data.symbols[0]).toMatchObject({
      id: 1,
      name: 'BTCTRY',
      denominatorScale: 0,
      hasFraction: false,
      filters: [{ tickSize: '10', minExchangeValue: '99.91' }],
      maximumLimitOrderPrice: 37170800,
      minimumLimitOrderPrice: 371708,
    })
  })
})

describe('the order book', () => {
  it('says SUCCESS where a number belongs, pads amounts and not prices', async () => {
    const { body } = await client.get('/api/v2/orderbook?pairSymbol=btc_try&limit=2')
    expect(body).toMatchObject({ success: true, message: null, code: 'SUCCESS', data: { timestamp: START } })
    expect(body.data.bids).toHaveLength(2)
    const [[price, amount]] = body.data.bids
    expect(price).toMatch(/^\d+$/)
    expect(amount).toMatch(/^\d+\.\d{8}$/)
    const prices = (side: string[][]) => side.map(([text]) => Number(text))
    expect(prices(body.data.bids)).toEqual(prices(body.data.bids).sort((one, other) => other - one))
    expect(prices(body.data.asks)).toEqual(prices(body.data.asks).sort((one, other) => one - other))
  })

  it('refuses a missing pair and one that is not there', async () => {
    const missing = await client.get('/api/v2/orderbook')
    expect(missing).toMatchObject({
      status: 400,
      body: { success: false, message: 'INVALID_REQUEST_ERROR', code: 1037 },
    })
    const unknown = await client.get('/api/v2/orderbook?pairSymbol=NOPEUSDT')
    expect(unknown).toMatchObject({ status: 400, body: { message: 'Pair NOPEUSDT does not exists.', code: 1037 } })
  })
})

describe('the ticker', () => {
  it('is a list of one, and of none for a pair that is not there', async () => {
    const { body } = await client.get('/api/v2/ticker?pairSymbol=BTCTRY')
    expect(body.data).toHaveLength(1)
    expect(await client.get('/api/v2/ticker?pairSymbol=NOPEUSDT')).toMatchObject({
      status: 200,
      body: { data: [], success: true, message: null, code: 0 },
    })
    expect((await client.get('/api/v2/ticker')).body.data).toHaveLength(4)
  })

  it('shows as the day’s change the ask less the open, and as percent the last against the open', async () => {
    simulator.exchange.trade('BTCTRY', '3700000', '0.5')
    simulator.exchange.trade('BTCTRY', '3707000', '0.5')
    const [{ ask, open, last, daily, dailyPercent, average, volume }] = (
      await client.get('/api/v2/ticker?pairSymbol=BTCTRY')
    ).body.data
    expect([open, last, volume, average]).toEqual([3700000, 3707000, 1, 3703500])
    expect(daily).toBe(ask - open)
    expect(dailyPercent).toBe(0.19)
  })

  it('by currency needs one', async () => {
    expect(await client.get('/api/v2/ticker/currency')).toMatchObject({
      status: 400,
      body: { message: 'currencySymbol parameter must be set', code: 1037 },
    })
    const { body } = await client.get('/api/v2/ticker/currency?symbol=usdt')
    expect(body.data.map(({ pair }: { pair: string }) => pair)).toEqual(['USDTTRY', 'BTCUSDT', 'ETHUSDT'])
  })
})

describe('public trades', () => {
  it('come newest first, fifty at most, with ids that no double holds', async () => {
    for (let index = 0; index < 60; index += 1) {
      simulator.exchange.trade('BTCTRY', `${3700000 + index}`, '0.001', index % 2 === 0 ? 'buy' : 'sell')
    }
    const { body } = await client.get('/api/v2/trades?pairSymbol=BTCTRY&last=1000')
    expect(body.data).toHaveLength(50)
    expect(body.data[0]).toMatchObject({ price: '3700059', amount: '0.00100000', side: 'sell', date: START })
    expect(BigInt(body.data[0].tid)).toBeGreaterThan(2n ** 53n)
    expect((await client.get('/api/v2/trades?pairSymbol=BTCTRY&last=2')).body.data).toHaveLength(2)
  })
})

describe('the chart host', () => {
  it('counts in seconds, and leaves out minutes without a trade', async () => {
    simulator.exchange.trade('BTCTRY', '3700000', '0.5')
    simulator.time.advance(180_000)
    simulator.exchange.trade('BTCTRY', '3710000', '0.25')
    const start = (START - (START % 60_000)) / 1000
    const { body } = await client.graph(
      `/v1/klines/history?symbol=BTCTRY&resolution=1&from=${start}&to=${start + 3600}`,
    )
    expect(body).toEqual({
      s: 'ok',
      t: [start, start + 180],
      h: [3700000, 3710000],
      o: [3700000, 3710000],
      l: [3700000, 3710000],
      c: [3700000, 3710000],
      v: [0.5, 0.25],
    })
  })

  it('gives those candles that begin in the range, both ends included', async () => {
    for (let minute = 0; minute < 5; minute += 1) {
      simulator.exchange.trade('BTCTRY', `${3700000 + minute}`, '0.5')
      simulator.time.advance(60_000)
    }
    const start = (START - (START % 60_000)) / 1000
    const { body } = await client.graph(
      `/v1/klines/history?symbol=BTCTRY&resolution=1&from=${start + 1}&to=${start + 180}`,
    )
    expect(body.t).toEqual([start + 60, start + 120, start + 180])
  })

  it('takes a beginning before the epoch', async () => {
    simulator.exchange.trade('BTCTRY', '3700000', '0.5')
    const range = `from=-356400&to=${START / 1000}`
    const { body } = await client.graph(`/v1/klines/history?symbol=BTCTRY&resolution=1%20day&${range}`)
    expect(body.c).toEqual([3700000])
  })

  it('answers nothing found with null and empty columns', async () => {
    const { status, body } = await client.graph('/v1/klines/history?symbol=NOPE&resolution=60&from=0&to=1')
    expect(status).toBe(200)
    expect(body).toEqual({ s: null, t: [], h: [], o: [], l: [], c: [], v: [] })
  })

  it.each(['resolution=0&from=0&to=1', 'resolution=1%20d&from=-86400&to=1', 'resolution=1D&to=1', 'from=0&to=1'])(
    'refuses %s',
    async (query) => {
      expect((await client.graph(`/v1/klines/history?symbol=BTCTRY&${query}`)).status).toBe(400)
    },
  )

  it('gives a row for every day', async () => {
    simulator.exchange.trade('BTCTRY', '3700000', '1')
    simulator.exchange.trade('BTCTRY', '3737000', '1')
    const day = (START - (START % 86_400_000)) / 1000
    const { body } = await client.graph(`/v1/ohlcs?pair=BTCTRY&from=${START / 1000}&to=${START / 1000}`)
    expect(body).toEqual([
      {
        pair: 'BTCTRY',
        time: day,
        open: 3700000,
        high: 3737000,
        low: 3700000,
        close: 3737000,
        volume: 2,
        total: 7437000,
        average: 3718500,
        dailyChangeAmount: 37000,
        dailyChangePercentage: 1,
      },
    ])
  })
})

it('packs long answers', async () => {
  const info = await client.get('/api/v2/server/exchangeinfo')
  expect([info.headers.get('content-encoding'), info.body.data.symbols.length]).toEqual(['gzip', 4])
  expect((await client.get('/api/v2/server/time')).headers.get('content-encoding')).toBeNull()
})

describe('paths', () => {
  it('knows 404 and 405 with nothing in them', async () => {
    expect(await client.get('/api/v2/nothing')).toMatchObject({ status: 404, text: '' })
    expect((await client.signed('POST', '/api/v2/ticker', {})).status).toBe(405)
    expect((await client.get('/API/V2/Server/Time')).status).toBe(200)
  })
})
