import { readFileSync } from 'node:fs'
import { type CandleSeries, candleQuality, createSeries, parseCandlesCsv, sliceSeries } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS } from '../fixtures/candles.ts'

const HOUR_MS = 3_600_000
const MONDAY = 4 * DAY_MS

/** Calm candles at these times. */
function at(time: readonly number[], interval: string): CandleSeries {
  const column = time.map(() => 100)
  const volume = time.map(() => 1)
  return createSeries({ symbol: 'X', interval, time, open: column, high: column, low: column, close: column, volume })
}

const days = (count: number, isThere: (day: number) => boolean): number[] =>
  Array.from({ length: count }, (_, day) => day)
    .filter(isThere)
    .map((day) => day * DAY_MS)

/** Hours from Monday, 5 January 1970 on. */
const hours = (count: number, isThere: (hour: number, day: number) => boolean): number[] =>
  Array.from({ length: count }, (_, hour) => hour)
    .filter((hour) => isThere(hour % 24, Math.floor(hour / 24)))
    .map((hour) => MONDAY + hour * HOUR_MS)

describe('gaps', () => {
  test('of a series that has all of its candles are none', () => {
    expect(
      candleQuality(
        at(
          days(60, () => true),
          '1d',
        ),
      ),
    ).toEqual({
      symbol: 'X',
      count: 60,
      missing: 0,
      gapCount: 0,
      longestGap: null,
      hasSessions: false,
      holidayGaps: 0,
      irregular: 0,
      zeroVolume: 0,
      outliers: 0,
    })
  })

  test('12 of 60 days: 48 are missing', () => {
    expect(
      candleQuality(
        at(
          days(60, (day) => day < 6 || day >= 54),
          '1d',
        ),
      ),
    ).toMatchObject({
      count: 12,
      missing: 48,
      gapCount: 1,
      longestGap: { from: 6 * DAY_MS, to: 54 * DAY_MS, missing: 48 },
    })
  })

  test('a month without Sundays around one hole has Sundays off, and the hole is missing', () => {
    const quality = candleQuality(
      at(
        days(90, (day) => day % 7 !== 3 && (day < 30 || day >= 50)),
        '1d',
      ),
    )
    expect(quality).toMatchObject({ hasSessions: true, gapCount: 1, missing: 17 })
  })

  test('one Sunday that is missing is missing', () => {
    expect(
      candleQuality(
        at(
          days(60, (day) => day !== 10),
          '1d',
        ),
      ),
    ).toMatchObject({ hasSessions: false, missing: 1 })
  })

  test('hours of a stock exchange are sessions; an hour lost in one is missing, a day is a holiday, a week is missing', () => {
    const open = (hour: number, day: number) => day % 7 < 5 && hour >= 10 && hour < 18
    const lost = (isLost: (hour: number, day: number) => boolean) =>
      candleQuality(
        at(
          hours(24 * 70, (hour, day) => open(hour, day) && !isLost(hour, day)),
          '1h',
        ),
      )
    expect(lost(() => false)).toMatchObject({ hasSessions: true, missing: 0, gapCount: 0, holidayGaps: 0 })
    expect(lost((hour, day) => day === 22 && hour === 12)).toMatchObject({ missing: 1, gapCount: 1 })
    expect(lost((_, day) => day === 22)).toMatchObject({ missing: 0, gapCount: 0, holidayGaps: 1 })
    expect(lost((_, day) => day >= 21 && day < 35)).toMatchObject({ missing: 80, gapCount: 1, holidayGaps: 0 })
  })

  test('hours that daylight saving moves are not missing in winter', () => {
    const opens = (day: number) => (day >= 80 && day < 290 ? 13 : 14)
    const time = hours(24 * 728, (hour, day) => day % 7 < 5 && hour >= opens(day % 364) && hour < opens(day % 364) + 7)
    expect(candleQuality(at(time, '1h'))).toMatchObject({ hasSessions: true, missing: 0 })
  })

  test('minutes without a trade are missing in a market that never closes', () => {
    const minutes = Array.from({ length: 30_000 }, (_, minute) => minute).filter((minute) => (minute * 7919) % 10 < 6)
    const quality = candleQuality(
      at(
        minutes.map((minute) => minute * 60_000),
        '1m',
      ),
    )
    expect(quality.hasSessions).toBe(false)
    expect(quality.missing).toBe(minutes.at(-1)! - minutes[0]! + 1 - minutes.length)
  })

  test('of the S&P 500 are its holidays alone', () => {
    const file = readFileSync(new URL('../../../../examples/data/sp500-daily.csv', import.meta.url))
    expect(candleQuality(parseCandlesCsv(file, { symbol: 'SP500' }))).toMatchObject({
      count: 5105,
      missing: 0,
      hasSessions: true,
      outliers: 0,
    })
  })

  test('days of 23 and 25 hours are days, at no multiple of the interval', () => {
    const time = [0, DAY_MS, 2 * DAY_MS - HOUR_MS, 3 * DAY_MS - HOUR_MS, 4 * DAY_MS]
    expect(candleQuality(at(time, '1d'))).toMatchObject({ missing: 0, irregular: 2 })
  })

  test('of a market that never closes: present and missing are all places from the first to the last', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<[string, number]>(['1m', 60_000], ['1h', HOUR_MS], ['4h', 4 * HOUR_MS], ['3d', 3 * DAY_MS]),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 300, size: 'max' }),
        ([interval, ms], lacks) => {
          let place = 0
          const places = lacks.map((lack) => (place += 1 + (lack === 3 ? 2 : 0)))
          const quality = candleQuality(
            at(
              places.map((each) => each * ms),
              interval,
            ),
          )
          expect(quality.missing).toBe(places.at(-1)! - places[0]! + 1 - places.length)
          expect(quality.gapCount).toBe(lacks.slice(1).filter((lack) => lack === 3).length)
        },
      ),
    )
  })
})

test('candles without volume and outliers are counted', () => {
  const close = Array.from({ length: 200 }, (_, index) => 100 + (index % 2))
  const high = close.with(50, 150)
  const low = close.with(120, 60)
  const volume = close.map((_, index) => (index % 50 === 0 ? 0 : 1))
  const time = close.map((_, index) => index * DAY_MS)
  const open = close
  const series = createSeries({ symbol: 'X', interval: '1d', time, open, high, low, close, volume })
  expect(candleQuality(series)).toMatchObject({ zeroVolume: 4, outliers: 2 })
  expect(candleQuality(series)).toBe(candleQuality(series))
  expect(candleQuality(sliceSeries(series, { to: 50 * DAY_MS }))).toMatchObject({ count: 50, outliers: 0 })
})
