import fc from 'fast-check'
import { expect, it } from 'vitest'
import { agreement, type Interval } from '../../src/clock/marzullo.ts'

const interval = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(20))
  .map(([low, width]) => ({ low, high: low + width }))

it.each([
  [[], null],
  [[{ low: 1, high: 2 }], { low: 1, high: 2, count: 1 }],
  [
    [
      { low: 8, high: 12 },
      { low: 11, high: 13 },
      { low: 14, high: 15 },
    ],
    { low: 11, high: 12, count: 2 },
  ],
  [
    [
      { low: 8, high: 12 },
      { low: 11, high: 13 },
      { low: 10, high: 12 },
    ],
    { low: 11, high: 12, count: 3 },
  ],
  [
    [
      { low: 0, high: 1 },
      { low: 1, high: 2 },
    ],
    { low: 1, high: 1, count: 2 },
  ],
  [
    [
      { low: 0, high: 1 },
      { low: 5, high: 6 },
    ],
    { low: 0, high: 6, count: 1 },
  ],
  [
    [
      { low: 0, high: 10 },
      { low: 0, high: 2 },
      { low: 8, high: 10 },
    ],
    { low: 0, high: 10, count: 2 },
  ],
])('of %j most agree on %j', (intervals, expected) => {
  expect(agreement(intervals)).toEqual(expected)
})

it('is what counting at every edge says', () => {
  const covering = (intervals: readonly Interval[], at: number) =>
    intervals.filter(({ low, high }) => low <= at && at <= high).length
  fc.assert(
    fc.property(fc.array(interval, { minLength: 1, maxLength: 12 }), (intervals) => {
      const edges = intervals.flatMap(({ low, high }) => [low, high])
      const count = Math.max(...edges.map((edge) => covering(intervals, edge)))
      const best = edges.filter((edge) => covering(intervals, edge) === count)
      expect(agreement(intervals)).toEqual({ low: Math.min(...best), high: Math.max(...best), count })
    }),
  )
})

it('holds the truth, and is no wider than the narrowest, where all intervals hold it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { minLength: 1, maxLength: 9 }), (margins) => {
      const truth = 7
      const intervals = margins.map(([below, above]) => ({ low: truth - below, high: truth + above }))
      const found = agreement(intervals)!
      expect(found.low <= truth && truth <= found.high).toBe(true)
      expect(found.high - found.low).toBeLessThanOrEqual(Math.min(...margins.map(([below, above]) => below + above)))
      expect(found.count).toBe(intervals.length)
    }),
  )
})
