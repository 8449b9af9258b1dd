import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../../src/index.ts'
import { KEY, SECRET, START, send, standingSimulator } from '../rest-client.ts'
import { type Payload, SocketClient } from './socket-client.ts'

let simulator: Simulator
let client: SocketClient

beforeEach(async () => {
  simulator = await standingSimulator()
  client = await SocketClient.open(simulator.wsUrl)
})
afterEach(() => simulator.close())

function loginFrame(change: object = {}, nonce: number | undefined = 3000): [number, object] {
  const mac = createHmac('sha256', Buffer.from(SECRET, 'base64')).update(`${KEY}${nonce}`)
  const payload = { type: 114, publicKey: KEY, timestamp: START, nonce, signature: mac.digest('base64') }
  return [114, { ...payload, ...change }]
}

describe('a socket', () => {
  it('receives the versions first', () => {
    expect(client.texts).toEqual(['[991,{"type":991,"current":"6.0.0","min":"2.3.0"}]'])
  })

  it('has every subscription acknowledged, a second one refused, and hears nothing of what is not there', async () => {
    client.join('obdiff', 'BTCUSDT')
    client.join('obdiff', 'BTCUSDT')
    client.join('obdiff', 'NOPETRY')
    client.join('obdiff', 'btcusdt')
    client.join('nothing', 'BTCUSDT')
    client.join('obdiff', 'BTCUSDT', false)
    await client.until(() => client.frames(100).length === 6)
    expect(client.frames(100)).toEqual([
      { type: 100, ok: true, message: 'join|obdiff:BTCUSDT' },
      { type: 100, ok: false, message: 'join|obdiff:BTCUSDT' },
      { type: 100, ok: true, message: 'join|obdiff:NOPETRY' },
      { type: 100, ok: true, message: 'join|obdiff:btcusdt' },
      { type: 100, ok: true, message: 'join|nothing:BTCUSDT' },
      { type: 100, ok: true, message: 'leave|obdiff:BTCUSDT' },
    ])
    simulator.time.advance(5000)
    await client.applyFill()
    expect(client.frames(431)).toEqual([])
  })

  it('that talks nonsense gets no reply and stays', async () => {
    for (const text of [
      'hello',
      '{}',
      '[]',
      '[151]',
      '[151,[]]',
      '[999,{}]',
      '[151,{"channel":"ticker","event":["all"]}]',
    ]) {
      client.send(text)
    }
    await client.applyFill()
    expect(client.texts).toHaveLength(2)
  })

  it('is pinged every fifteen seconds and closed with 1000 when it never answers', async () => {
    const strict = await standingSimulator({ enforcesPongs: true })
    const silent = await SocketClient.open(strict.wsUrl, { autoPong: false })
    strict.time.advance(15_399)
    strict.time.advance(1)
    await silent.until(() => silent.pings === 1)
    strict.time.advance(15_000)
    await silent.until(() => silent.pings === 2)
    strict.time.advance(14_999)
    expect(silent.closed).toBeNull()
    strict.time.advance(1)
    await silent.until(() => silent.closed !== null)
    expect(silent.closed).toEqual({ code: 1000, reason: '' })
    await strict.close()
  })

  it('is refused above fifteen in a minute, with 429 and the seconds to wait', async () => {
    const sockets = await Promise.all(Array.from({ length: 14 }, () => SocketClient.open(simulator.wsUrl)))
    expect(sockets.every(({ closed }) => closed === null)).toBe(true)
    const answer = await handshake(simulator.wsUrl)
    expect(answer).toEqual({ status: 429, retryAfter: '60' })
    simulator.time.advance(60_000)
    expect((await SocketClient.open(simulator.wsUrl)).closed).toBeNull()
    expect((await handshake(`${simulator.wsUrl}/other`)).status).toBe(404)
  })
})

describe('the ticker channel', () => {
  it('begins at once, and repeats itself every 750 ms even without a change', async () => {
    client.join('ticker', 'BTCTRY')
    const first = await client.next(402)
    expect(first).toMatchObject({
      PS: 'BTCTRY',
      PId: 1,
      NS: 'BTC',
      DS: 'TRY',
      channel: 'ticker',
      event: 'BTCTRY',
      type: 402,
    })
    simulator.time.advance(1500)
    expect(await client.next(402, 3)).toEqual(first)
    expect(Number(first.D)).toBe(Number(first.A) - Number(first.O))
  })

  it('has all of them by one name', async () => {
    client.join('ticker', 'all')
    const { items } = await client.next(401)
    expect(items.map(({ PS, Ord }: Payload) => [PS, Ord])).toEqual([
      ['BTCTRY', 0],
      ['USDTTRY', 1],
      ['BTCUSDT', 2],
      ['ETHUSDT', 3],
    ])
  })
})

