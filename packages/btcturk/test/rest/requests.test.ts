import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Client, createClient } from '../../src/client.ts'
import { errorOf } from '../kit/error-of.ts'
import { CREDENTIALS } from '../kit/fake-exchange.ts'
import { fakeFetch } from '../kit/fake-fetch.ts'
import { FakeTime } from '../kit/fake-time.ts'

const API = 'https://api.btcturk.com'
const GRAPH = 'https://graph-api.btcturk.com'

/** Every answer is refused: only what was asked counts here. */
function world() {
  const time = new FakeTime()
  const fetch = fakeFetch(({ url }) =>
    url.pathname === '/api/v2/server/time' ? { body: { serverTime: time.now() } } : { status: 400, body: '' },
  )
  const ports = { clock: time, timers: time, random: () => 0, fetch }
  return { time, fetch, client: createClient({ ports, credentials: CREDENTIALS }) }
}

const REQUESTS: readonly [name: string, call: (client: Client) => Promise<unknown>, request: string][] = [
  ['serverPing', (client) => client.serverPing(), `GET ${API}/api/v2/server/ping`],
  ['serverVersion', (client) => client.serverVersion(), `GET ${API}/api/v2/server/version`],
  ['exchangeInfo', (client) => client.exchangeInfo(), `GET ${API}/api/v2/server/exchangeinfo`],
  ['ticker', (client) => client.ticker(), `GET ${API}/api/v2/ticker`],
  ['ticker', (client) => client.ticker({ symbol: 'BTCTRY' }), `GET ${API}/api/v2/ticker?pairSymbol=BTCTRY`],
  [
    'tickerByCurrency',
    (client) => client.tickerByCurrency({ currency: 'USDT' }),
    `GET ${API}/api/v2/ticker/currency?symbol=usdt`,
  ],
  [
    'orderBook',
    (client) => client.orderBook({ symbol: 'BTCTRY', limit: 25 }),
    `GET ${API}/api/v2/orderbook?pairSymbol=BTCTRY&limit=25`,
  ],
  [
    'trades',
    (client) => client.trades({ symbol: 'BTCTRY', last: 50 }),
    `GET ${API}/api/v2/trades?pairSymbol=BTCTRY&last=50`,
  ],
  ['legacyOhlc', (client) => client.legacyOhlc({ symbol: 'BTCTRY' }), `GET ${API}/api/v2/ohlc?pairSymbol=BTCTRY`],
  [
    'dailyCandles',
    (client) => client.dailyCandles({ symbol: 'BTCTRY', from: 1790000000500, to: 1790086400500 }),
    `GET ${GRAPH}/v1/ohlcs?pair=BTCTRY&from=1790000001&to=1790086400`,
  ],
  [
    'klines',
    (client) => client.klines({ symbol: 'BTCTRY', resolution: 60, from: 1790000000000, to: 1790086400000 }),
    `GET ${GRAPH}/v1/klines/history?symbol=BTCTRY&resolution=60&from=1790000000&to=1790086400`,
  ],
  ['balances', (client) => client.balances(), `GET ${API}/api/v1/users/balances`],
  ['openOrders', (client) => client.openOrders({ symbol: 'BTCTRY' }), `GET ${API}/api/v1/openOrders?pairSymbol=BTCTRY`],
  ['openOrders', (client) => client.openOrders(), `GET ${API}/api/v1/openOrders`],
  [
    'allOrders, whose times are seconds',
    (client) =>
      client.allOrders({ symbol: 'BTCTRY', fromId: '7', from: 1790000000900, to: 1790000100100, page: 0, limit: 1000 }),
    `GET ${API}/api/v1/allOrders?pairSymbol=BTCTRY&orderId=7&startTime=1790000000&endTime=1790000101&page=0&limit=1000`,
  ],
  ['order', (client) => client.order({ id: '31234567890' }), `GET ${API}/api/v1/order/31234567890`],
  ['cancel', (client) => client.cancel({ id: '31234567890' }), `DELETE ${API}/api/v1/order?id=31234567890`],
  ['userTrades', (client) => client.userTrades(), `GET ${API}/api/v1/users/transactions/trade`],
  [
    'userTrades',
    (client) => client.userTrades({ orderId: '5' }),
    `GET ${API}/api/v1/users/transactions/trade?orderId=5`,
  ],
  [
    'userTrades, whose times are milliseconds',
    (client) =>
      client.userTrades({ symbol: 'BTCTRY', sides: ['buy', 'sell'], currencies: ['BTC'], from: 1790000000900 }),
    `GET ${API}/api/v1/users/transactions/trade?pairSymbol=BTCTRY&type=buy&type=sell&symbol=btc&startDate=1790000000900`,
  ],
  [
    'userTrade',
    (client) => client.userTrade({ id: '2181163798924649599' }),
    `GET ${API}/api/v1/users/transactions/trade/2181163798924649599`,
  ],
  [
    'cryptoTransfers',
    (client) => client.cryptoTransfers({ kinds: ['deposit'] }),
    `GET ${API}/api/v1/users/transactions/crypto?type=deposit`,
  ],
  [
    'fiatTransfers',
    (client) => client.fiatTransfers({ currencies: ['TRY'] }),
    `GET ${API}/api/v1/users/transactions/fiat?symbol=try`,
  ],
  ['signedTrades', (client) => client.signedTrades({ symbol: 'BTCTRY' }), `GET ${API}/api/v1/trades?pairSymbol=BTCTRY`],
  [
    'withdrawCrypto',
    (client) => client.withdrawCrypto({ currency: 'XLM', amount: '10.5', address: 'GABC' }),
    `POST ${API}/api/v1/withdrawals/crypto {"asset":"XLM","amount":"10.5","address":"GABC"}`,
  ],
  ['cancelWithdrawal', (client) => client.cancelWithdrawal({ id: '9' }), `DELETE ${API}/api/v1/withdrawals/crypto/9`],
]

