import { chaosPlan, createSimulator, type Simulator, type SimulatorOptions } from '@tezgah/simulator'
import { afterEach, expect, it } from 'vitest'
import type { Channel } from '../../src/stream/channels/channel.ts'
import type { StreamEventName, StreamEvents } from '../../src/stream/events.ts'
import { createSpotReader, type SpotReader } from '../../src/stream/spot/spot-reader.ts'
import { createStream, type Stream } from '../../src/stream/stream.ts'
import { seededRandom } from './book/random.ts'

const KEY = '11111111-2222-4333-8444-555555555555'
const SECRET = 'OkSHEK00zHMogRIKDqq3AZp6oWv9e1o6'
const SYMBOLS = ['BTCTRY', 'ETHUSDT'] as const

let simulator: Simulator
let stream: Stream

const start = async (options: SimulatorOptions, random: () => number = Math.random) => {
  simulator = await createSimulator(options)
  const credentials = { publicKey: KEY, secret: SECRET }
  const ports = { clock: simulator.time, timers: simulator.time, random }
  stream = createStream({ url: simulator.wsUrl, ports, credentials })
}

const next = <Name extends StreamEventName>(name: Name) =>
  new Promise<StreamEvents[Name]>((resolve) => {
    const undo = stream.on(name, (event) => {
      undo()
      resolve(event)
    })
  })

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

afterEach(async () => {
  stream.close()
  await simulator.close()
})

/** The books as published, by symbol and change set, and the live books that were never published so. */
class Witness {
  readonly #published = new Map<string, string>()
  readonly lies: string[] = []
  reads = 0
  live = 0

  look(reader: SpotReader): void {
    for (const symbol of SYMBOLS) {
      const book = simulator.exchange.publishedBook('obdiff', symbol)
      if (book !== null) this.#published.set(`${symbol} ${book.changeSet}`, text(book.asks, book.bids))
      this.reads++
      const reading = reader.read(symbol).book
      if (reading.state !== 'live') continue
      this.live++
      const expected = this.#published.get(`${symbol} ${reading.changeSet}`)
      const held = text(
        reading.asks.map(({ price, quantity }) => ({ price, amount: quantity })),
        reading.bids.map(({ price, quantity }) => ({ price, amount: quantity })),
      )
      if (held !== expected)
        this.lies.push(`${symbol} ${reading.changeSet}: ${expected === undefined ? 'unknown' : 'differs'}`)
    }
  }
}

type Entry = { readonly price: string; readonly amount: string }

function text(asks: readonly Entry[], bids: readonly Entry[]): string {
  return [...asks, ...bids].map(({ price, amount }) => `${price} ${amount}`).join(',')
}

it('reads only books that the simulated exchange published, under faults, and recovers', async () => {
  await start(
    {
      seed: 5,
      time: { mode: 'scaled', speed: 10 },
      accounts: [{ publicKey: KEY, secret: SECRET }],
      faults: chaosPlan(0.03),
      enforcesLimits: false,
    },
    seededRandom(5),
  )
  const reader = createSpotReader({
    symbols: SYMBOLS,
    stream,
    serverTime: () => simulator.exchange.now(),
    ports: { clock: simulator.time, timers: simulator.time },
  })
  const trades = new Map<string, number>()
  reader.on('trade', ({ symbol, id }) => trades.set(`${symbol} ${id}`, (trades.get(`${symbol} ${id}`) ?? 0) + 1))
  const witness = new Witness()
  stream.open()
  reader.open()
  const end = simulator.time.monotonic() + 60_000
  while (simulator.time.monotonic() < end) {
    await pause()
    witness.look(reader)
  }
  simulator.faults.clear()
  const healedBy = simulator.time.monotonic() + 90_000
  const isWhole = () =>
    SYMBOLS.every((symbol) => {
      const { ticker, candle, book } = reader.read(symbol)
      return ticker.isFresh && candle.isFresh && book.state === 'live'
    })
  while (!isWhole() && simulator.time.monotonic() < healedBy) {
    await pause()
    witness.look(reader)
  }
  const isHealed = isWhole()
  reader.close()
  expect(witness.lies).toEqual([])
  expect(isHealed).toBe(true)
  expect(witness.live).toBeGreaterThan(witness.reads / 5)
  expect(trades.size).toBeGreaterThan(10)
  expect([...trades.values()].every((times) => times === 1)).toBe(true)
}, 60_000)

