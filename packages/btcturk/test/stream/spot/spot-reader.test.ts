import { beforeEach, expect, it } from 'vitest'
import type { SpotMetrics } from '../../../src/stream/spot/spot-events.ts'
import { createSpotReader, type SpotReader, type SpotReaderOptions } from '../../../src/stream/spot/spot-reader.ts'
import { bookFrame, changeFrame, FakeExchange, tickerFrame, tradeFrame, tradesFrame } from '../fake-exchange.ts'

let exchange: FakeExchange
let reader: SpotReader
let counts: string[]
let gauges: Map<string, number>

const metrics: SpotMetrics = {
  count: (name) => counts.push(name),
  gauge: (name, value, { symbol, channel }) => gauges.set(`${name} ${symbol} ${channel ?? ''}`.trim(), value),
}

const create = (options: Partial<SpotReaderOptions> = {}) => {
  exchange = new FakeExchange()
  counts = []
  gauges = new Map()
  const stream = exchange.stream()
  const ports = { clock: exchange.time, timers: exchange.time }
  reader = createSpotReader({ symbols: ['BTCTRY'], stream, metrics, ports, ...options })
  return stream
}

/** Tickers of the pairs every 750 ms. */
const tick = () => {
  const send = () => {
    for (const key of exchange.peer.joined) {
      const [channel, symbol] = key.split(':')
      if (channel === 'ticker' && symbol !== 'NOPETRY') exchange.peer.send(tickerFrame(symbol!))
    }
    exchange.time.after(750, send)
  }
  exchange.time.after(750, send)
}

const start = () => {
  reader.stream.open()
  reader.open()
  tick()
  exchange.time.pass(1500)
}

beforeEach(() => {
  create()
})

it('shows nothing as present before it is there', () => {
  expect(reader.read('BTCTRY')).toEqual({
    symbol: 'BTCTRY',
    ticker: { isFresh: false, value: null, ageMs: null },
    trade: { isFresh: false, value: null, ageMs: null },
    candle: { isFresh: false, value: null, ageMs: null },
    book: { state: 'disconnected', symbol: 'BTCTRY', reason: 'not_connected', sinceMs: 0, ageMs: null },
  })
})

it('reads ticker, trades, candle and book', () => {
  start()
  const now = exchange.time.now()
  exchange.peer.send(tradeFrame('BTCTRY', 1, now, '100', '0.5'))
  exchange.peer.send(tradeFrame('BTCTRY', 2, now, '102', '0.25'))
  exchange.peer.send(changeFrame('BTCTRY', 11, [['101', '7']]))
  exchange.time.pass(30)
  expect(reader.read('BTCTRY')).toMatchObject({
    ticker: { isFresh: true, value: { last: '100' } },
    trade: { isFresh: true, value: { id: '2', price: '102' } },
    candle: { isFresh: true, value: { open: '100', close: '102', volume: '0.75', trades: 2 } },
    book: { state: 'live', changeSet: 11, asks: [{ price: '101', quantity: '7' }] },
  })
})

it('gives each trade once, also those that a join repeats', () => {
  const ids: string[] = []
  reader.on('trade', ({ id }) => ids.push(id))
  start()
  const now = exchange.time.now()
  exchange.peer.send(tradeFrame('BTCTRY', 1, now))
  exchange.peer.send(
    tradesFrame('BTCTRY', [
      [1, now, '100', '1'],
      [2, now, '100', '1'],
    ]),
  )
  exchange.time.pass(30)
  expect(ids).toEqual(['1', '2'])
})

it('closes candles, and marks the one with missed trades', () => {
  const closed: unknown[] = []
  let gaps = 0
  reader.on('candleClosed', (candle) => closed.push(candle))
  reader.on('tradeGap', () => gaps++)
  start()
  const minute = Math.ceil(exchange.time.now() / 60_000) * 60_000
  exchange.peer.send(tradeFrame('BTCTRY', 1, minute + 1))
  exchange.peer.send(tradesFrame('BTCTRY', [[9, minute + 30_000, '105', '1']]))
  exchange.peer.send(tradeFrame('BTCTRY', 10, minute + 60_000))
  exchange.time.pass(30)
  expect([gaps, counts]).toEqual([1, ['trade_gaps']])
  expect(closed).toMatchObject([{ openTime: minute, trades: 2, isComplete: false }])
})

