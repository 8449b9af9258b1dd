import { describe, expect, it } from 'vitest'
import { balances } from '../../src/endpoints/balances.ts'
import { dailyCandles, legacyOhlc } from '../../src/endpoints/daily-candles.ts'
import { exchangeInfo } from '../../src/endpoints/exchange-info.ts'
import { klines } from '../../src/endpoints/klines.ts'
import { orderBook } from '../../src/endpoints/order-book.ts'
import { allOrders, cancelOrder, openOrders, singleOrder } from '../../src/endpoints/orders.ts'
import { serverPing, serverTime } from '../../src/endpoints/server.ts'
import { submitOrder } from '../../src/endpoints/submit-order.ts'
import { ticker24h } from '../../src/endpoints/ticker.ts'
import { trades } from '../../src/endpoints/trades.ts'
import { cryptoTransfers, fiatTransfers } from '../../src/endpoints/transfers.ts'
import { userTrades } from '../../src/endpoints/user-trades.ts'
import { readData } from '../../src/rest/classify.ts'
import type { Endpoint } from '../../src/rest/endpoint.ts'
import { errorOf } from '../kit/error-of.ts'
import { EXCHANGE_INFO, ORDER, TICKER, TRADE_TEXT, USER_TRADE_TEXT } from './payloads.ts'

function read<Output>(endpoint: Endpoint<never, Output>, body: unknown): Output {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return endpoint.read(readData({ status: 200, text, retryAfter: null }, endpoint.hasEnvelope))
}

function wrap(data: unknown) {
  return { data, success: true, message: null, code: 0 }
}

