import { type CandleSeries, createSeries } from '@tezgah/backtest'
import { type WalkOptions, walk } from '@tezgah/backtest/testing'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const PRICES = ['open', 'high', 'low', 'close'] as const
const TICKS = ['0.01', '1', '0.25', '0.00000001', '5'] as const

const options: fc.Arbitrary<WalkOptions> = fc.record({
  seed: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  length: fc.integer({ min: 1, max: 300 }),
  from: fc.constantFrom(5, 100, 12_345.67, 3_000_000),
  volatility: fc.double({ min: 0, max: 0.5, noNaN: true }),
  drift: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
  tick: fc.constantFrom(...TICKS),
})

function columns(candles: CandleSeries) {
  return PRICES.map((name) => [...candles[name]])
}

describe('a walk', () => {
  test('is a series of sound candles for any seed and options', () => {
    fc.assert(
      fc.property(options, (input) => {
        const candles = walk(input)
        expect(candles.length).toBe(input.length)
        // Made again by hand: whatever the walk gives must pass the check of any other series.
        expect(createSeries({ ...candles })).toEqual(candles)
      }),
    )
  })

  test('has every price on the tick, in its shortest spelling', () => {
    fc.assert(
      fc.property(options, (input) => {
        const candles = walk(input)
        for (const name of PRICES) {
          for (const price of candles[name]) expect(new Decimal(price).mod(input.tick!).isZero()).toBe(true)
        }
      }),
    )
  })

  test('opens every candle where the last one closed', () => {
    fc.assert(
      fc.property(options, (input) => {
        const { open, close } = walk(input)
        expect([...open.subarray(1)]).toEqual([...close.subarray(0, -1)])
      }),
    )
  })

  test('is the same for the same seed, begins the same however long, and differs for another seed', () => {
    fc.assert(
      fc.property(options, ({ seed }) => {
        const [long, again, short] = [50, 50, 20].map((length) => walk({ seed, length }))
        expect(again).toEqual(long)
        expect(columns(short!)).toEqual(columns(long!).map((column) => column.slice(0, 20)))
        expect(columns(walk({ seed: seed === 0 ? 1 : seed - 1, length: 50 }))).not.toEqual(columns(long!))
      }),
    )
  })

  test('changes by its volatility and its drift', () => {
    const { open, close } = walk({
      seed: 1,
      length: 20_000,
      from: 1000,
      volatility: 0.02,
      drift: 0.0001,
      tick: '0.0001',
    })
    const changes = Array.from(close, (price, row) => price / open[row]! - 1)
    const mean = changes.reduce((sum, change) => sum + change) / changes.length
    const deviation = Math.sqrt(changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / changes.length)
    expect(deviation).toBeGreaterThan(0.0195)
    expect(deviation).toBeLessThan(0.0205)
    expect(Math.abs(mean - 0.0001)).toBeLessThan(0.0005)
  })

  test('stands still without volatility', () => {
    expect(columns(walk({ seed: 1, length: 2, volatility: 0 }))).toEqual([
      [100, 100],
      [100, 100],
      [100, 100],
      [100, 100],
    ])
  })

  test('has these numbers everywhere', () => {
    const { open, high, low, close, volume } = walk({ seed: 42, length: 3, symbol: 'BTCTRY', interval: '1h' })
    expect([open, high, low, close, volume].map((column) => [...column])).toMatchInlineSnapshot(`
      [
        [
          100,
          99.22,
          97.87,
        ],
        [
          100,
          99.3,
          98.94,
        ],
        [
          99.22,
          97.87,
          97.87,
        ],
        [
          99.22,
          97.87,
          98.94,
        ],
        [
          452,
          68,
          986,
        ],
      ]
    `)
  })

  test.each([
    [{ seed: -1 }, 'seed must be a whole number from 0, received -1'],
    [{ seed: 1.5 }, 'seed must be a whole number from 0, received 1.5'],
    [{ length: 0 }, 'length must be a whole number from 1, received 0'],
    [{ volatility: 0.6 }, 'volatility must be a number from 0 to 0.5, received 0.6'],
    [{ drift: Number.NaN }, 'drift must be a number from -0.1 to 0.1, received NaN'],
    [{ tick: 0 }, 'tick must be a decimal above 0, received 0'],
    [{ from: 0.001 }, 'from must be a price of at least one tick (0.01), received 0.001'],
    [{ from: Number.POSITIVE_INFINITY }, 'from must be a price of at least one tick (0.01), received Infinity'],
  ])('refuses %o', (wrong, message) => {
    expect(() => walk({ seed: 1, length: 5, ...wrong })).toThrow(new RangeError(message))
  })
})
