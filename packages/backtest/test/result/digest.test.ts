import { createHash } from 'node:crypto'
import { backtest, type CandleSeries, defineStrategy, type Strategy } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { jsonSha256, reportSha256 } from '../../src/result/digest.ts'
import { candlesFrom } from '../fixtures/candles.ts'
import { playRandom, randomRun, seriesOf } from '../fixtures/random-run.ts'
import { smaCross } from '../fixtures/sample-strategies.ts'

// Written from docs/result.md alone: this is what a reader of a published result can do to check it.

function littleEndian(values: Iterable<number>): Buffer {
  const list = [...values]
  const bytes = Buffer.alloc(list.length * 8)
  for (const [index, value] of list.entries()) bytes.writeDoubleLE(value, index * 8)
  return bytes
}

function digestOfJson(text: string): string {
  const { schema, manifest, stats, account, bounds, orders, fills, trades, equity } = JSON.parse(text)
  const { digest: _, ...facts } = manifest
  const rows = (records: object[]) => records.map((record) => Object.values(record))
  const lists = { orders: rows(orders), fills: rows(fills), trades: rows(trades) }
  return createHash('sha256')
    .update(JSON.stringify({ schema, manifest: facts, stats, account, bounds, ...lists }), 'utf8')
    .update(littleEndian(equity.equity))
    .digest('hex')
}

function digestOfCandles({ time, open, high, low, close, volume }: CandleSeries): string {
  const hash = createHash('sha256')
  for (const column of [time, open, high, low, close, volume]) hash.update(littleEndian(column))
  return hash.digest('hex')
}

/** JSON whose objects have their keys sorted by UTF-16 code units, written without a detour through objects. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${sortedJson(member)}`).join(',')}}`
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

test('the digest can be computed from the published JSON', () => {
  fc.assert(
    fc.property(randomRun(), (run) => {
      const text = JSON.stringify(playRandom(run))
      expect(digestOfJson(text)).toBe(JSON.parse(text).manifest.digest)
    }),
  )
})

test('a single changed digit of the published JSON is noticed, except in what candles and equity tell', () => {
  const closes = Array.from({ length: 30 }, (_, index) => 100 + ((index * 7) % 13))
  const text = JSON.stringify(backtest({ strategy: smaCross, candles: candlesFrom({ closes }) }))
  const { digest } = JSON.parse(text).manifest
  const start = text.indexOf('"stats"')
  const time = text.indexOf('"time":', text.indexOf('"equity":{'))
  const equity = text.indexOf('"equity":', time)
  const end = text.indexOf('"drawdown"', equity)
  fc.assert(
    fc.property(fc.integer({ min: start, max: end - 1 }), (position) => {
      fc.pre(position < time || position > equity)
      const digit = text[position]!
      fc.pre(/[1-8]/.test(digit) && !text.slice(0, position).endsWith('Sha256'))
      const forged = text.slice(0, position) + (Number(digit) + 1) + text.slice(position + 1)
      // The last digit of a double may be beyond its precision.
      fc.pre(JSON.stringify(JSON.parse(forged)) !== text)
      expect(digestOfJson(forged)).not.toBe(digest)
    }),
    { numRuns: 300 },
  )
})

test('the data can be checked against its fingerprint', () => {
  fc.assert(
    fc.property(randomRun(), (run) => {
      expect(playRandom(run).manifest.dataSha256).toBe(digestOfCandles(seriesOf(run)))
    }),
  )
})

test('parameters are hashed as JSON with sorted keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonSha256(value)).toBe(sha256(sortedJson(JSON.parse(JSON.stringify(value)))))
    }),
    { numRuns: 500 },
  )
})

test('keys that look like numbers are sorted like any other', () => {
  expect(jsonSha256({ 10: 'a', 9: 'b', x: { 2: 'c', 10: 'd' } })).toBe(
    sha256('{"10":"a","9":"b","x":{"10":"d","2":"c"}}'),
  )
})

test('the order in which parameters were declared or given does not matter', () => {
  const fingerprint = (shape: z.ZodRawShape, params: unknown) =>
    backtest({
      strategy: defineStrategy({
        name: 's',
        params: z.object(shape),
        setup: () => ({ onCandle: () => {} }),
      }) as Strategy,
      candles: candlesFrom({ closes: [1, 2] }),
      params,
    }).manifest.paramsSha256
  const one = fingerprint({ a: z.number(), b: z.string() }, { a: 1, b: 'ö' })
  expect(fingerprint({ b: z.string(), a: z.number() }, { b: 'ö', a: 1 })).toBe(one)
  expect(one).toBe(sha256('{"a":1,"b":"ö"}'))
})

describe('what is hashed piece by piece', () => {
  const report = (orders: readonly object[]) => ({
    schema: 1,
    manifest: { strategy: 'şapka 🎩' },
    stats: {},
    account: {},
    bounds: null,
    orders,
    fills: [],
    trades: [],
  })
  const whole = (orders: readonly object[]): string =>
    sha256(JSON.stringify({ ...report(orders), orders: orders.map((order) => Object.values(order)) }))

  test.each([0, 1, 255, 256, 257, 1000])('is the text as a whole, with %d records', (count) => {
    const orders = Array.from({ length: count }, (_, id) => ({ id, size: { kind: 'quantity', value: '1' }, tag: null }))
    expect(reportSha256(report(orders), new Float64Array(0))).toBe(whole(orders))
  })

  test('leaves out what JSON leaves out', () => {
    const orders = [{ id: 1, tag: undefined, kind: 'market' }]
    expect(reportSha256(report(orders), new Float64Array(0))).toBe(whole([{ id: 1, kind: 'market' }]))
  })
})
