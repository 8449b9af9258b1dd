import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RejectionMessage, Simulator } from '../../src/index.ts'
import { KEY, RestClient, SECRET, START, send, standingSimulator } from '../rest-client.ts'

let simulator: Simulator
let client: RestClient

beforeEach(async () => {
  simulator = await standingSimulator()
  client = new RestClient(simulator)
})
afterEach(() => simulator.close())

const limitBuy = {
  pairSymbol: 'BTCTRY',
  orderMethod: 'limit',
  orderType: 'buy',
  quantity: '0.001',
  price: '3600000',
  newOrderClientId: 'mine',
}

describe('signing', () => {
  const balances = '/api/v1/users/balances'
  const refused = (reason: string) => ({
    status: 401,
    body: { success: true, message: `Unauthorized - ${reason}`, code: 1037 },
  })
  const sendWith = (headers: Record<string, string>) =>
    send(`${simulator.restUrl}${balances}`, { method: 'GET', headers })

  it('accepts what the reference signs', async () => {
    const stamp = 1_700_000_000_000
    const vector = {
      'X-PCK': KEY,
      'X-Stamp': `${stamp}`,
      'X-Signature': 'dgCKY9NJJ9Whpo8zl3HIXLrCQoMZTmDjrd6vuf7TsyE=',
    }
    const other = await standingSimulator({ time: { mode: 'stepped', start: stamp } })
    expect((await send(`${other.restUrl}${balances}`, { method: 'GET', headers: vector })).status).toBe(200)
    await other.close()
  })

  it.each([
    ['no headers', () => ({}), 'Invalid Request'],
    ['an unknown key', () => client.headers(START, 'unknown'), 'Invalid Public key'],
    ['a stamp 5001 ms late', () => client.headers(START - 5001), 'Invalid Nonce'],
    ['a stamp 5001 ms early', () => client.headers(START + 5001), 'Invalid Nonce'],
    ['a stamp in seconds', () => client.headers(START / 1000), 'Invalid Nonce'],
    ['a stamp that is no number', () => ({ ...client.headers(), 'X-Stamp': 'now' }), 'Invalid Request'],
    ['another secret', () => client.headers(START, KEY, 'AAECAwQF'), 'Invalid Signature'],
    [
      'the secret undecoded',
      () => client.headers(START, KEY, Buffer.from(SECRET).toString('base64')),
      'Invalid Signature',
    ],
  ])('refuses %s, and says success all the same', async (_what, headers, reason) => {
    expect(await sendWith(headers() as Record<string, string>)).toMatchObject(refused(reason))
  })

  it('accepts both ends of the window, and no stamp twice', async () => {
    const headers = client.headers(START - 5000)
    expect((await sendWith(headers)).status).toBe(200)
    expect(await sendWith(headers)).toMatchObject(refused('Invalid Nonce'))
    expect((await sendWith(client.headers(START + 5000))).status).toBe(200)
  })

  it('does not count a stamp as used that did not sign', async () => {
    expect((await sendWith(client.headers(START, KEY, 'AAECAwQF'))).status).toBe(401)
    expect((await sendWith(client.headers(START))).status).toBe(200)
  })

  it('refuses a key without the permission, and one from another address', async () => {
    const read = { publicKey: 'read', secret: SECRET, permissions: ['account'] as const }
    simulator.exchange.addAccount(read)
    simulator.exchange.addAccount({ publicKey: 'far', secret: SECRET, addresses: ['10.0.0.1'] })
    expect(await sendWith(client.headers(START, 'read'))).toMatchObject(refused('Invalid Public key'))
    expect(await sendWith(client.headers(START, 'far'))).toMatchObject(refused('Invalid Request'))
  })

  it('can answer with nothing at all', async () => {
    const other = await standingSimulator({ unauthorizedBody: 'empty' })
    const answer = await send(`${other.restUrl}${balances}`, { method: 'GET' })
    expect(answer).toMatchObject({ status: 401, text: '' })
    expect(answer.headers.get('content-type')).toBeNull()
    await other.close()
  })

  it('keeps time as the clock of the server has it', async () => {
    simulator.faults.set({ clockSkewMs: 60_000 })
    expect(await sendWith(client.headers(START))).toMatchObject(refused('Invalid Nonce'))
    expect((await sendWith(client.headers(START + 60_000))).status).toBe(200)
    expect((await client.get('/api/v2/server/time')).body.serverTime).toBe(START + 60_000)
  })
})

