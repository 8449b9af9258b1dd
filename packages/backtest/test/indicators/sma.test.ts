import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Sma, sma } from '../../src/indicators/index.ts'
import { exact, mean, ulpsAway } from './exact.ts'

test('is the mean of the last values', () => {
  expect([...sma(Float64Array.of(1, 2, 3, 4, 10), 3)]).toEqual([NaN, NaN, 2, 3, 17 / 3])
})

test('is at most one and a half units in the last place off the exact mean', () => {
  const value = fc.oneof(fc.double({ min: 0.01, max: 1e7, noNaN: true }), fc.constantFrom(1e15, 1e-9, 1e300))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 80 }), fc.integer({ min: 1, max: 9 }), (values, period) => {
      const averages = sma(Float64Array.from(values), period)
      for (let end = period; end <= values.length; end++) {
        const truth = mean(values.slice(end - period, end).map(exact))
        expect(ulpsAway(averages[end - 1]!, truth)).toBeLessThanOrEqual(1.5)
      }
    }),
    { numRuns: 200 },
  )
})

test('forgets huge values of several magnitudes once they have left', () => {
  const average = new Sma(3)
  for (const value of [1, 1e300, 1e200, 1e100, 1e50]) average.update(value)
  const after = [0.5, 1, 1.5, 2].map((value) => average.update(value))
  expect(after.slice(2)).toEqual([1, 1.5])
})

test('does not drift over ten million values', () => {
  const average = new Sma(20)
  const window: number[] = []
  let state = 7
  let last = 0
  for (let index = 0; index < 10_000_000; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const value = 3_000_000 + state / 2 ** 20 + 0.1
    last = average.update(value)
    if (index >= 10_000_000 - 20) window.push(value)
  }
  expect(ulpsAway(last, mean(window.map(exact)))).toBeLessThanOrEqual(1.5)
})

test('an average of an average waits for both warm-ups', () => {
  const once = sma(Float64Array.of(1, 2, 3, 4, 5, 6), 3)
  expect([...sma(once, 2)]).toEqual([NaN, NaN, NaN, 2.5, 3.5, 4.5])
})

test('a long window is as exact as a short one', () => {
  const period = 400
  const values = Array.from({ length: 1_000 }, (_, index) => 3_000_000 + ((index * 7919) % 1009) / 7)
  const averages = sma(Float64Array.from(values), period)
  for (let end = period; end <= values.length; end += 23) {
    const truth = mean(values.slice(end - period, end).map(exact))
    expect(ulpsAway(averages[end - 1]!, truth)).toBeLessThanOrEqual(1.5)
  }
})
