import { canonicalDecimal } from '@tezgah/core/decimal'
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
import { type BtcturkError, isBtcturkError } from '../../src/errors.ts'
import { readData } from '../../src/rest/classify.ts'
import type { Endpoint } from '../../src/rest/endpoint.ts'
import { fixtureNames, fixtureText } from '../fixtures/wire.ts'

// biome-ignore lint/suspicious/noExplicitAny: a table of endpoints with nothing in common
type AnyEndpoint = Endpoint<any, unknown>

/** The endpoint that each family of fixtures is an answer of; the longest prefix counts. */
const ENDPOINTS: Readonly<Record<string, AnyEndpoint>> = {
  'rest-allorders': allOrders,
  'rest-balances': balances,
  'rest-cancel': cancelOrder,
  'rest-crypto-transactions': cryptoTransfers,
  'rest-exchangeinfo': exchangeInfo,
  'rest-fiat-transactions': fiatTransfers,
  'rest-graph-klines': klines,
  'rest-graph-ohlcs': dailyCandles,
  'rest-ohlc-legacy': legacyOhlc,
  'rest-openorders': openOrders,
  'rest-orderbook': orderBook,
  'rest-server-ping': serverPing,
  'rest-server-time': serverTime,
  'rest-single-order': singleOrder,
  'rest-submit': submitOrder,
  'rest-ticker': ticker24h,
  'rest-trades': trades,
  'rest-user-trades': userTrades,
}

const names = fixtureNames('rest-').filter((name) => !name.startsWith('rest-error'))

/** The answer as it was on the wire: fixtures of a data part or of one item get their envelope. */
function wireText(name: string): string {
  const text = fixtureText(name)
  const isListOfBare = name.startsWith('rest-graph-ohlcs')
  const data = /-item(-\d+)?(-data-part)?$|-item-/.test(name) ? `[${text}]` : text
  const isWhole = /"success"/.test(text) || (isListOfBare && text.startsWith('['))
  if (isWhole || /server-(time|ping)|graph/.test(name)) return isWhole || !isListOfBare ? text : data
  return `{"data":${data},"success":true,"message":null,"code":0}`
}

function read(name: string): unknown {
  const prefix = Object.keys(ENDPOINTS).find((start) => name.startsWith(start))
  if (prefix === undefined) throw new Error(`no endpoint is known for the fixture ${name}`)
  const endpoint = ENDPOINTS[prefix]!
  return endpoint.read(readData({ status: 200, text: wireText(name), retryAfter: null }, endpoint.hasEnvelope))
}

describe('answers', () => {
  it.each(names)('%s reads', (name) => {
    const answer = read(name)
    // Every number and decimal on the wire is found in what was read.
    if (!/cancel|ping|server-time|klines|ohlcs/.test(name)) expectEveryDecimal(wireText(name), answer, name)
  })

  it('means what is documented', () => {
    expect(read('rest-balances-comma')).toMatchObject([
      { currency: 'TRY', total: '21826.4229280784679225' },
      { total: '0.0034848' },
    ])
    expect(read('rest-user-trades')).toMatchObject([
      { id: '7127199735951676535', quantity: '0.8219', preciseQuantity: '0.58760736' },
    ])
    expect(read('rest-orderbook-2022')).toMatchObject({ time: 1696652909941 })
    expect(read('rest-orderbook-2026')).toMatchObject({
      bids: [{ price: '3172551' }, {}, {}],
      asks: [{ price: '8631820' }, {}, {}],
    })
    expect(read('rest-allorders-stop-triggered-2025-data-part')).toMatchObject([
      { id: '726', method: 'market', status: 'closed', clientOrderId: 'bf5aaf8c' },
      { id: '725', method: 'stopmarket', status: 'canceled', clientOrderId: 'bf5aaf8c' },
    ])
    expect(read('rest-allorders-market-buy-2022-item')).toMatchObject([
      { quantity: '867.3196479425871479', remaining: '0' },
    ])
    expect(read('rest-exchangeinfo-2026')).toMatchObject({ unreadable: [], symbols: [{ symbol: 'BTCTRY' }, {}, {}] })
    expect(read('rest-exchangeinfo-2022-data-part')).toMatchObject({ unreadable: [] })
    expect(read('rest-graph-klines-2026')).toMatchObject({ time: [1804903200000, 1804906800000, 1804910400000] })
    expect(read('rest-ticker-unknown-pair')).toEqual([])
  })
})