describe('the trade channel', () => {
  it('begins with a list, oldest first, and goes on with each; sells are 0 and buys are 1', async () => {
    simulator.exchange.trade('BTCTRY', '3700000', '0.5', 'sell')
    simulator.exchange.trade('BTCTRY', '3700001', '0.25', 'buy')
    client.join('trade', 'BTCTRY')
    const { items } = await client.next(421)
    expect(items.map(({ S }: Payload) => S)).toEqual([0, 1])
    expect(items[0]).toMatchObject({ D: `${START}`, A: '0.5000000000', P: '3700000.0000000000' })
    simulator.exchange.trade('BTCTRY', '3700002', '0.125', 'buy')
    const trade = await client.next(422)
    expect(trade).toMatchObject({ PS: 'BTCTRY', P: '3700002.0000000000', S: 1, channel: 'trade', type: 422 })
    expect(BigInt(trade.I)).toBe(BigInt(items[1].I) + 1n)
  })
})

describe('the book channels', () => {
  it('give the whole book, and again when it changed', async () => {
    client.join('orderbook', 'BTCTRY')
    const first = await client.next(431)
    expect(first.AO).toHaveLength(5)
    simulator.time.advance(5000)
    simulator.exchange.offer('BTCTRY', 'buy', '3716999', '0.5')
    simulator.time.advance(764)
    const second = await client.next(431, 2)
    expect(second.CS).toBe(first.CS + 1)
    expect(second.BO[0]).not.toEqual(first.BO[0])
  })

  it('give a snapshot 190 to 380 ms after joining, and then what changed with rising numbers', async () => {
    client.join('obdiff', 'BTCTRY')
    await client.next(100)
    simulator.time.advance(189)
    await client.applyFill()
    expect(client.frames(431)).toEqual([])
    simulator.time.advance(191)
    const snapshot = await client.next(431)
    const [bid] = snapshot.BO
    simulator.exchange.offer('BTCTRY', 'buy', bid.P, '0.5')
    simulator.exchange.offer('BTCTRY', 'buy', '3716999', '0.25')
    simulator.exchange.offer('BTCTRY', 'sell', snapshot.AO[0].P, '0')
    simulator.time.advance(764)
    expect(await client.next(432)).toEqual({
      CS: snapshot.CS + 1,
      PS: 'BTCTRY',
      AO: [{ CP: 3, P: snapshot.AO[0].P, A: snapshot.AO[0].A }],
      BO: [
        { CP: 1, P: '3716999', A: '0.25' },
        { CP: 0, P: bid.P, A: '0.5' },
      ],
      channel: 'obdiff',
      event: 'BTCTRY',
      type: 432,
    })
    simulator.time.advance(5000)
    await client.applyFill()
    expect(client.frames(432)).toHaveLength(1)
  })

  it('can be followed to the very book of the exchange, through hundreds of changes', async () => {
    const moving = await standingSimulator({ feed: { type: 'synthetic', everyMs: 200, depth: 120, historyMinutes: 0 } })
    const follower = await SocketClient.open(moving.wsUrl)
    follower.join('obdiff', 'ETHUSDT')
    await follower.next(100)
    for (let step = 0; step < 400; step += 1) moving.time.advance(764)
    await follower.applyFill()
    const { BO, AO, CS } = follower.frames(431)[0]
    const book = new Map<string, string>()
    for (const side of ['AO', 'BO'] as const) {
      for (const { P, A } of { AO, BO }[side]) book.set(`${side} ${P}`, A)
    }
    for (const [index, frame] of follower.frames(432).entries()) {
      expect(frame.CS).toBe(CS + index + 1)
      for (const side of ['AO', 'BO']) {
        for (const { CP, P, A } of frame[side]) {
          expect(book.has(`${side} ${P}`)).toBe(CP !== 1)
          if (CP === 3) book.delete(`${side} ${P}`)
          else book.set(`${side} ${P}`, A)
        }
      }
    }
    const published = moving.exchange.publishedBook('obdiff', 'ETHUSDT')!
    const expected = [
      ...published.asks.map(({ price, amount }) => [`AO ${price}`, amount]),
      ...published.bids.map(({ price, amount }) => [`BO ${price}`, amount]),
    ]
    expect([...book].sort()).toEqual(expected.sort())
    expect(published.bids).toHaveLength(100)
    expect(follower.frames(432).length).toBeGreaterThan(300)
    await moving.close()
  })
})

describe('the candle channel', () => {
  it('gives the present candle, and again with each trade', async () => {
    simulator.exchange.trade('BTCTRY', '3700000', '0.5')
    client.join('tradeview', 'BTCTRY_60')
    const hour = (START - (START % 3_600_000)) / 1000
    expect(await client.next(428)).toMatchObject({ D: hour, P: 'BTCTRY', R: '60', O: '3700000', V: '0.5' })
    simulator.exchange.trade('BTCTRY', '3800000', '0.5')
    expect(await client.next(428, 2)).toMatchObject({ O: '3700000', H: '3800000', C: '3800000', V: '1' })
  })
})

