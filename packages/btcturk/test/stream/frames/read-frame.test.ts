import { describe, expect, it } from 'vitest'
import { isBtcturkError } from '../../../src/errors.ts'
import { readFrame } from '../../../src/stream/frames/read-frame.ts'
import { fixtureNames, fixtureText } from '../../fixtures/wire.ts'

const TICKER =
  '[402,{"B":"86689","A":"86699","BA":"0.00863785","AA":"0.00288357","PS":"BTCUSDT","H":"86800","L":"85148","LA":"86766",' +
  '"O":"85459","V":"16.43392495","AV":"86078.604090120000","D":"-1240","DP":"1.53","DS":"USDT","NS":"BTC","PId":19,' +
  '"channel":"ticker","event":"BTCUSDT","type":402}]'
const TRADE =
  '[422,{"D":"1647588210843","I":"101963781951665674","A":"0.0002456604","P":"40670.0000000000","PS":"BTCUSDT","S":0,' +
  '"channel":"trade","event":"BTCUSDT","type":422}]'
const BOOK =
  '[431,{"CS":7,"PS":"BTCTRY","AO":[{"A":"0.5","P":"101"},{"A":"2.10","P":"102"}],"BO":[{"A":"1","P":"99.50"}],' +
  '"channel":"orderbook","event":"BTCTRY","type":431}]'
const CHANGE =
  '[432,{"CS":8,"PS":"BTCTRY","AO":[{"CP":1,"P":"100","A":"3"},{"CP":3,"P":"101","A":"0.5"}],"BO":[],' +
  '"channel":"obdiff","event":"BTCTRY","type":432}]'

describe('the frames that arrive most often', () => {
  it('reads a ticker with every digit', () => {
    expect(readFrame(TICKER)).toEqual({
      kind: 'ticker',
      symbol: 'BTCUSDT',
      bid: '86689',
      ask: '86699',
      bidQuantity: '0.00863785',
      askQuantity: '0.00288357',
      high: '86800',
      low: '85148',
      last: '86766',
      open: '85459',
      volume: '16.43392495',
      average: '86078.60409012',
      change: '-1240',
      changePercent: '1.53',
      base: 'BTC',
      quote: 'USDT',
      pairId: 19,
    })
  })

  it('reads a trade: side 0 is a sell, the id keeps all digits, padding goes', () => {
    expect(readFrame(TRADE)).toEqual({
      kind: 'trade',
      symbol: 'BTCUSDT',
      id: '101963781951665674',
      time: 1647588210843,
      side: 'sell',
      price: '40670',
      quantity: '0.0002456604',
    })
  })

  it('reads a whole book and its changes', () => {
    expect(readFrame(BOOK)).toEqual({
      kind: 'book',
      symbol: 'BTCTRY',
      channel: 'orderbook',
      changeSet: 7,
      asks: [
        { price: '101', quantity: '0.5' },
        { price: '102', quantity: '2.1' },
      ],
      bids: [{ price: '99.5', quantity: '1' }],
    })
    expect(readFrame(CHANGE)).toEqual({
      kind: 'bookChange',
      symbol: 'BTCTRY',
      changeSet: 8,
      asks: [
        { price: '100', quantity: '3', removed: false },
        { price: '101', quantity: '0.5', removed: true },
      ],
      bids: [],
    })
  })
})

it.each([
  ['no JSON', 'hello', 'frame'],
  ['half a frame', TICKER.slice(0, 100), 'frame'],
  ['a bare object', '{"type":402}', 'frame'],
  ['a payload of another type', BOOK.replace('"type":431', '"type":432'), '1.type'],
  ['a book of one pair sent for another', BOOK.replace('"event":"BTCTRY"', '"event":"ETHTRY"'), '1.event'],
  ['a price of zero', BOOK.replace('"101"', '"0"'), '1.AO.0.P'],
  ['a negative quantity', BOOK.replace('"0.5"', '"-0.5"'), '1.AO.0.A'],
  ['a price that is no decimal', BOOK.replace('"101"', '"1o1"'), '1.AO.0.P'],
  ['a change of an unknown sort', CHANGE.replace('"CP":1', '"CP":2'), '1.AO.0'],
  ['a side that is neither', TRADE.replace('"S":0', '"S":2'), '1.S'],
  ['a ticker without its last price', TICKER.replace('"LA":"86766",', ''), '1.LA'],
])('refuses %s and names the fault', (_, text, field) => {
  let error: unknown
  try {
    readFrame(text)
  } catch (thrown) {
    error = thrown
  }
  expect(isBtcturkError(error)).toBe(true)
  expect(error).toMatchObject({ code: 'malformed', field: expect.stringContaining(field) })
})

it('gives a frame of an unknown type as it is', () => {
  expect(readFrame('[777,{"type":777,"x":1}]')).toEqual({ kind: 'unknown', type: 777, payload: { type: 777, x: 1 } })
})

it('keeps the readable pairs of a list and counts the others', () => {
  const item = TICKER.slice(5, TICKER.indexOf(',"channel"')).concat(',"Ord":0}')
  const broken = item.replace('"86766"', 'null')
  const message = readFrame(`[401,{"items":[${item},${broken}],"channel":"ticker","event":"all","type":401}]`)
  expect(message).toMatchObject({ kind: 'tickers', rejected: 1, items: [{ symbol: 'BTCUSDT', last: '86766' }] })
})

it('reads a bar of the chart, whose time is in seconds', () => {
  const text = '[428,{"type":428,"D":1700000000,"P":"BTCTRY","R":60,"O":"1","H":"2","L":"0.5","C":"1.5","V":"10.00"}]'
  expect(readFrame(text)).toMatchObject({
    kind: 'chartCandle',
    time: 1_700_000_000_000,
    resolution: '60',
    volume: '10',
  })
})

describe('every frame of the exchange', () => {
  it.each(fixtureNames('ws-'))('%s is read', (name) => {
    const value: unknown = JSON.parse(fixtureText(name))
    const isFrame = Array.isArray(value) && typeof value[0] === 'number'
    const items = name === 'ws-401-items-2020' ? [[401, { type: 401, items: value }]] : value
    const texts = isFrame ? [fixtureText(name)] : (items as unknown[]).map((frame) => JSON.stringify(frame))
    for (const text of texts) {
      const message = readFrame(text)
      expect(message.kind).not.toBe('unknown')
      expect(readFrame(text.replace(/\s*([[\]{}:,])\s*/g, '$1'))).toEqual(message)
      if (message.kind === 'tickers') expect(message.rejected).toBe(0)
    }
  })

  it('reads an own trade exactly: its id is above 2^53 and its costs become positive', () => {
    expect(readFrame(fixtureText('ws-423-user-trade'))).toEqual({
      kind: 'userTrade',
      id: '7176199866899900684',
      orderId: '85687383877',
      symbol: 'APEUSDT',
      base: 'APE',
      quote: 'USDT',
      time: 1678555730900,
      side: 'sell',
      price: '7.05',
      quantity: '404.49',
      preciseQuantity: '101.16',
      fee: '0.6062649',
      tax: '0.07028364',
      clientOrderId: 'xxxxxx',
    })
  })

  it('keeps the client order id of an own trade, and gives null where there is none', () => {
    const text = fixtureText('ws-423-user-trade')
    expect(readFrame(text)).toMatchObject({ clientOrderId: 'xxxxxx' })
    expect(readFrame(text.replace('"orderClientId":"xxxxxx",', ''))).toMatchObject({ clientOrderId: null })
    expect(readFrame(text.replace('"xxxxxx"', 'null'))).toMatchObject({ clientOrderId: null })
  })
})
