import { rsi, sma } from '@tezgah/indicators'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('is 100 gain / (gain + loss) of Wilder averages', () => {
  // Period 2. Changes +2, -1: gain 1, loss 1/2. Then +3: gain (1 + 3) / 2 = 2, loss 1/4. Then -4: gain 1, loss 17/8.
  const result = rsi(Float64Array.of(10, 12, 11, 14, 10), 2)
  expect([...result]).toEqual([NaN, NaN, 100 * (1 / 1.5), 100 * (2 / 2.25), 100 * (1 / 3.125)])
})

test('is 100 when all rose, 0 when all fell and 50 when nothing moved', () => {
  expect(rsi(Float64Array.of(1, 2, 3, 4), 3).at(-1)).toBe(100)
  expect(rsi(Float64Array.of(4, 3, 2, 1), 3).at(-1)).toBe(0)
  expect(rsi(Float64Array.of(5, 5, 5, 5), 3).at(-1)).toBe(50)
})

test('lies within 0 and 100', () => {
  const values = fc.array(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), { minLength: 3, maxLength: 50 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 9 }), (prices, period) => {
      const warm = rsi(Float64Array.from(prices), period).filter((value) => !Number.isNaN(value))
      expect(warm.every((value) => value >= 0 && value <= 100)).toBe(true)
    }),
  )
})

test('its own warm-up only delays an average of it', () => {
  const prices = Float64Array.from({ length: 20 }, (_, index) => 100 + ((index * 7) % 5))
  const smoothed = sma(rsi(prices, 4), 3)
  expect(smoothed.findIndex((value) => !Number.isNaN(value))).toBe(6)
})