describe('login', () => {
  it('needs key, nonce, timestamp and signature, and stays open after a refusal', async () => {
    const refusals: [[number, object], string][] = [
      [loginFrame({ publicKey: 'unknown' }), 'Invalid Public key'],
      [loginFrame({ timestamp: undefined }), 'Invalid Nonce'],
      [loginFrame({ timestamp: START - 5001 }), 'Invalid Nonce'],
      [loginFrame({}, START), 'Invalid Request'],
      [loginFrame({}, 99), 'Invalid Request'],
      [loginFrame({ signature: 'x' }), 'Invalid Signature'],
    ]
    for (const [frame] of refusals) client.send(frame)
    client.send(loginFrame())
    await client.until(() => client.frames(114).length === 7)
    expect(client.frames(114)).toEqual([
      ...refusals.map(([, reason]) => ({ type: 114, id: 0, ok: false, message: `Unauthorized - ${reason}` })),
      { type: 114, id: 100001, ok: true, message: null },
    ])
  })

  it('accepts what the reference signs', async () => {
    client.send([
      114,
      {
        type: 114,
        publicKey: KEY,
        timestamp: START,
        nonce: 3000,
        signature: 'qCI3cM7WzXSkuL7ejNRuX8aRaX9Ouha/CKz69fi6M4c=',
      },
    ])
    expect(await client.next(114)).toMatchObject({ ok: true })
  })

  it('brings the orders, fills and cancels of its own account alone', async () => {
    client.send(loginFrame())
    await client.next(114)
    simulator.exchange.addAccount({ publicKey: 'other', secret: SECRET, balances: { TRY: '10000' } })
    const buy = { symbol: 'BTCTRY', side: 'buy', method: 'limit', quantity: '0.001' } as const
    simulator.exchange.submit('other', { ...buy, price: '3600000' })
    const order = simulator.exchange.submit(KEY, { ...buy, price: '3600001', clientOrderId: 'mine' })
    if ('code' in order) throw new Error(order.message)
    simulator.exchange.trade('BTCTRY', '3600001', '0.0004', 'sell')
    simulator.exchange.cancel(KEY, order.id)
    simulator.time.advance(50)
    await client.next(452)
    const common = { pairId: 1, symbol: 'BTCTRY', id: order.id, method: 0, userId: 100001, orderType: 0 }
    expect(client.frames(451)).toEqual([
      {
        type: 451,
        ...common,
        price: '3600001',
        amount: '0.001',
        numLeft: '0.001',
        denomLeft: '3604.3210012',
        newOrderClientId: 'mine',
      },
    ])
    expect(client.frames(441)).toEqual([
      {
        type: 441,
        id: order.id,
        user: 100001,
        isBid: true,
        method: 0,
        pair: 1,
        symbol: 'BTCTRY',
        amount: '0.0004000000',
        price: '3600001.0000000000',
        clientId: 'mine',
        timestamp: `${START}`,
      },
    ])
    const [trade] = client.frames(423)
    expect(trade).toMatchObject({ orderId: order.id, amount: '0.00040000', fee: '-1.44000040', tax: '-0.28800008' })
    expect(trade).not.toHaveProperty('type')
    expect(client.frames(201)).toEqual([{ type: 201, userId: 100001, payload: '1,2,1' }])
    expect(client.frames(452)).toMatchObject([
      { type: 452, ...common, price: '3600001.0000000000000000', numLeft: '0.0006000000000000' },
    ])
  })
})

it('answers the feed host’s plain HTTP', async () => {
  const http = simulator.wsUrl.replace('ws:', 'http:')
  simulator.exchange.trade('BTCTRY', '3700000', '0.5')
  const get = (path: string) => send(`${http}${path}`, { method: 'GET' })
  expect((await get('/orderbook/BTCTRY')).body).toMatchObject({ PS: 'BTCTRY', type: 431 })
  expect((await get('/ticker/pair/BTCTRY')).body).toMatchObject({ PS: 'BTCTRY', type: 402 })
  expect((await get('/ticker/all')).body).toHaveLength(4)
  expect((await get('/trade/last/BTCTRY/10')).body).toHaveLength(1)
  expect((await get('/trade/last/NOPE/10')).status).toBe(404)
})

function handshake(url: string): Promise<{ status: number | undefined; retryAfter: string | undefined }> {
  return new Promise((resolve, reject) => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-ApiKey': 'AAAAAAAAAAAAAAAAAAAAAA==',
    }
    const outgoing = request(url.replace('ws:', 'http:'), { headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode, retryAfter: response.headers['retry-after'] })
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