it('logs in, and reads what becomes of an own order', async () => {
  const accounts = [{ publicKey: KEY, secret: SECRET, balances: { TRY: '10000000' } }]
  await start({ feed: { type: 'none', depth: 5 }, accounts })
  const [login, insert, match, trade] = [next('login'), next('orderInsert'), next('orderMatch'), next('userTrade')]
  const deletion = next('orderDelete')
  stream.open()
  expect(await login).toMatchObject({ state: 'loggedIn', mayHaveMissed: false })
  const price = String(Number(simulator.exchange.lastPrice('BTCTRY')) - 1000)
  const request = {
    symbol: 'BTCTRY',
    side: 'buy',
    method: 'limit',
    quantity: '0.01',
    price,
    clientOrderId: 'mine',
  } as const
  const order = simulator.exchange.submit(KEY, request)
  if (!('id' in order)) throw new Error('refused')
  expect(await insert).toMatchObject({
    orderId: String(order.id),
    side: 'buy',
    price,
    quantity: '0.01',
    clientOrderId: 'mine',
  })
  simulator.exchange.trade('BTCTRY', price, '0.004', 'sell')
  expect(await match).toMatchObject({ orderId: String(order.id), side: 'buy', price, quantity: '0.004' })
  expect(await trade).toMatchObject({ orderId: String(order.id), side: 'buy', quantity: '0.004', symbol: 'BTCTRY' })
  simulator.exchange.cancel(KEY, order.id)
  expect(await deletion).toMatchObject({ orderId: String(order.id), remaining: '0.006' })
}, 20_000)

it.each<Channel>([
  { channel: 'ticker', symbol: 'BTCTRY' },
  { channel: 'tickers' },
  { channel: 'trade', symbol: 'BTCTRY' },
  { channel: 'orderbook', symbol: 'BTCTRY' },
  { channel: 'obdiff', symbol: 'BTCTRY' },
  ...(['1', '60', '1D', '1W', '1M'] as const).map(
    (resolution) => ({ channel: 'tradeview', symbol: 'BTCTRY', resolution }) as const,
  ),
])('gets a first frame on %j and knows that the channel lives', async (channel) => {
  await start({ accounts: [{ publicKey: KEY, secret: SECRET }] })
  const isLive = new Promise<void>((resolve) => {
    stream.on('channel', ({ state }) => state === 'live' && resolve())
  })
  const message = new Promise((resolve) => stream.subscribe(channel, resolve))
  stream.open()
  await isLive
  expect(await message).toHaveProperty('kind')
})

it('says that a login with the wrong secret is refused', async () => {
  const accounts = [{ publicKey: KEY, secret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=' }]
  await start({ time: { mode: 'scaled', speed: 10 }, feed: { type: 'none' }, accounts })
  const login = next('login')
  stream.open()
  expect(await login).toMatchObject({ state: 'refused', error: { code: 'login_refused' } })
}, 20_000)

it('leaves a real connection that is half open, though nothing ever closes it', async () => {
  await start({ time: { mode: 'scaled', speed: 5 }, accounts: [{ publicKey: KEY, secret: SECRET }] })
  stream.subscribe({ channel: 'ticker', symbol: 'BTCTRY' }, () => {})
  const first = next('ticker')
  stream.open()
  await first
  const frozenAt = simulator.time.monotonic()
  simulator.sockets.freezeAll()
  const lost = new Promise<string | null>((resolve) => {
    stream.on('connection', ({ state, reason }) => state === 'waiting' && resolve(reason))
  })
  expect(await lost).toBe('no sign of life')
  expect(simulator.time.monotonic() - frozenAt).toBeGreaterThan(7000)
  await next('ticker')
}, 20_000)
