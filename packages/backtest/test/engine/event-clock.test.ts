import { type CandleSeries, createSeries } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventClock, mergedTimes } from '../../src/engine/event-clock.ts'

const MINUTE = 60_000

function series(symbol: string, minutes: readonly number[], interval = '1m'): CandleSeries {
  const ones = minutes.map(() => 1)
  const time = minutes.map((minute) => minute * MINUTE)
  return createSeries({ symbol, interval, time, open: ones, high: ones, low: ones, close: ones, volume: ones })
}

type Step = { readonly minute: number; readonly present: readonly number[]; readonly indices: readonly number[] }

const read = (clock: EventClock): Step => ({
  minute: clock.time / MINUTE,
  present: [...clock.due.subarray(0, clock.dueCount)],
  indices: [...clock.indices],
})

function walk(clock: EventClock): Step[] {
  const steps: Step[] = []
  while (clock.advance()) steps.push(read(clock))
  return steps
}

test('gives each time once, and says whose candle it is', () => {
  const clock = new EventClock([series('A', [1, 2, 4]), series('B', [2, 3]), series('C', [4])])
  expect(walk(clock)).toEqual([
    { minute: 1, present: [0], indices: [0, -1, -1] },
    { minute: 2, present: [0, 1], indices: [1, 0, -1] },
    { minute: 3, present: [1], indices: [1, 1, -1] },
    { minute: 4, present: [0, 2], indices: [2, 1, 0] },
  ])
})

test('stands still after the last time', () => {
  const clock = new EventClock([series('A', [1]), series('B', [1, 2])])
  expect(clock.time).toBeNaN()
  walk(clock)
  const last = read(clock)
  expect(clock.advance()).toBe(false)
  expect(read(clock)).toEqual(last)
  expect(last).toEqual({ minute: 2, present: [1], indices: [0, 1] })
})

test('agrees with sorting all times', () => {
  const minutes = fc.uniqueArray(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.array(minutes, { minLength: 1, maxLength: 6 }), (calendars) => {
      const sorted = calendars.map((calendar) => calendar.toSorted((a, b) => a - b))
      // Declared as one second, which no step is below.
      const all = sorted.map((calendar, at) => series(`S${at}`, calendar, '1s'))
      const union = [...new Set(sorted.flat())].sort((a, b) => a - b)
      const expected = union.map((minute) => ({
        minute,
        present: sorted.flatMap((calendar, at) => (calendar.includes(minute) ? [at] : [])),
        indices: sorted.map((calendar) => calendar.filter((each) => each <= minute).length - 1),
      }))
      expect(walk(new EventClock(all))).toEqual(expected)
      expect([...mergedTimes(all)]).toEqual(union.map((minute) => minute * MINUTE))
    }),
  )
})

test('the union of one series is its own column', () => {
  const one = series('A', [1, 2])
  expect(mergedTimes([one])).toBe(one.time)
})

test('refuses series that cannot share a clock', () => {
  const minute = series('A', [1, 2])
  const hour = series('B', [60, 120], '1h')
  const refusal = (message: string, field: string) =>
    expect.objectContaining({ code: 'invalid_options', message, field })
  expect(() => new EventClock([minute, hour])).toThrow(
    refusal('all series must have one interval, but A has 1m and B has 1h', 'candles[1].interval'),
  )
  expect(() => new EventClock([minute, series('B', [1]), series('A', [5])])).toThrow(
    refusal('candles[2] and candles[0] are both of A; each series needs a symbol of its own', 'candles[2].symbol'),
  )
  expect(() => new EventClock([])).toThrow(refusal('candles must hold at least one series, received none', 'candles'))
})
