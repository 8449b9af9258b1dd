import { type CandleSeries, createSeries, resampleSeries } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resample } from '../../src/candles/resample.ts'

const MINUTE = 60_000
const DAY = 86_400_000

type Candle = readonly [time: number, open: number, high: number, low: number, close: number, volume: number]

function seriesOf(interval: string, candles: readonly Candle[]): CandleSeries {
  const column = (at: number): number[] => candles.map((candle) => candle[at]!)
  return createSeries({
    symbol: 'BTCTRY',
    interval,
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  })
}

const candlesOf = ({ time, open, high, low, close, volume }: CandleSeries): number[][] =>
  Array.from(time, (at, row) => [at, open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!])

const flat = (time: number, price = 10): Candle => [time, price, price, price, price, 1]

test('takes the first open, the extremes, the last close and the sum of the volumes', () => {
  const base = seriesOf('1m', [
    [0, 10, 12, 9, 11, 1],
    [MINUTE, 11, 15, 10, 14, 2],
    [2 * MINUTE, 14, 14, 8, 9, 0.5],
    [3 * MINUTE, 9, 10, 9, 10, 0],
    [4 * MINUTE, 10, 11, 10, 11, 4],
    [5 * MINUTE, 11, 11, 11, 11, 8],
  ])
  expect(candlesOf(resampleSeries(base, '3m'))).toEqual([
    [0, 10, 15, 8, 9, 3.5],
    [3 * MINUTE, 9, 11, 9, 11, 12],
  ])
})

test('a candle counts as closed when the base candle that reaches its end closes', () => {
  const base = seriesOf(
    '1m',
    [0, 1, 2, 3, 4, 5, 6].map((row) => flat(row * MINUTE)),
  )
  const { series, closed } = resample(base, '3m')
  expect([...closed]).toEqual([0, 0, 1, 1, 1, 2, 2])
  expect([...series.time]).toEqual([0, 3 * MINUTE])
})

test('where its last minutes are missing, it is closed once a candle after the gap has closed', () => {
  // Minutes 0, 1, then none until 7, 8: the three minutes from 0 on are known to be over at the close of minute 7.
  const base = seriesOf(
    '1m',
    [0, 1, 7, 8].map((row) => flat(row * MINUTE)),
  )
  const { series, closed } = resample(base, '3m')
  expect([...series.time]).toEqual([0, 6 * MINUTE])
  expect([...closed]).toEqual([0, 0, 1, 2])
})

test('starts in the middle: the first candle holds what there is', () => {
  const base = seriesOf(
    '1m',
    [2, 3, 4, 5].map((row) => flat(row * MINUTE, 10 + row)),
  )
  expect(candlesOf(resampleSeries(base, '3m'))).toEqual([
    [0, 12, 12, 12, 12, 1],
    [3 * MINUTE, 13, 15, 13, 15, 3],
  ])
})

test('an end that is not reached keeps the last candle out', () => {
  const base = seriesOf(
    '1m',
    [0, 1, 2, 3].map((row) => flat(row * MINUTE)),
  )
  expect(resampleSeries(base, '2m').length).toBe(2)
  expect(resampleSeries(base, '3m').length).toBe(1)
  expect(() => resampleSeries(base, '5m')).toThrow('interval 5m is too long: the 4 candles of 1m complete none')
  expect([...resample(base, '5m').closed]).toEqual([0, 0, 0, 0])
})

test('weeks start on Monday, also before the epoch, and days at midnight UTC', () => {
  // 1969-12-28 was a Sunday.
  const sunday = Date.UTC(1969, 11, 28)
  const base = seriesOf(
    '1d',
    Array.from({ length: 16 }, (_, day) => flat(sunday + day * DAY)),
  )
  expect([...resampleSeries(base, '1w').time]).toEqual(
    ['1969-12-22', '1969-12-29', '1970-01-05'].map((day) => Date.parse(day)),
  )
  const hourly = seriesOf(
    '1h',
    Array.from({ length: 30 }, (_, hour) => flat(-2 * 3_600_000 + hour * 3_600_000)),
  )
  expect([...resampleSeries(hourly, '1d').time]).toEqual([-DAY, 0])
})

