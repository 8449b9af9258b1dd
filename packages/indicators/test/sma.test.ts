import { Sma, sma } from '@tezgah/indicators'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, mean, nearest, sum, ulpsAway } from './exact.ts'

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

/** Prices, ticks, zeros, tiny and huge values of both signs: what fits the quick way of summing, and what does not. */
const anything = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -4_000_000, max: 4_000_000 }).map((ticks) => ticks / 100) },
  { weight: 3, arbitrary: fc.double({ min: 0.01, max: 1e7, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-9, -1e15, 1e200, -1e-200, 1e308, 5e-324, -3e-310) },
)

test('is the double nearest to the exact sum of the window, divided once', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (values, period) => {
      const averages = sma(Float64Array.from(values), period)
      const expected = values.map((_, last) => {
        const window = values.slice(Math.max(0, last + 1 - period), last + 1)
        return window.length < period ? Number.NaN : nearest(sum(window.map(exact))) / period + 0
      })
      expect([...averages]).toEqual(expected)
    }),
    { numRuns: 1000 },
  )
})

test('both forms agree bit for bit on values of any magnitude', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 120 }), fc.integer({ min: 1, max: 20 }), (values, period) => {
      const average = new Sma(period)
      expect([...sma(Float64Array.from(values), period)]).toEqual(values.map((value) => average.update(value)))
    }),
  )
})

test('a window has the same mean wherever the series starts', () => {
  fc.assert(
    fc.property(
      fc.array(anything, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(59),
      (values, period, cut) => {
        const whole = sma(Float64Array.from(values), period)
        const part = sma(Float64Array.from(values.slice(cut)), period)
        expect([...part].slice(period - 1)).toEqual([...whole.subarray(cut)].slice(period - 1))
      },
    ),
  )
})

test('prices that grow a trillionfold stay exact', () => {
  const values = Array.from({ length: 400 }, (_, index) => 1.1 ** index * 0.037)
  const averages = sma(Float64Array.from(values), 50)
  for (let last = 49; last < values.length; last++) {
    expect(averages[last]).toBe(nearest(sum(values.slice(last - 49, last + 1).map(exact))) / 50)
  }
})
