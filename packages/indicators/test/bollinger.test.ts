import { Bollinger, bollinger, sma } from '@tezgah/indicators'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, type Fraction, mean, multiply, relativeError, subtract } from './exact.ts'

/** Exact population variance. */
function variance(values: readonly number[]): Fraction {
  const fractions = values.map(exact)
  const center = mean(fractions)
  return mean(fractions.map((value) => multiply(subtract(value, center), subtract(value, center))))
}

/** Variance as the bands show it, through the widest bands so that the middle takes no digits away. */
function shownVariance(values: readonly number[], period: number): number {
  const bands = bollinger(Float64Array.from(values), period, 1e9)
  const distance = (bands.upper.at(-1)! - bands.lower.at(-1)!) / 2e9
  return distance * distance
}

test('is the mean plus and minus deviations of divisor period', () => {
  // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, population deviation 2.
  const bands = bollinger(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9), 8, 1.5)
  expect([bands.upper.at(-1), bands.middle.at(-1), bands.lower.at(-1)]).toEqual([8, 5, 2])
})

test('the middle equals the simple moving average bit for bit', () => {
  const values = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), { maxLength: 60 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 9 }), (prices, period) => {
      const column = Float64Array.from(prices)
      expect([...bollinger(column, period).middle]).toEqual([...sma(column, period)])
    }),
  )
})

test('keeps the digits of tiny moves of a high price, before and after a leap', () => {
  const move = fc.integer({ min: -9, max: 9 })
  fc.assert(
    fc.property(fc.array(move, { minLength: 30, maxLength: 60 }), fc.constantFrom(0, 17), (moves, leapAt) => {
      const prices = moves.map((ticks, index) => (index === leapAt ? 1e12 : 3_000_000 + ticks / 100))
      const truth = variance(prices.slice(-8))
      if (truth.top === 0n) expect(shownVariance(prices, 8)).toBe(0)
      else expect(relativeError(shownVariance(prices, 8), truth)).toBeLessThan(1e-12)
    }),
  )
})

test('a window that holds the leap is exact too', () => {
  const prices = [3e6, 3e6 + 0.01, 1e12, 3e6, 3e6 - 0.02, 3e6, 3e6 + 0.07]
  for (let end = 3; end <= prices.length; end++) {
    const shown = shownVariance(prices.slice(0, end), 3)
    expect(relativeError(shown, variance(prices.slice(end - 3, end)))).toBeLessThan(1e-12)
  }
})

test('a constant has no width, after any values', () => {
  const bands = new Bollinger(4)
  for (const value of [1e9, 3, 7.7, 1e-5]) bands.update(value)
  for (let count = 0; count < 3; count++) bands.update(0.1)
  const { upper, middle, lower } = bands.update(0.1)
  expect([upper, middle, lower]).toEqual([0.1, 0.1, 0.1])
})

test.each([0, -1, NaN, Infinity])('refuses %d deviations', (deviations) => {
  const message = `deviations must be a finite number above 0, received ${deviations}`
  expect(() => new Bollinger(5, deviations)).toThrow(new RangeError(message))
  expect(() => bollinger(new Float64Array(3), 5, deviations)).toThrow(new RangeError(message))
})
