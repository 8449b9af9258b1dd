import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, lastIndices, monthOf, weekdayOf } from '../../src/statistics/calendar.ts'
import { DAY_MS } from './runs.ts'

const at = (text: string) => Date.parse(`${text}Z`)

describe('the calendar', () => {
  it('agrees with the platform on every day of 60,000 around 1970', () => {
    const days = fc.integer({ min: -30_000, max: 30_000 })
    fc.assert(
      fc.property(days, (day) => {
        const date = new Date(day * DAY_MS)
        expect(monthOf(day)).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 })
        expect(weekdayOf(day)).toBe((date.getUTCDay() + 6) % 7)
        expect(dayOf(day * DAY_MS + DAY_MS - 1)).toBe(day)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('lastIndices', () => {
  const time = Float64Array.of(
    at('2023-12-31T22:00'), // a Sunday
    at('2023-12-31T23:00'),
    at('2024-01-01T00:00'),
    at('2024-01-01T12:00'),
    at('2024-01-03T00:00'),
    at('2024-02-01T00:00'),
  )

  it.each([
    ['day', [1, 3, 4, 5]],
    ['week', [1, 4, 5]],
    ['month', [1, 4, 5]],
    ['year', [1, 5]],
  ] as const)('takes the last candle of each %s', (sampling, expected) => {
    expect([...lastIndices(time, sampling)]).toEqual(expected)
  })

  it('finds none without candles', () => {
    expect([...lastIndices(new Float64Array(0), 'day')]).toEqual([])
  })
})
