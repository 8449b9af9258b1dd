import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsBy } from '../../src/history/columns.ts'
import { decodePage, encodePage, type PageKey, pageName, type StoredPage } from '../../src/history/page-codec.ts'
import { candlesAt } from './klines-server.ts'

const HOUR = 3_600_000
const START = Date.UTC(2024, 0, 1)
const KEY: PageKey = { symbol: 'BTCTRY', interval: '1h', from: START, to: START + 6 * HOUR }

function page(places: readonly number[], until = KEY.to): StoredPage {
  const rows = candlesAt(START, HOUR, places)
  return { candles: columnsBy((name) => Float64Array.from(rows, (row) => row[name])), discarded: [], until }
}

const WHOLE = page([0, 1, 3, 5])

describe('a stored page', () => {
  it('has a name that says what it holds', () => {
    expect(pageName(KEY)).toBe('BTCTRY-1h/2024-01-01T0000Z-6.page')
  })

  it('is decoded bit for bit, for any numbers', () => {
    const price = fc.double({ min: Number.MIN_VALUE, noDefaultInfinity: true, noNaN: true })
    const volume = fc.double({ min: 0, noDefaultInfinity: true, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(price, price, volume), { maxLength: 6 }), (rows) => {
        const of = {
          time: rows.map((_, place) => START + place * HOUR),
          open: rows.map(([open]) => open),
          high: rows.map(([open, close]) => Math.max(open, close)),
          low: rows.map(([open, close]) => Math.min(open, close)),
          close: rows.map(([, close]) => close),
          volume: rows.map(([, , traded]) => traded + 0),
        }
        const stored: StoredPage = {
          candles: columnsBy((name) => Float64Array.from(of[name])),
          discarded: [{ time: START + 7, reason: 'off_grid' }],
          until: KEY.to,
        }
        expect(decodePage(KEY, encodePage(KEY, stored))).toEqual({ isWhole: true, page: stored })
      }),
    )
  })

  it('is found damaged when any byte is changed to any other', () => {
    const bytes = encodePage(KEY, WHOLE)
    for (let index = 0; index < bytes.length; index++) {
      const changed = bytes.slice()
      changed[index]! ^= 1 + ((index * 37) % 255)
      expect(decodePage(KEY, changed).isWhole, `byte ${index}`).toBe(false)
    }
  })

  it('is found damaged wherever it is cut, and with anything behind it', () => {
    const bytes = encodePage(KEY, WHOLE)
    for (let length = 0; length < bytes.length; length++) {
      expect(decodePage(KEY, bytes.subarray(0, length)).isWhole, `${length} bytes`).toBe(false)
    }
    expect(decodePage(KEY, new Uint8Array([...bytes, 10])).isWhole).toBe(false)
  })

  it.each([
    ['symbol', { symbol: 'ETHTRY' }],
    ['interval', { interval: '4h' as const }],
    ['from', { from: START - HOUR }],
    ['to', { to: START + 7 * HOUR }],
  ])('is not taken for one of another %s', (field, changes) => {
    const reading = decodePage({ ...KEY, ...changes }, encodePage(KEY, WHOLE))
    expect(reading).toMatchObject({ isWhole: false, reason: expect.stringContaining(`${field} is `) })
  })

  it.each([
    ['it contradicts itself', page([0], KEY.to + HOUR)],
    ['it contradicts itself', page([0], KEY.from)],
    ['it contradicts itself', page([0], KEY.to - 1)],
    ['it holds candles of another time', page([0, 3], START + 2 * HOUR)],
    ['it holds impossible candles', page([1, 0])],
    ['it holds impossible candles', page([1, 1])],
    ['until is not as it should be', { ...page([0]), until: Number.NaN }],
  ])('is refused with a hash that fits where %s', (reason, stored) => {
    expect(decodePage(KEY, encodePage(KEY, stored))).toEqual({ isWhole: false, reason })
  })
})
