import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Excursion, Excursions } from '../../src/account/excursion.ts'
import { RangeMinMax } from '../../src/account/range-min-max.ts'
import { booked, buy, sell } from './fixtures.ts'

const margin = { model: 'margin', leverage: 10 } as const

type Candle = readonly [open: number, high: number, low: number, close: number]

function candle(...prices: Candle): Candle {
  return prices
}

/** The excursions of the one trade that `fills` make. */
function of(candles: readonly Candle[], fills: Parameters<typeof booked>[1]): Excursion {
  const account = booked(margin, fills)
  const trade = account.trades.length === 1 ? account.trades.at(0) : account.openTrades()[0]!
  const column = (field: number): Float64Array => Float64Array.from(candles, (prices) => prices[field]!)
  return new Excursions({ open: column(0), high: column(1), low: column(2), close: column(3) }).of(trade)
}

const CANDLES = [candle(100, 130, 60, 110), candle(108, 120, 90, 105), candle(104, 150, 50, 102)]

describe('of a long from 100', () => {
  test('open to open: whole candles until then, and the open of the last', () => {
    // Low 60 and high 130 of the first, 90 and 120 of the second, 104.
    const fills = [buy(1, 100, { index: 0 }), sell(1, 104, { index: 2 })]
    expect(of(CANDLES, fills)).toEqual({ maePct: 40, mfePct: 30 })
  })

  test('entered inside: of that candle only the close counts', () => {
    // Close 110; low 90 and high 120; open 104.
    const fills = [buy(1, 100, { index: 0, reason: 'limit' }), sell(1, 104, { index: 2 })]
    expect(of(CANDLES, fills)).toEqual({ maePct: 10, mfePct: 20 })
  })

  test('left inside: of that candle only the open and the exit price count', () => {
    // Close 110; open 108; exit at 95.
    const fills = [buy(1, 100, { index: 0, reason: 'stop' }), sell(1, 95, { index: 1, reason: 'stop' })]
    expect(of(CANDLES, fills)).toEqual({ maePct: 5, mfePct: 10 })
  })

  test('left at a close: the whole candle counts', () => {
    const fills = [buy(1, 100, { index: 0, reason: 'limit' }), sell(1, 105, { index: 1, reason: 'market_at_close' })]
    expect(of(CANDLES, fills)).toEqual({ maePct: 10, mfePct: 20 })
  })

  test('entered at a close: nothing before it counts, though that candle opened at the same price', () => {
    const candles = [candle(100, 130, 60, 100), candle(100, 101, 99, 100)]
    const fills = [
      buy(1, 100, { index: 0, reason: 'market_at_close' }),
      sell(1, 100, { index: 1, reason: 'market_at_close' }),
    ]
    expect(of(candles, fills)).toEqual({ maePct: 1, mfePct: 1 })
  })

  test('in and out within one candle', () => {
    const at = (reason: 'limit' | 'stop' | 'market_at_close') => ({ index: 0, reason })
    // From the open to 95 inside: open 100 and the exit.
    expect(of(CANDLES, [buy(1, 100, { index: 0 }), sell(1, 95, at('stop'))])).toEqual({ maePct: 5, mfePct: 0 })
    // From inside to inside: the exit price alone.
    expect(of(CANDLES, [buy(1, 100, at('limit')), sell(1, 95, at('stop'))])).toEqual({ maePct: 5, mfePct: 0 })
    // From the open to the close: all of it.
    expect(of(CANDLES, [buy(1, 100, { index: 0 }), sell(1, 110, at('market_at_close'))])).toEqual({
      maePct: 40,
      mfePct: 30,
    })
    // From inside to the close.
    expect(of(CANDLES, [buy(1, 100, at('limit')), sell(1, 110, at('market_at_close'))])).toEqual({
      maePct: 0,
      mfePct: 10,
    })
  })

  test('still open: to the close of the last candle', () => {
    expect(of(CANDLES, [buy(1, 100, { index: 0, reason: 'limit' })])).toEqual({ maePct: 50, mfePct: 50 })
    // Entered inside the last candle: its close of 102.
    expect(of(CANDLES, [buy(1, 100, { index: 2, reason: 'limit' })])).toEqual({ maePct: 0, mfePct: 2 })
  })

  test('slippage belongs to the entry price, and does not hide that the entry was at the open', () => {
    // 125 paid where the open was 100: low 60 and high 130 count.
    const fills = [buy(1, 125, { index: 0, reference: 100 }), sell(1, 108, { index: 1 })]
    expect(of(CANDLES, fills)).toEqual({ maePct: 52, mfePct: 4 })
  })
})

test('of a short a rise is adverse', () => {
  const fills = [sell(1, 100, { index: 0 }), buy(1, 104, { index: 2 })]
  expect(of(CANDLES, fills)).toEqual({ maePct: 30, mfePct: 40 })
})

test('a range has the extremes that reading it value by value finds', () => {
  const column = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 700, size: 'max' })
  fc.assert(
    fc.property(column, fc.nat(), fc.nat(), (values, a, b) => {
      const [first, last] = [a % values.length, b % values.length].sort((x, y) => x - y) as [number, number]
      const range = values.slice(first, last + 1)
      const numbers = Float64Array.from(values)
      expect(new RangeMinMax(numbers, 'lowest').over(first, last)).toBe(Math.min(...range))
      expect(new RangeMinMax(numbers, 'highest').over(first, last)).toBe(Math.max(...range))
    }),
    { numRuns: 500 },
  )
})

test('an empty range has no extreme', () => {
  expect(new RangeMinMax(new Float64Array([1, 2]), 'lowest').over(1, 0)).toBe(Number.POSITIVE_INFINITY)
})

test('long ranges read a bounded number of values, however many there are', () => {
  const length = 200_000
  const values = Float64Array.from({ length }, (_, row) => (row * 7919) % 104_729)
  let reads = 0
  const counted = new Proxy(values, {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++
      return Reflect.get(target, key)
    },
  })
  const lowest = new RangeMinMax(counted, 'lowest')
  lowest.over(0, length - 1)
  const first = reads
  expect(first).toBeLessThanOrEqual(length + 200)
  for (let start = 1; start <= 100; start++) lowest.over(start, length - start)
  expect((reads - first) / 100).toBeLessThan(200)
})
