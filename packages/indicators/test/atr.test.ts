import { Atr, atr } from '@tezgah/indicators'
import { expect, test } from 'vitest'

test('is the Wilder average of true ranges, the first of which needs a previous close', () => {
  const high = Float64Array.of(10, 12, 20, 15, 15)
  const low = Float64Array.of(8, 11, 18, 5, 14)
  const close = Float64Array.of(9, 11, 19, 14, 14)
  // True ranges: none, 12 - 9 = 3, 20 - 11 = 9, 19 - 5 = 14, 15 - 14 = 1. Period 2: 6, (6 + 14) / 2 = 10, (10 + 1) / 2.
  expect([...atr(high, low, close, 2)]).toEqual([NaN, NaN, 6, 10, 5.5])
})

test('a candle that lacks a price is no previous candle', () => {
  const average = new Atr(1)
  average.update(10, 8, 9)
  expect(average.update(11, 9, 10)).toBe(2)
  expect(average.update(NaN, 9, 10)).toBeNaN()
  expect(average.update(30, 28, 29)).toBeNaN()
  expect(average.update(30, 28, 29)).toBe(2)
})

test('refuses columns of different lengths', () => {
  const two = new Float64Array(2)
  expect(() => atr(two, new Float64Array(3), two, 1)).toThrow('low must hold 2 values, received 3')
  expect(() => atr(two, two, new Float64Array(1), 1)).toThrow('close must hold 2 values, received 1')
})