describe('a body', () => {
  it('is needed, and has to be JSON by name', async () => {
    const url = `${simulator.restUrl}/api/v1/order`
    expect((await send(url, { method: 'POST', headers: client.headers() })).status).toBe(411)
    const headers = { ...client.headers(), 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await send(url, { method: 'POST', headers, body: 'quantity=1' })).status).toBe(415)
  })
})

describe('balances', () => {
  it('have a decimal comma, and rows for what one has not', async () => {
    await client.order(limitBuy)
    const { body } = await client.signed('GET', '/api/v1/users/balances')
    const row = (asset: string) => body.data.find((other: { asset: string }) => other.asset === asset)
    expect(row('TRY')).toEqual({
      asset: 'TRY',
      assetname: 'Türk Lirası',
      balance: '1000000',
      locked: '3604,32',
      free: '996395,68',
      orderFund: '3604,32',
      requestFund: '0',
      precision: 2,
      timestamp: START,
    })
    expect(body.data).toHaveLength(4)
  })

  it('can have a dot', async () => {
    const other = await standingSimulator({ balanceSeparator: '.' })
    const theirs = new RestClient(other)
    await theirs.order(limitBuy)
    const answer = await theirs.signed('GET', '/api/v1/users/balances')
    expect(JSON.stringify(answer.body)).toContain('996395.68')
    await other.close()
  })
})