describe('public answers', () => {
  it('server time is the finer of two spellings that agree', () => {
    const fine = read(serverTime, { serverTime: 1790133600043, serverTime2: '2026-09-23T03:20:00.0428053+00:00' })
    expect(fine.time).toBeCloseTo(1790133600042.805, 2)
    expect(fine.interval.high - fine.interval.low).toBeLessThan(0.01)
  })

  it.each([
    ['alone', { serverTime: 1790133600043 }],
    ['padded', { serverTime: 1790133600043, serverTime2: '2026-09-23T03:20:00.0430000+00:00' }],
    ['in conflict', { serverTime: 1790133600043, serverTime2: '2026-09-23T03:20:01.0428053+00:00' }],
    ['unreadable', { serverTime: 1790133600043, serverTime2: 'now' }],
  ])('server time whose whole milliseconds stand %s is good to one of them', (_, body) => {
    expect(read(serverTime, body).interval).toEqual({ low: 1790133600042, high: 1790133600044 })
  })

  it('ping', () => {
    expect(read(serverPing, { pong: true })).toBe(true)
  })

  it('a ticker in exact decimals, with what is not known kept', () => {
    expect(read(ticker24h, wrap([TICKER]))).toEqual([
      {
        symbol: 'BTCTRY',
        base: 'BTC',
        quote: 'TRY',
        time: 1790000000123,
        last: '4100250',
        high: '4150000',
        low: '4050000.5',
        bid: '4100000',
        ask: '4101000',
        open: '4075000',
        volume: '31.00412345',
        average: '4098765.25',
        change: '26000',
        changePercent: '0.62',
        other: { pairNormalized: 'BTC_TRY', order: 1000 },
      },
    ])
  })

  it('no ticker for an unknown pair', () => {
    expect(read(ticker24h, wrap([]))).toEqual([])
  })

  it('a book whose code is the text SUCCESS and whose time is printed with .0', () => {
    const text = `{"data":{"timestamp":1647493701782.0,"bids":[["41000","0.03000000"]],"asks":[["41010.50","1"]]},
      "success":true,"message":null,"code":"SUCCESS"}`
    expect(read(orderBook, text)).toEqual({
      time: 1647493701782,
      bids: [{ price: '41000', quantity: '0.03' }],
      asks: [{ price: '41010.5', quantity: '1' }],
    })
  })

  it('trades with ids above 2^53, as text or as numbers, and with or without a side', () => {
    const [first, second] = read(trades, TRADE_TEXT)
    expect(first).toMatchObject({ id: '9123456789012345678', price: '2400.5', quantity: '0.25', side: 'sell' })
    expect(second).toMatchObject({ id: '9123456789012345677', price: '2400.4', quantity: '1', side: null })
  })

  it('exchange info, in which one odd symbol hides no other', () => {
    const info = read(exchangeInfo, { ...wrap(EXCHANGE_INFO), message: '', extensions: null })
    expect(info.symbols.map(({ symbol }) => symbol)).toEqual(['BTCTRY'])
    expect(info.symbols[0]).toMatchObject({
      quantityScale: 8,
      priceScale: 2,
      hasFraction: false,
      minValue: '99.91',
      minPrice: '0.0000000000001',
      maxLimitPrice: '41000000',
      maxQuantity: null,
      methods: ['market', 'limit', 'stopmarket', 'stoplimit'],
    })
    expect(info.unreadable).toEqual([{ name: 'ODDTRY', fault: expect.stringContaining('numeratorScale') }])
    expect(info.currencies.map(({ kind, minDeposit }) => [kind, minDeposit])).toEqual([
      ['fiat', '0'],
      ['crypto', '0.000004'],
    ])
    expect(info.currencyBlocks).toEqual([{ currency: 'BTC', isWithdrawalStopped: true, isDepositStopped: false }])
  })

  it('klines in milliseconds, and none where there is nothing', () => {
    const some = { s: 'ok', t: [1790000000, 1790003600], o: [1, 2], h: [3, 3], l: [1, 1], c: [2, 3], v: [0.5, 0] }
    expect(read(klines, some)).toMatchObject({ time: [1790000000000, 1790003600000], close: [2, 3] })
    expect(read(klines, { s: null, t: [], o: [], h: [], l: [], c: [], v: [] }).time).toEqual([])
  })

  it('klines as they come, sorted or not', () => {
    const twice = { s: 'ok', t: [3, 2, 2], o: [1, 2, 3], h: [1, 2, 3], l: [1, 2, 3], c: [1, 2, 3], v: [1, 2, 3] }
    expect(read(klines, twice)).toMatchObject({ time: [3000, 2000, 2000], open: [1, 2, 3] })
  })

  it.each([
    ['uneven columns', { s: 'ok', t: [1, 2], o: [1], h: [1, 1], l: [1, 1], c: [1, 1], v: [1, 1] }],
    ['a status other than ok', { s: 'error', t: [1], o: [1], h: [1], l: [1], c: [1], v: [1] }],
    ['a failure without candles', { s: 'error', t: [], o: [], h: [], l: [], c: [], v: [] }],
    ['candles of the status null', { s: null, t: [1], o: [1], h: [1], l: [1], c: [1], v: [1] }],
    ['a value that is none', { s: 'ok', t: [1], o: [null], h: [1], l: [1], c: [1], v: [1] }],
  ])('refuses klines with %s', async (_, body) => {
    expect((await errorOf(() => read(klines, body))).code).toBe('malformed')
  })

  it('daily candles, a bare list in seconds', () => {
    const row = {
      pair: 'BTCTRY',
      time: 1790035200,
      open: 10,
      high: 12,
      low: 9,
      close: 11,
      volume: 2,
      total: 22,
      average: 11,
    }
    const [day] = read(dailyCandles, [{ ...row, dailyChangeAmount: 1, dailyChangePercentage: 10 }])
    expect(day).toEqual({
      symbol: 'BTCTRY',
      time: 1790035200000,
      open: 10,
      high: 12,
      low: 9,
      close: 11,
      volume: 2,
      quoteVolume: 22,
      average: 11,
      change: 1,
      changePercent: 10,
    })
  })

  it('days of the retired endpoint', () => {
    const row = {
      pairSymbol: 'BTCTRY',
      time: 1598918400000,
      open: '86000',
      high: '88000',
      low: '85000',
      close: '87000.50',
    }
    const rest = {
      volume: '33.1234567890123456',
      average: '87398.56',
      dailyChangeAmount: '1000.5',
      dailyChangePercentage: '1.16',
    }
    expect(read(legacyOhlc, wrap([{ ...row, ...rest }]))[0]).toMatchObject({
      close: '87000.5',
      change: '1000.5',
      volume: '33.1234567890123456',
    })
  })
})