it('withholds everything while the connection says nothing, and tells', () => {
  const changes: string[] = []
  reader.on('freshness', ({ channel, isFresh }) => changes.push(`${channel} ${isFresh}`))
  start()
  exchange.peer.send(tradeFrame('BTCTRY', 1, exchange.time.now()))
  exchange.time.pass(1000)
  expect(changes).toEqual(['ticker true', 'trade true', 'book true'])
  exchange.peer.isCutOff = true
  exchange.time.pass(6500)
  expect(changes.slice(3)).toEqual(['ticker false', 'trade false', 'book false'])
  const reading = reader.read('BTCTRY')
  expect([reading.ticker.value, reading.trade.value, reading.candle.value]).toEqual([null, null, null])
  expect(reading.book).toMatchObject({ state: 'stale' })
  expect(gauges.get('is_fresh BTCTRY book')).toBe(0)
  expect(gauges.get('age_ms BTCTRY ticker')).toBeGreaterThan(5000)
})

it('counts reconnects and says why', () => {
  const reconnects: unknown[] = []
  reader.on('reconnect', (event) => reconnects.push(event))
  start()
  exchange.peer.close('reset')
  exchange.time.pass(3000)
  expect(reconnects).toEqual([{ reconnects: 1, reason: 'reset' }])
  expect(counts).toContain('reconnects')
  expect(reader.read('BTCTRY')).toMatchObject({ ticker: { isFresh: true }, book: { state: 'live' } })
})

it('measures the drift by the quickest of the last trades', () => {
  start()
  const now = exchange.time.now()
  exchange.peer.send(tradeFrame('BTCTRY', 1, now - 500))
  exchange.peer.send(tradeFrame('BTCTRY', 2, now - 80))
  exchange.peer.send(tradeFrame('BTCTRY', 3, now - 300))
  exchange.time.pass(30)
  expect(gauges.get('drift_ms BTCTRY')).toBe(100)
})

it('asks for the last trades again after a frame that may have been one', () => {
  start()
  exchange.peer.sendText('<html>')
  exchange.time.pass(1000)
  expect(exchange.peer.joins('trade:BTCTRY')).toBe(2)
  expect(counts).toEqual(expect.arrayContaining(['faults', 'book_resyncs']))
})

it('names the pair that does not exist', () => {
  create({ symbols: ['BTCTRY', 'NOPETRY'] })
  const silent: string[] = []
  reader.on('silent', ({ symbol, channel }) => silent.push(`${symbol} ${channel}`))
  start()
  exchange.time.pass(2500)
  expect(silent.sort()).toEqual(['NOPETRY book', 'NOPETRY ticker', 'NOPETRY trade'])
})

it('works on a stream that others use, and leaves it open', () => {
  const stream = create()
  stream.subscribe({ channel: 'trade', symbol: 'ETHTRY' }, () => {})
  stream.open()
  exchange.time.pass(1000)
  const ports = { clock: exchange.time, timers: exchange.time }
  const second = createSpotReader({ symbols: ['ETHTRY'], stream, ports })
  second.open()
  exchange.time.pass(1500)
  expect(second.read('ETHTRY')).toMatchObject({ candle: { isFresh: true }, book: { state: 'live' } })
  second.close()
  exchange.time.pass(100)
  expect([stream.state, exchange.peer.joined.has('obdiff:ETHTRY')]).toEqual(['open', false])
})

it('iterates over its events', async () => {
  const books = reader.events('book', { whenFull: 'fail' })
  start()
  exchange.peer.send(bookFrame('BTCTRY', 20, [], []))
  exchange.time.pass(100)
  const seen: number[] = []
  for await (const { changeSet } of books) {
    seen.push(changeSet)
    if (seen.length === 2) break
  }
  reader.close()
  expect(seen).toEqual([10, 20])
})

it.each([
  ['symbols', { symbols: [] }],
  ['symbols', { symbols: ['BTCTRY', 'BTCTRY'] }],
  ['symbol', { symbols: ['btctry'] }],
  ['intervalMs', { intervalMs: 10 }],
])('refuses bad %s', (field, options) => {
  expect(() => create(options)).toThrow(expect.objectContaining({ code: 'invalid_request', field }))
})

it('refuses a pair that it does not read', () => {
  expect(() => reader.read('ETHTRY')).toThrow('symbol must be one of BTCTRY, received "ETHTRY"')
})