describe('the life of an order', () => {
  it('is taken, stands open with time 0, is cancelled a little later, and stays in the list of all', async () => {
    const sent = await client.order(limitBuy)
    expect(sent).toMatchObject({
      status: 200,
      body: {
        httpStatusCode: 200,
        success: true,
        message: 'SUCCESS',
        code: 0,
        data: {
          quantity: '0.00100000',
          price: '3600000',
          stopPrice: '0',
          newOrderClientId: 'mine',
          type: 'buy',
          method: 'limit',
          pairSymbol: 'BTCTRY',
          pairSymbolNormalized: 'BTC_TRY',
          datetime: START,
        },
      },
    })
    const { id } = sent.body.data
    const open = await client.signed('GET', '/api/v1/openOrders?pairSymbol=BTCTRY')
    expect(open.body.data).toMatchObject({
      asks: [],
      bids: [{ id, time: 0, status: 'Untouched', orderClientId: 'mine' }],
    })
    const cancelled = await client.signed('DELETE', `/api/v1/order?id=${id}`)
    expect(cancelled.body).toEqual({ success: true, message: 'SUCCESS', code: 0 })
    expect((await client.signed('GET', `/api/v1/order/${id}`)).body.data.status).toBe('Untouched')
    simulator.time.advance(50)
    expect((await client.signed('GET', `/api/v1/order/${id}`)).body.data).toMatchObject({
      status: 'Canceled',
      leftAmount: '0.0010000000000000',
      time: START,
      updateTime: START + 50,
    })
    expect((await client.signed('GET', '/api/v1/openOrders')).body.data).toEqual({ asks: [], bids: [] })
    expect((await client.signed('DELETE', `/api/v1/order?id=${id}`)).status).toBe(200)
    const all = await client.signed('GET', '/api/v1/allOrders?pairSymbol=BTCTRY')
    expect(all.body.data).toMatchObject([{ id, status: 'Canceled' }])
  })

  it('made with a market order appears in trades a little later, with ids that no double holds', async () => {
    const spend = { pairSymbol: 'BTCTRY', orderMethod: 'MARKET', orderType: 'buy', quantity: 1000 }
    const { body } = await client.order(spend)
    expect(body.data).toMatchObject({ price: '0.00', method: 'market', quantity: '1000.00' })
    expect(body.data.newOrderClientId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    const path = `/api/v1/users/transactions/trade?orderId=${body.data.id}`
    expect((await client.signed('GET', path)).body.data).toEqual([])
    simulator.time.advance(150)
    const { text, body: trades } = await client.signed('GET', path)
    expect(/"id":(\d+)/.exec(text)![1]!.length).toBe(19)
    expect(text).toMatch(/"preciseAmount":0\.\d{16}/)
    const [{ amount, fee, tax, orderType, price }] = trades.data
    expect(amount).toMatch(/^0\.0002\d{4}$/)
    expect(Number(fee)).toBeCloseTo(-(1000 / 1.0024) * 0.002, 6)
    expect(Number(tax)).toBeCloseTo(Number(fee) * 0.2, 6)
    expect(orderType).toBe('buy')
    const shown = await client.signed('GET', `/api/v1/order/${body.data.id}`)
    expect(shown.body.data).toMatchObject({ status: 'Closed', price, leftAmount: '0.0000000000000000' })
  })

  it('ends for a triggered stop, and goes on under a new id', async () => {
    const stop = {
      pairSymbol: 'ETHUSDT',
      orderMethod: 'stoplimit',
      orderType: 'sell',
      quantity: '1',
      price: '2700',
      stopPrice: '2705',
      newOrderClientId: 'stop',
    }
    const { body } = await client.order(stop)
    simulator.exchange.trade('ETHUSDT', '2705', '0.1')
    simulator.exchange.offer('ETHUSDT', 'buy', '2704', '0')
    const all = await client.signed('GET', '/api/v1/allOrders?pairSymbol=ETHUSDT')
    const [fresh, old] = all.body.data
    expect(old).toMatchObject({
      id: body.data.id,
      status: 'Canceled',
      method: 'stoplimit',
      leftAmount: '1.0000000000000000',
    })
    expect(fresh).toMatchObject({ method: 'limit', orderClientId: 'stop', stopPrice: '2705' })
    expect(fresh.id).toBeGreaterThan(old.id)
  })
})

describe('the list of all orders', () => {
  it('counts time in seconds, pages from 1, newest first', async () => {
    for (let index = 0; index < 5; index += 1) await client.order({ ...limitBuy, newOrderClientId: `${index}` })
    const ids = async (query: string) => {
      const { body } = await client.signed('GET', `/api/v1/allOrders?pairSymbol=BTCTRY&${query}`)
      return body.data.map(({ orderClientId }: { orderClientId: string }) => orderClientId)
    }
    expect(await ids('limit=2')).toEqual(['4', '3'])
    expect(await ids('limit=2&page=0')).toEqual(['4', '3'])
    expect(await ids('limit=2&page=2')).toEqual(['2', '1'])
    expect(await ids(`startTime=${START / 1000}&endTime=${START / 1000}`)).toHaveLength(5)
    expect(await ids(`endTime=${START / 1000 - 1}`)).toEqual([])
    const late = await client.signed('GET', `/api/v1/allOrders?pairSymbol=BTCTRY&startTime=${START}`)
    expect(late).toMatchObject({
      status: 400,
      body: { success: false, message: 'startTime cannot be bigger than current unix timestamp.', code: 1038 },
    })
  })
})

describe('a refused order', () => {
  const cases: readonly (readonly [number, RejectionMessage, object])[] = [
    [1121, 'FAILED_ORDER_PARAMETER', { quantity: undefined }],
    [1121, 'FAILED_ORDER_PARAMETER', { quantity: '0' }],
    [1121, 'FAILED_ORDER_PARAMETER', { quantity: '0,1' }],
    [1121, 'FAILED_ORDER_PARAMETER', { price: undefined }],
    [1121, 'FAILED_ORDER_PARAMETER', { newOrderClientId: 'x'.repeat(51) }],
    [1122, 'FAILED_ORDER_WITH_OPEN_ORDERS', { quantity: '1' }],
    [1123, 'FAILED_MIN_TOTAL_AMOUNT', { quantity: '0.00002775' }],
    [1124, 'FAILED_STOP_PRICE_GREATER_THAN_BEST_ASK', { orderMethod: 'stoplimit', stopPrice: '3700000' }],
    [
      1125,
      'FAILED_STOP_PRICE_LESS_THAN_BEST_BID',
      { orderMethod: 'stoplimit', orderType: 'sell', stopPrice: '3800000' },
    ],
    [1126, 'FAILED_INVALID_PRICE_SCALE', { price: '3600000.5' }],
    [1126, 'FAILED_INVALID_PRICE_SCALE', { orderMethod: 'market', quantity: '1000', price: '0.5' }],
    [1126, 'FAILED_INVALID_PRICE_SCALE', { orderMethod: 'stoplimit', price: '3600000.0', stopPrice: '3800000' }],
    [1127, 'FAILED_INVALID_QUANTITY_SCALE', { quantity: '0.001000001' }],
    [1127, 'FAILED_INVALID_QUANTITY_SCALE', { orderMethod: 'market', quantity: '1000.001' }],
    [1128, 'FAILED_INVALID_STOP_PRICE_SCALE', { orderMethod: 'stopmarket', quantity: '1000', stopPrice: '3800000.5' }],
    [1134, 'ORDER_METHOD_NOT_SUPPORTED', { orderMethod: 'iceberg' }],
    [1193, 'ORDER_TYPE_NOT_SUPPORTED', { orderType: 'short' }],
    [1226, 'ORDER_MAX_PRICE_EXCEEDED', { orderType: 'sell', price: '37170801' }],
    [1227, 'ORDER_MIN_PRICE_EXCEEDED', { price: '371707' }],
  ]

  it.each(cases)('%i %s for %o', async (code, message, change) => {
    expect(await client.order({ ...limitBuy, ...change })).toMatchObject({
      status: 400,
      body: { httpStatusCode: 400, data: null, success: false, message, code },
    })
    expect(simulator.exchange.orders(KEY)).toEqual([])
  })

  it('has numbers for a body that cannot be read, for a pair that is not there and for a halted one', async () => {
    const url = `${simulator.restUrl}/api/v1/order`
    const broken = await send(url, { method: 'POST', headers: client.headers(), body: '{"quantity":' })
    expect(broken).toMatchObject({ status: 400, body: { message: 'INVALID_MODEL', code: 1001 } })
    const unknown = await client.order({ ...limitBuy, pairSymbol: 'NOPETRY' })
    expect(unknown.body).toMatchObject({ message: 'Pair NOPETRY does not exists.', code: 1037 })
    const { body } = await client.order(limitBuy)
    simulator.exchange.halt('BTCTRY')
    expect((await client.order(limitBuy)).body).toMatchObject({ message: 'SYSTEM_UNDER_MAINTENANCE', code: 1216 })
    const cancel = await client.signed('DELETE', `/api/v1/order?id=${body.data.id}`)
    expect(cancel.body).toMatchObject({ message: 'ORDER_CANCEL_BLOCKED' })
    simulator.exchange.resume('BTCTRY')
    expect((await client.order(limitBuy)).status).toBe(200)
  })

  it('finds nothing to trade with: 1118', async () => {
    const other = await standingSimulator({ feed: { type: 'none', depth: 0 } })
    const answer = await new RestClient(other).order({ ...limitBuy, orderMethod: 'market', quantity: '1000' })
    expect(answer.body).toMatchObject({ message: 'FAILED_MARKET_ORDER', code: 1118 })
    await other.close()
  })

  it.each([
    [1000, 'SYSTEM_ERROR'],
    [1053, 'AMOUNT_CANNOT_BE_LESS_THAN_FEE'],
    [1054, 'AMOUNT_CANNOT_BE_SAME_BALANCE_AMOUNT'],
    [1055, 'BALANCE_NOT_ENOUGH'],
    [1117, 'FAILED_SET_ORDER_UNEXPECTED'],
    [1120, 'FAILED_LIMIT_ORDER'],
    [1130, 'INVALID_PARAMETER'],
    [1214, 'ERROR_DATE_RANGE_MAX_30_DAYS'],
    [1217, 'ACCESS_DENIED'],
  ] as const)('%i %s when a fault asks for it', async (code, message) => {
    simulator.exchange.refuseNextOrder(message)
    expect((await client.order(limitBuy)).body).toMatchObject({ message, code })
    expect((await client.order(limitBuy)).status).toBe(200)
  })

  it('is not one whose numbers are numbers, whose method is loud and whose pair has a line', async () => {
    const body = {
      ...limitBuy,
      quantity: 0.001,
      price: 3600000,
      stopPrice: 0,
      orderMethod: 'LIMIT',
      pairSymbol: 'BTC_TRY',
    }
    expect((await client.order(body)).status).toBe(200)
  })
})

describe('a refused cancel', () => {
  it('has an error number for an unknown order, for that of another account and for a filled one', async () => {
    simulator.exchange.addAccount({ publicKey: 'other', secret: SECRET, balances: { TRY: '100000' } })
    const theirs = simulator.exchange.submit('other', {
      symbol: 'BTCTRY',
      side: 'buy',
      method: 'limit',
      quantity: '0.001',
      price: '3600000',
    })
    const { body } = await client.order({ ...limitBuy, orderMethod: 'market', quantity: '1000' })
    const cancel = async (query: string) => (await client.signed('DELETE', `/api/v1/order${query}`)).body
    const noSuchOrder = { success: false, message: 'NO_ORDER_MATCHES_YOUR_REQUEST', code: 1052 }
    expect(await cancel('')).toEqual(noSuchOrder)
    expect(await cancel('?id=1')).toEqual(noSuchOrder)
    expect(await cancel(`?id=${'id' in theirs ? theirs.id : ''}`)).toEqual(noSuchOrder)
    expect(await cancel(`?id=${body.data.id}`)).toEqual({
      success: false,
      message: 'ORDER_COULD_NOT_BE_CANCELED',
      code: 1051,
    })
  })

  it('of a single order that is not there says so', async () => {
    expect(await client.signed('GET', '/api/v1/order/1')).toMatchObject({
      status: 400,
      body: { success: false, message: 'Order not found', code: 1152 },
    })
  })
})

describe('histories', () => {
  it('tell deposits and withdrawals, money and coins apart', async () => {
    const fiat = await client.signed('GET', '/api/v1/users/transactions/fiat')
    expect(fiat.body.data).toMatchObject([
      { balanceType: 'deposit', currencySymbol: 'TRY', amount: '1000000', address: null },
    ])
    const sent = await client.signed('POST', '/api/v1/withdrawals/crypto', {
      asset: 'BTC',
      amount: '0.5',
      address: 'bc1',
    })
    expect(sent.status).toBe(200)
    const crypto = await client.signed('GET', '/api/v1/users/transactions/crypto?type=withdrawal')
    expect(crypto.body.data).toMatchObject([
      { currencySymbol: 'BTC', amount: '-0.5', isConfirmed: false, address: 'bc1' },
    ])
    expect(simulator.exchange.balances(KEY)['BTC']).toEqual({ balance: '2', free: '1.5', locked: '0.5' })
    simulator.exchange.confirmWithdrawals(KEY)
    expect(simulator.exchange.balances(KEY)['BTC']).toEqual({ balance: '1.5', free: '1.5', locked: '0' })
  })

  it('reject what cannot be asked', async () => {
    const ask = async (query: string) =>
      (await client.signed('GET', `/api/v1/users/transactions/trade?${query}`)).body.code
    expect(await ask('orderId=1&type=buy')).toBe(1037)
    expect(await ask('startDate=now')).toBe(1209)
    expect(await ask('startDate=2&endDate=1')).toBe(1215)
  })
})