describe('private answers', () => {
  it('balances with a decimal comma are not a hundred thousand times larger', () => {
    const row = {
      asset: 'TRY',
      assetname: 'Türk Lirası',
      balance: '31050,5000000000000000',
      locked: '50,25',
      free: '31000,25',
    }
    const [balance] = read(
      balances,
      wrap([{ ...row, orderFund: '50,25', requestFund: '0', precision: 2, timestamp: 1790000000000 }]),
    )
    expect(balance).toEqual({
      currency: 'TRY',
      name: 'Türk Lirası',
      total: '31050.5',
      locked: '50.25',
      free: '31000.25',
      inOrders: '50.25',
      inWithdrawals: '0',
      precision: 2,
      time: 1790000000000,
      other: {},
    })
  })

  it('balances of the old short form, with a dot', () => {
    const [balance] = read(balances, wrap([{ asset: 'BTC', balance: '1.5000', locked: '0.5', free: '1.0' }]))
    expect(balance).toMatchObject({ total: '1.5', free: '1', inOrders: null, precision: null, time: null })
  })

  it('an order, whose size is its amount and not the dust in quantity', () => {
    expect(read(singleOrder, wrap(ORDER))).toEqual({
      id: '31234567890',
      symbol: 'BTCTRY',
      side: 'buy',
      method: 'limit',
      status: 'partial',
      price: '4000000',
      stopPrice: null,
      quantity: '0.01',
      remaining: '0.004',
      clientOrderId: 'mine-1',
      createdAt: 1790000000000,
      updatedAt: 1790000001000,
      other: { quantity: '0.0000000000000001', pairSymbolNormalized: 'BTC_TRY' },
    })
  })

  it('open orders, which do not say when they were made', () => {
    const { bids, asks } = read(openOrders, wrap({ asks: [], bids: [{ ...ORDER, time: 0 }] }))
    expect([bids[0]?.createdAt, asks]).toEqual([null, []])
  })

  it('orders of the old form: lower-case keys, capitalised values, nothing about the rest', () => {
    const { leftAmount: _, ...rest } = { ...ORDER, type: 'Buy', method: 'Limit', stopPrice: '3.50' }
    const old = Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key === 'orderClientId' ? key : key.toLowerCase(), value]),
    )
    expect(read(allOrders, wrap([old]))[0]).toMatchObject({
      symbol: 'BTCTRY',
      side: 'buy',
      method: 'limit',
      stopPrice: '3.5',
      remaining: null,
      clientOrderId: 'mine-1',
      updatedAt: 1790000001000,
    })
  })

  it('fails loudly on a state, a side or a method that is not known', async () => {
    for (const change of [{ status: 'Frozen' }, { type: 'short' }, { method: 'iceberg' }, { amount: 'many' }]) {
      const error = await errorOf(() => read(singleOrder, wrap({ ...ORDER, ...change })))
      expect(error).toMatchObject({ code: 'malformed', field: `data.${Object.keys(change)[0]}`, outcome: 'unknown' })
    }
  })

  it('Filled and Closed are one state', () => {
    expect(read(singleOrder, wrap({ ...ORDER, status: 'Filled' })).status).toBe('closed')
    expect(read(singleOrder, wrap({ ...ORDER, status: 'Closed' })).status).toBe('closed')
  })

  it('the receipt of an order, with its extra first key', () => {
    const data = {
      id: 31234567891,
      quantity: '250',
      price: '0.00',
      stopPrice: null,
      newOrderClientId: 'mine-2',
      type: 'buy',
    }
    const rest = { method: 'market', pairSymbol: 'BTCTRY', pairSymbolNormalized: 'BTC_TRY', datetime: 1790000000000 }
    const body = { httpStatusCode: 200, data: { ...data, ...rest }, success: true, message: 'SUCCESS', code: 0 }
    expect(read(submitOrder, body)).toMatchObject({
      id: '31234567891',
      clientOrderId: 'mine-2',
      price: '0',
      stopPrice: null,
    })
  })

  it.each([
    [{ success: true, message: 'SUCCESS', code: 0 }],
    [{ success: true, message: 'SUCCESS', code: '', data: {} }],
  ])('a queued cancel %j', (body) => {
    expect(read(cancelOrder, body)).toBeUndefined()
  })

  it('own trades: exact ids, sizes without a sign, costs above zero', () => {
    expect(read(userTrades, USER_TRADE_TEXT)).toEqual([
      {
        id: '2181163798924649599',
        orderId: '31234567890',
        clientOrderId: null,
        symbol: 'ETHWTRY',
        base: 'ETHW',
        quote: 'TRY',
        side: 'sell',
        price: '250',
        quantity: '0.5',
        preciseQuantity: '0.50001234',
        fee: '0.125',
        tax: '0.025',
        time: 1790000000000,
        other: {},
      },
    ])
  })

  it('transfers of crypto currencies and of fiat money', () => {
    const row = {
      balanceType: 'withdrawal',
      currencySymbol: 'XLM',
      address: 'GABC',
      tag: '12',
      txHash: 'ab',
      confirmationCount: 3,
    }
    const rest = {
      isConfirmed: true,
      id: 1027,
      timestamp: 1790000000000,
      amount: '-14.5',
      fee: '-0.02',
      tax: '0',
      funds: '1',
    }
    expect(read(cryptoTransfers, wrap([{ ...row, ...rest }]))[0]).toMatchObject({
      kind: 'withdrawal',
      amount: '-14.5',
      confirmations: 3,
      other: { funds: '1' },
    })
    const none = {
      address: null,
      tag: null,
      txHash: null,
      confirmationCount: null,
      balanceType: 'bonus',
      currencySymbol: 'TRY',
    }
    expect(read(fiatTransfers, wrap([{ ...row, ...rest, ...none }]))[0]).toMatchObject({
      kind: 'unknown',
      address: null,
    })
  })
})
