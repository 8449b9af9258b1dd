import { createSeries, sliceSeries } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { input } from './fixtures.ts'

const DAY = 86_400_000
const series = createSeries(input())

test('takes the candles in [from, to), whatever the bounds', () => {
  const bound = fc.option(fc.integer({ min: -DAY, max: 4 * DAY }), { nil: undefined })
  fc.assert(
    fc.property(bound, bound, (from, to) => {
      const expected = [...series.time].filter((time) => time >= (from ?? time) && time < (to ?? Infinity))
      if (expected.length === 0) expect(() => sliceSeries(series, { from, to })).toThrow('no candle lies ')
      else expect([...sliceSeries(series, { from, to }).time]).toEqual(expected)
    }),
  )
})

test('is a view on the same memory and keeps the interval, also with one candle', () => {
  const one = sliceSeries(series, { from: DAY, to: DAY + 1 })
  expect(one).toMatchObject({ length: 1, interval: '1d', symbol: 'BTCTRY' })
  expect(one.close.buffer).toBe(series.close.buffer)
  expect(one.close[0]).toBe(12)
})

test('an empty span names the candles there are', () => {
  expect(() => sliceSeries(series, { from: 5 * DAY })).toThrow(
    'no candle lies from 432000000 (1970-01-06T00:00:00.000Z) on; ' +
      'BTCTRY has candles from 0 (1970-01-01T00:00:00.000Z) to 172800000 (1970-01-03T00:00:00.000Z)',
  )
})

test('refuses a bound that is not a number', () => {
  expect(() => sliceSeries(series, { from: NaN })).toThrow('from must be a number of milliseconds since the epoch')
})
