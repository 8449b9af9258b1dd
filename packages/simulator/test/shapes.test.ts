import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFrame } from '../../btcturk/src/stream/frames/read-frame.ts'
import { fixtureText } from '../../btcturk/test/fixtures/wire.ts'
import type { Simulator } from '../src/index.ts'
import { KEY, RestClient, SECRET, START, standingSimulator } from './rest-client.ts'
import { SocketClient } from './socket/socket-client.ts'

let simulator: Simulator
let client: RestClient
let socket: SocketClient
let marketBuyId: number
let limitId: number

beforeAll(async () => {
  simulator = await standingSimulator()
  client = new RestClient(simulator)
  socket = await SocketClient.open(simulator.wsUrl)
  const mac = createHmac('sha256', Buffer.from(SECRET, 'base64')).update(`${KEY}3000`).digest('base64')
  socket.send([114, { type: 114, publicKey: KEY, timestamp: START, nonce: 3000, signature: mac }])
  await socket.next(114)
  for (const [channel, event] of [
    ['ticker', 'BTCTRY'],
    ['ticker', 'all'],
    ['trade', 'BTCTRY'],
    ['orderbook', 'BTCTRY'],
    ['obdiff', 'BTCTRY'],
    ['tradeview', 'BTCTRY_60'],
  ] as const) {
    socket.join(channel, event)
  }
  await socket.next(100, 6)
  simulator.time.advance(400)
  simulator.exchange.trade('BTCTRY', '3717049', '0.5')
  const order = { pairSymbol: 'BTCTRY', orderType: 'buy' }
  const bought = await client.order({ ...order, orderMethod: 'market', quantity: '1000' })
  marketBuyId = bought.body.data.id
  const stop = { ...order, orderMethod: 'stoplimit', quantity: '0.001', price: '3600000', stopPrice: '3720000' }
  await client.order({ ...order, orderMethod: 'limit', quantity: '0.001', price: '3600000' })
  await client.order({ ...order, orderType: 'sell', orderMethod: 'limit', quantity: '0.001', price: '3900000' })
  await client.order(stop)
  const all = await client.signed('GET', '/api/v1/openOrders')
  limitId = all.body.data.bids[0].id
  await client.signed('DELETE', `/api/v1/order?id=${limitId}`)
  simulator.exchange.offer('BTCTRY', 'buy', '3716999', '0.5')
  simulator.time.advance(2000)
  await socket.next(432)
  await socket.next(452)
})
afterAll(() => simulator.close())

/**
 * The shape of a value: its keys and the kinds of what they hold. A number that no double holds is a number all the same;
 * of a list the first item counts; `null` fits anything.
 */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, held]) => [key, shapeOf(held)]))
}

/** Both shapes with every place where one of them is `null` set to `null`. */
function meet(one: unknown, other: unknown): [unknown, unknown] {
  if (one === 'null' || other === 'null') return ['null', 'null']
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length === 0 || other.length === 0) return [[], []]
    const [left, right] = meet(one[0], other[0])
    return [[left], [right]]
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return [one, other]
  const [left, right] = [one, other].map((shape) => ({ ...(shape as Record<string, unknown>) }))
  for (const key of Object.keys(left!)) {
    if (key in right!) [left![key], right![key]] = meet(left![key], right![key])
  }
  return [left, right]
}

function expectShape(ours: unknown, captured: unknown): void {
  const [left, right] = meet(shapeOf(ours), shapeOf(captured))
  expect(left).toEqual(right)
}