describe('requests', () => {
  it.each(REQUESTS)('%s', async (_, call, request) => {
    const { time, fetch, client } = world()
    await time.until(call(client).catch(() => undefined))
    const { method, url, body, headers } = fetch.seen.at(-1)!
    expect([method, url.href, body].filter(Boolean).join(' ')).toBe(request)
    const isPrivate = url.pathname.startsWith('/api/v1/')
    expect('X-Signature' in headers).toBe(isPrivate)
    expect(headers['Content-Type']).toBe(isPrivate ? 'application/json' : undefined)
  })

  it('cover every endpoint', () => {
    const folder = path.join(import.meta.dirname, '../../src/endpoints')
    const sources = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'))
    const endpoints = sources.join('\n').match(/^ {2,4}access: '(public|private)',$/gm) ?? []
    const paths = new Set(REQUESTS.map(([, , request]) => request.replace(/[?{].*/, '').replaceAll(/\/\d+/g, '/id')))
    // Server time is in every world, and orders are sent in the tests of order entry.
    expect(paths.size + 2).toBe(endpoints.length)
  })
})

describe('arguments', () => {
  it.each<[string, (client: Client) => Promise<unknown>]>([
    ['symbol', (client) => client.ticker({ symbol: 'btctry' })],
    ['symbol', (client) => client.orderBook({ symbol: 'BTCTRY&limit=1' })],
    ['limit', (client) => client.orderBook({ symbol: 'BTCTRY', limit: 101 })],
    ['last', (client) => client.trades({ symbol: 'BTCTRY', last: 51 })],
    ['from', (client) => client.klines({ symbol: 'BTCTRY', resolution: 60, from: -1, to: 1 })],
    // @ts-expect-error not a resolution of the exchange
    ['resolution', (client) => client.klines({ symbol: 'BTCTRY', resolution: 7, from: 1, to: 1 })],
    ['id', (client) => client.order({ id: '../users/balances' })],
    ['id', (client) => client.cancel({ id: '1&id=2' })],
    // @ts-expect-error a number may already have lost digits
    ['id', (client) => client.cancel({ id: 31234567890 })],
    ['orderId', (client) => client.userTrades({ orderId: '1', symbol: 'BTCTRY' } as { orderId: string })],
    ['limit', (client) => client.allOrders({ symbol: 'BTCTRY', limit: 1001 })],
    ['amount', (client) => client.withdrawCrypto({ currency: 'XLM', amount: '0', address: 'GABC' })],
  ])('with a wrong %s are refused before anything is sent', async (field, call) => {
    const { fetch, client } = world()
    expect(await errorOf(call(client))).toMatchObject({ code: 'invalid_request', outcome: 'not_sent', field })
    expect(fetch.seen).toEqual([])
  })
})
