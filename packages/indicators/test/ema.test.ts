import { ema, sma } from '@tezgah/indicators'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('starts at the mean of the first values and moves by 2 / (period + 1) of the distance', () => {
  // Period 3, alpha 1/2: seed (2 + 4 + 9) / 3 = 5; 5 + (11 - 5) / 2 = 8; 8 + (2 - 8) / 2 = 5; 5 + (6 - 5) / 2 = 5.5.
  expect([...ema(Float64Array.of(2, 4, 9, 11, 2, 6), 3)]).toEqual([NaN, NaN, 5, 8, 5, 5.5])
})

test('with period 1 is the value itself', () => {
  expect([...ema(Float64Array.of(3, 1, 4), 1)]).toEqual([3, 1, 4])
})

test('its seed is the simple moving average, bit for bit', () => {
  const values = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(values, (prices) => {
      const column = Float64Array.from(prices)
      expect(ema(column, prices.length).at(-1)).toBe(sma(column, prices.length).at(-1))
    }),
  )
})

test('stays on a constant', () => {
  expect([...ema(new Float64Array(100).fill(0.1), 7)].slice(6)).toEqual(new Array(94).fill(0.1))
})
