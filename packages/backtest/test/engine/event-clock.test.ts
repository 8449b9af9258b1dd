import { type CandleSeries, createSeries } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closeTimeOf } from '../../src/candles/close-time.ts'
import { closingTimes, EventClock } from '../../src/engine/event-clock.ts'

const MINUTE = 60_000

function series(symbol: string, minutes: readonly number[], interval = '1m'): CandleSeries {
  const ones = minutes.map(() => 1)
  const time = minutes.map((minute) => minute * MINUTE)
  return createSeries({ symbol, interval, time, open: ones, high: ones, low: ones, close: ones, volume: ones })
}

/** What closes and what opens at an instant, by series, with the index of the candle. */
type Step = { readonly minute: number; readonly closes: readonly string[]; readonly opens: readonly string[] }

function walk(all: readonly CandleSeries[]): Step[] {
  const clock = new EventClock(all)
  const events = (column: Float64Array): string[] =>
    all.flatMap(({ symbol }, at) => {
      const grid = clock.gridOf[at]!
      return column[grid] === clock.time ? [`${symbol}${clock.opened[grid]}`] : []
    })
  const steps: Step[] = []
  while (clock.advance()) {
    const closes = events(clock.closedAt)
    steps.push({ minute: clock.time / MINUTE, closes, opens: clock.open() ? events(clock.openedAt) : [] })
  }
  return steps
}

test('at one instant candles close before others open, also of different intervals', () => {
  expect(walk([series('A', [0, 2, 4], '2m'), series('B', [1, 2, 4])])).toEqual([
    { minute: 0, closes: [], opens: ['A0'] },
    { minute: 1, closes: [], opens: ['B0'] },
    { minute: 2, closes: ['A0', 'B0'], opens: ['A1', 'B1'] },
    { minute: 3, closes: ['B1'], opens: [] },
    { minute: 4, closes: ['A1'], opens: ['A2', 'B2'] },
    { minute: 5, closes: ['B2'], opens: [] },
    { minute: 6, closes: ['A2'], opens: [] },
  ])
})

test('a candle closes at the next open of its series where that comes before its end', () => {
  // The second day has 23 hours, as where summer time begins.
  const days = series('A', [0, 1440, 2820, 4260], '1d')
  expect(walk([days]).map(({ minute, closes }) => [minute, ...closes])).toEqual([
    [0],
    [1440, 'A0'],
    [2820, 'A1'],
    [4260, 'A2'],
    [5700, 'A3'],
  ])
})

test('series with the same times and interval share a grid, others do not', () => {
  const all = [series('A', [0, 1]), series('B', [0, 2]), series('C', [0, 1]), series('D', [0, 60], '1h')]
  expect(new EventClock(all).gridOf).toEqual([0, 1, 0, 2])
  // Once they are known to be equal they are not compared again; the answer stays.
  expect(new EventClock([all[2]!, all[0]!, all[2]!]).gridOf).toEqual([0, 0, 0])
})

test('agrees with sorting all opens and closes', () => {
  const calendar = fc.record({
    minutes: fc.uniqueArray(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 20 }),
    interval: fc.constantFrom('1s', '1m', '3m', '5m'),
  })
  fc.assert(
    fc.property(fc.array(calendar, { minLength: 1, maxLength: 6 }), (calendars) => {
      const all = calendars.map(({ minutes, interval }, at) => {
        const sorted = minutes.toSorted((a, b) => a - b)
        const ones = sorted.map(() => 1)
        const time = sorted.map((minute) => minute * MINUTE)
        const columns = { time, open: ones, high: ones, low: ones, close: ones, volume: ones }
        const shortest = Math.min(...time.slice(1).map((each, index) => each - time[index]!), Infinity)
        const fits = interval === '1s' || shortest >= Number.parseInt(interval, 10) * MINUTE
        return createSeries({ symbol: `S${at}-`, interval: fits ? interval : '1s', ...columns })
      })
      const events = all.flatMap((each) =>
        Array.from(each.time, (opens, index) => [
          { time: opens, kind: 'opens' as const, what: `${each.symbol}${index}` },
          { time: closeTimeOf(each, index), kind: 'closes' as const, what: `${each.symbol}${index}` },
        ]).flat(),
      )
      const times = [...new Set(events.map(({ time }) => time))].sort((a, b) => a - b)
      const at = (time: number, kind: string): string[] =>
        events.filter((event) => event.time === time && event.kind === kind).map(({ what }) => what)
      expect(walk(all)).toEqual(
        times.map((time) => ({ minute: time / MINUTE, closes: at(time, 'closes'), opens: at(time, 'opens') })),
      )
    }),
  )
})

test('instants are the closes of all series, as open times of the shortest candles that close then', () => {
  const times = closingTimes([series('A', [0, 2], '2m'), series('B', [0, 1, 4])])
  expect(Array.from(times, (time) => time / MINUTE)).toEqual([0, 1, 3, 4])
})

test('the instants of one grid are its own column', () => {
  const one = series('A', [1, 2])
  expect(closingTimes([one])).toBe(one.time)
  expect(closingTimes([one, series('B', [1, 2])])).toBe(one.time)
})

test('a candle is interrupted where another closes before it does', () => {
  const clock = new EventClock([series('A', [0, 3], '3m'), series('B', [1, 3])])
  const interrupted = (): boolean[] => [0, 1].map((grid) => clock.isInterrupted(grid))
  clock.advance()
  clock.open()
  expect(interrupted()[0]).toBe(true)
  clock.advance()
  clock.open()
  expect(interrupted()[1]).toBe(false)
})

test('candles of one length that open together are not, with gaps or without', () => {
  const clock = new EventClock([series('A', [0, 1, 3]), series('B', [1, 2, 3])])
  for (; clock.advance(); ) {
    clock.open()
    for (const grid of [0, 1]) if (clock.openedAt[grid] === clock.time) expect(clock.isInterrupted(grid)).toBe(false)
  }
})