const ERRORS: Readonly<Record<string, readonly [status: number, expected: Partial<BtcturkError> | object]>> = {
  'rest-error-401-invalid-nonce': [401, { code: 'stamp_refused', outcome: 'rejected' }],
  'rest-error-401-invalid-public-key': [401, { code: 'unauthorized', outcome: 'rejected' }],
  'rest-error-401-invalid-request': [401, { code: 'unauthorized', outcome: 'rejected' }],
  'rest-error-429-account': [429, { code: 'rate_limited', outcome: 'unknown', retryAfterMs: 41_000 }],
  'rest-error-429-ip': [429, { code: 'rate_limited', outcome: 'unknown' }],
  'rest-error-429-old': [429, { code: 'rate_limited', outcome: 'unknown' }],
  'rest-error-cancel-1052': [400, reason('order_not_found', 1052)],
  'rest-error-currency-symbol-missing': [400, reason('invalid_parameter', 1037)],
  'rest-error-internal-500': [500, { code: 'server_error', outcome: 'unknown' }],
  'rest-error-internal-string-code': [200, { code: 'server_error', outcome: 'unknown' }],
  'rest-error-invalid-request': [400, reason('invalid_parameter', 1037)],
  'rest-error-order-1055': [400, reason('insufficient_balance', 1055)],
  'rest-error-order-1118': [400, reason('market_order_failed', 1118)],
  'rest-error-order-1122-mismatched-code': [400, reason('insufficient_balance', 1123)],
  'rest-error-order-1122': [400, reason('insufficient_balance', 1122)],
  'rest-error-order-1127': [400, reason('quantity_scale', 1127)],
  'rest-error-order-not-found-1152': [400, reason('order_not_found', 1152)],
  'rest-error-pair-does-not-exist': [400, reason('unknown_symbol', 1037)],
  'rest-error-start-time-1038': [400, reason('invalid_parameter', 1038)],
  'rest-error-system-1000': [400, { code: 'server_error', outcome: 'unknown' }],
}

function reason(meaning: string, number: number) {
  return { code: 'rejected', outcome: 'rejected', exchange: { status: 400, number, reason: meaning } }
}

describe('refusals', () => {
  it.each(fixtureNames('rest-error'))('%s means what is documented', (name) => {
    const [status, expected] = ERRORS[name]!
    try {
      readData({ status, text: fixtureText(name), retryAfter: null }, true)
    } catch (error) {
      expect(isBtcturkError(error)).toBe(true)
      expect(error).toMatchObject(expected)
      return
    }
    throw new Error('it was taken for a success')
  })
})

function expectEveryDecimal(text: string, answer: unknown, name: string): void {
  const found = new Set(leaves(answer))
  const data = text.replaceAll(/"(?:code|httpStatusCode)": ?"?\d+"?/g, '""')
  for (const [, decimal] of data.matchAll(/[:[,] ?"?(-?\d+(?:[.,]\d+)?)"?(?=[\s,\]}])/g)) {
    const exact = canonicalDecimal(decimal)!
    // Zero is also how the exchange spells nothing; costs and sizes lose their sign by intent.
    const isThere = exact === '0' || [exact, exact.replace(/^-/, ''), `-${exact}`].some((text) => found.has(text))
    expect(isThere, `${name}: ${decimal}`).toBe(true)
  }
}

/** Every number and text in `value`, as decimal text where it is one. */
function leaves(value: unknown): string[] {
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(leaves)
  return [canonicalDecimal(value) ?? String(value)]
}