const answers: readonly (readonly [sample: string, ask: () => Promise<unknown>])[] = [
  ['rest-server-time', async () => (await client.get('/api/v2/server/time')).body],
  ['rest-server-ping', async () => (await client.get('/api/v2/server/ping')).body],
  ['rest-exchangeinfo-2026', async () => (await client.get('/api/v2/server/exchangeinfo')).body],
  ['rest-ticker-one-2026', async () => (await client.get('/api/v2/ticker?pairSymbol=BTCTRY')).body],
  ['rest-ticker-unknown-pair', async () => (await client.get('/api/v2/ticker?pairSymbol=NOPE')).body],
  ['rest-orderbook-2026', async () => (await client.get('/api/v2/orderbook?pairSymbol=BTCTRY')).body],
  ['rest-trades-2022-data-part', async () => (await client.get('/api/v2/trades?pairSymbol=BTCTRY')).body.data],
  ['rest-error-invalid-request', async () => (await client.get('/api/v2/orderbook')).body],
  ['rest-error-pair-does-not-exist', async () => (await client.get('/api/v2/orderbook?pairSymbol=NOPE')).body],
  [
    'rest-graph-klines-2026',
    async () => (await client.graph(`/v1/klines/history?symbol=BTCTRY&resolution=60&from=0&to=${START}`)).body,
  ],
  [
    'rest-graph-klines-empty',
    async () => (await client.graph('/v1/klines/history?symbol=BTCTRY&resolution=60&from=0&to=1')).body,
  ],
  ['rest-graph-ohlcs-docs', async () => (await client.graph(`/v1/ohlcs?pair=BTCTRY&from=0&to=${START}`)).body],
  ['rest-balances-comma', async () => (await client.signed('GET', '/api/v1/users/balances')).body],
  [
    'rest-openorders-both-sides-2020-data-part',
    async () => (await client.signed('GET', '/api/v1/openOrders')).body.data,
  ],
  [
    'rest-allorders-stop-triggered-2025-data-part',
    async () => (await client.signed('GET', '/api/v1/allOrders?pairSymbol=BTCTRY')).body.data,
  ],
  ['rest-single-order', async () => (await client.signed('GET', `/api/v1/order/${marketBuyId}`)).body],
  ['rest-error-order-not-found-1152', async () => (await client.signed('GET', '/api/v1/order/1')).body],
  [
    'rest-submit-limit-2021',
    async () =>
      (
        await client.order({
          pairSymbol: 'BTCTRY',
          orderType: 'buy',
          orderMethod: 'limit',
          quantity: '0.001',
          price: '3600000',
        })
      ).body,
  ],
  [
    'rest-error-order-1122',
    async () =>
      (
        await client.order({
          pairSymbol: 'BTCTRY',
          orderType: 'buy',
          orderMethod: 'limit',
          quantity: '9',
          price: '3600000',
        })
      ).body,
  ],
  ['rest-cancel', async () => (await client.signed('DELETE', `/api/v1/order?id=${limitId}`)).body],
  ['rest-error-cancel-1052', async () => (await client.signed('DELETE', '/api/v1/order?id=1')).body],
  ['rest-user-trades', async () => (await client.signed('GET', '/api/v1/users/transactions/trade')).body],
  [
    'rest-fiat-transactions-data-part',
    async () => (await client.signed('GET', '/api/v1/users/transactions/fiat')).body.data,
  ],
  [
    'rest-crypto-transactions-data-part',
    async () => (await client.signed('GET', '/api/v1/users/transactions/crypto')).body.data,
  ],
  ['rest-error-401-invalid-request', async () => (await client.get('/api/v1/users/balances')).body],
]

const frames: readonly (readonly [sample: string, type: number])[] = [
  ['ws-991-welcome-2026', 991],
  ['ws-100-join-ok', 100],
  ['ws-114-login-ok', 114],
  ['ws-201-balance-updated', 201],
  ['ws-401-ticker-all', 401],
  ['ws-402-ticker-btctry', 402],
  ['ws-421-trade-list', 421],
  ['ws-422-trade', 422],
  ['ws-423-user-trade', 423],
  ['ws-431-orderbook-btctry', 431],
  ['ws-431-obdiff-snapshot', 431],
  ['ws-432-delta-window', 432],
  ['ws-441-user-order-match-2025', 441],
  ['ws-451-order-insert-buy', 451],
  ['ws-452-order-delete-buy', 452],
]

describe('has the keys and kinds of the exchange', () => {
  it.each(answers)('%s', async (sample, ask) => expectShape(await ask(), JSON.parse(fixtureText(sample))))

  it.each(frames)('%s', (sample, type) => {
    const [, captured] = JSON.parse(fixtureText(sample)) as [number, unknown]
    expectShape(socket.frames(type).at(-1), captured)
  })
})

it('sends no frame that the stream of this package does not read', () => {
  expect(new Set(socket.texts.map((text) => Number(/^\[(\d+)/.exec(text)?.[1])))).toEqual(
    new Set([...frames.map(([, type]) => type), 428]),
  )
  for (const text of socket.texts) expect(() => readFrame(text)).not.toThrow()
})