test('base candles that do not start at the bounds belong where they open, and are waited for', () => {
  // Half past nine, half past ten, …: the one that opens at 11:30 closes the two hours from 10 on.
  const hour = 3_600_000
  const base = seriesOf(
    '1h',
    [9.5, 10.5, 11.5, 12.5].map((at) => flat(at * hour, at)),
  )
  const { series, closed } = resample(base, '2h')
  expect([...series.time]).toEqual([8 * hour, 10 * hour])
  expect([...series.close]).toEqual([9.5, 11.5])
  expect([...closed]).toEqual([1, 1, 2, 2])
})

test('the own interval gives the candles as they are', () => {
  const base = seriesOf('1d', [flat(0, 1), flat(DAY, 2), flat(3 * DAY, 3)])
  expect(candlesOf(resampleSeries(base, '24h'))).toEqual(candlesOf(base))
  expect(resampleSeries(base, '24h').interval).toBe('1d')
})

test.each([
  ['90s', "interval must be a multiple of the candles' own 1m, received 90s"],
  ['30s', "interval must be a multiple of the candles' own 1m, received 30s"],
])('refuses %s for candles of one minute', (interval, message) => {
  const base = seriesOf('1m', [flat(0), flat(MINUTE)])
  expect(() => resampleSeries(base, interval)).toThrow(
    expect.objectContaining({ code: 'invalid_options', field: 'interval', message }),
  )
})

test('refuses what is no interval', () => {
  expect(() => resampleSeries(seriesOf('1m', [flat(0), flat(MINUTE)]), '1M')).toThrow('interval must be a whole number')
})

describe('for any candles, gaps and offsets included', () => {
  // Mostly minute after minute, since candles that are mostly closer than the declared interval would be refused.
  const base = fc
    .record({
      first: fc.integer({ min: -2_000, max: 2_000 }).map((step) => step * 15_000),
      steps: fc
        .array(fc.constantFrom(1, 2, 5, 0.5), { maxLength: 20 })
        .chain((steps) => fc.shuffledSubarray([...steps, ...new Array(20).fill(1)], { minLength: steps.length + 20 })),
      prices: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 41, maxLength: 41 }),
    })
    .map(({ first, steps, prices }) => {
      const candles = [flat(first, prices[0]!)]
      steps.forEach((step, row) => {
        const [open, close] = [prices[row]!, prices[row + 1]!]
        const time = candles[row]![0] + step * MINUTE
        candles.push([time, open, Math.max(open, close) + (row % 3), Math.min(open, close), close, row % 4])
      })
      return seriesOf('1m', candles)
    })
  const minutes = fc.integer({ min: 1, max: 7 })

  test('aggregating by hand agrees', () => {
    fc.assert(
      fc.property(base, minutes, (series, length) => {
        const span = length * MINUTE
        const startOf = (time: number): number => Math.floor(time / span) * span
        const starts = [...new Set(Array.from(series.time, startOf))]
        const lastClose = series.time.at(-1)! + MINUTE
        const expected = starts
          .filter((start) => start + span <= lastClose)
          .map((start) => {
            const inside = candlesOf(series).filter(([time]) => startOf(time!) === start)
            const high = Math.max(...inside.map((candle) => candle[2]!))
            const low = Math.min(...inside.map((candle) => candle[3]!))
            const volume = inside.reduce((sum, candle) => sum + candle[5]!, 0)
            return [start, inside[0]![1], high, low, inside.at(-1)![4], volume]
          })
        expect(candlesOf(resample(series, `${length}m`).series)).toEqual(expected)
      }),
    )
  })

  test('no candle is seen that holds a base candle of the future, and none later than it must be', () => {
    fc.assert(
      fc.property(base, minutes, (series, length) => {
        const span = length * MINUTE
        const { series: higher, closed } = resample(series, `${length}m`)
        for (let index = 0; index < series.length; index++) {
          const seen = closed[index]!
          const close = series.time[index]! + MINUTE
          if (seen > 0) {
            const end = higher.time[seen - 1]! + span
            expect(end, 'is over').toBeLessThanOrEqual(close)
            expect(series.time[index + 1] ?? Infinity, 'holds nothing of the future').toBeGreaterThanOrEqual(end)
          }
          const next = higher.time[seen]
          const isOver = next !== undefined && next + span <= close
          if (isOver) expect(series.time[index + 1]!, 'one more belongs to it').toBeLessThan(next + span)
        }
      }),
    )
  })
})
