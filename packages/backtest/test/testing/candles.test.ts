import { type CandleSeries, createSeries } from '@tezgah/backtest'
import { flat, fromCandles, fromCloses, gap, join, trend } from '@tezgah/backtest/testing'
import { describe, expect, test } from 'vitest'

/** Open, high, low, close of every candle. */
function rows({ length, open, high, low, close }: CandleSeries): number[][] {
  return Array.from({ length }, (_, row) => [open[row]!, high[row]!, low[row]!, close[row]!])
}

const DAY = 86_400_000

describe('builders', () => {
  test('make candles of TEST, a day apart from 2024 on, with a volume of 1', () => {
    const candles = flat(100, 2)
    expect(candles).toMatchObject({ symbol: 'TEST', interval: '1d', length: 2 })
    expect([...candles.time]).toEqual([Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2)])
    expect([...candles.volume]).toEqual([1, 1])
  })

  test('take symbol, interval, start and volume', () => {
    const candles = fromCloses([5, 6], { symbol: 'BTCTRY', interval: '4h', start: 0, volume: 7 })
    expect(candles).toMatchObject({ symbol: 'BTCTRY', interval: '4h' })
    expect([...candles.time]).toEqual([0, 14_400_000])
    expect([...candles.volume]).toEqual([7, 7])
  })

  test.each([
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2024-02-29T09:30Z', Date.UTC(2024, 1, 29, 9, 30)],
    ['2024-02-29T09:30:15.5Z', Date.UTC(2024, 1, 29, 9, 30, 15, 500)],
    [-DAY, -DAY],
  ])('start at %s', (start, time) => {
    expect(flat(1, 1, { start }).time[0]).toBe(time)
  })

  test.each(['2024-02-29T09:30', '2024-02-30T00:00', 'yesterday', '2024', null, '2024-13-01'])(
    'do not start at %s',
    (start) => {
      expect(() => flat(1, 1, { start: start as string })).toThrow(/^start must be epoch milliseconds or UTC text/)
    },
  )

  test('reach beyond open and close by a wick, exactly', () => {
    expect(rows(flat(1.1, 1, { wick: 0.2 }))).toEqual([[1.1, 1.3, 0.9, 1.1]])
    expect(rows(trend(10, 12, 1, { wick: '0.5' }))).toEqual([[10, 12.5, 9.5, 12]])
    expect(rows(trend(12, 10, 1, { wick: '0.5' }))).toEqual([[12, 12.5, 9.5, 10]])
  })

  test.each([-1, 'wide', Number.NaN])('have no wick of %s', (wick) => {
    expect(() => flat(1, 1, { wick })).toThrow(/^wick must be a decimal from 0, received/)
  })

  test('leave prices to createSeries', () => {
    expect(() => flat(0, 3)).toThrow('row 0: open must be above 0, received 0')
    expect(() => flat(1, 1, { wick: 2 })).toThrow('row 0: low must be above 0, received -1')
    expect(() => fromCloses([])).toThrow('a series needs at least one candle')
    expect(() => fromCandles([[10, 9, 8, 9]])).toThrow('row 0: open 10 is outside low 8 to high 9')
    expect(() => flat(1, 1, { interval: '1x' })).toThrow(/interval must be/)
  })
})

describe('flat, gap, fromCloses and fromCandles', () => {
  test('stand still', () => {
    expect(rows(flat(100, 2))).toEqual([
      [100, 100, 100, 100],
      [100, 100, 100, 100],
    ])
    expect(rows(gap(110))).toEqual([[110, 110, 110, 110]])
    expect(rows(fromCloses([1, 2]))).toEqual([
      [1, 1, 1, 1],
      [2, 2, 2, 2],
    ])
  })

  test('take candles as they are, with a volume of their own', () => {
    const candles = fromCandles(
      [
        [10, 12, 9, 11, 50],
        [11, 11, 8, 9],
      ],
      { volume: 3 },
    )
    expect(rows(candles)).toEqual([
      [10, 12, 9, 11],
      [11, 11, 8, 9],
    ])
    expect([...candles.volume]).toEqual([50, 3])
  })

  test.each([0, -1, 1.5, Number.NaN, '3', undefined])('have no length of %s', (length) => {
    expect(() => flat(1, length as number)).toThrow(/^length must be a whole number from 1, received/)
    expect(() => trend(1, 2, length as number)).toThrow(/^length must be a whole number from 1, received/)
  })
})

describe('a trend', () => {
  test('goes in even steps, each candle opening where the last one closed', () => {
    expect(rows(trend(110, 130, 2))).toEqual([
      [110, 120, 110, 120],
      [120, 130, 120, 130],
    ])
    expect(rows(trend(3, 1, 2))).toEqual([
      [3, 3, 2, 2],
      [2, 2, 1, 1],
    ])
  })

  test('rounds to cents in between, and ends exactly', () => {
    expect([...trend(100, 101, 3).close]).toEqual([100.33, 100.67, 101])
    expect([...trend(1, 1.005, 2).close]).toEqual([1, 1.005])
  })

  test('rounds to another tick where told', () => {
    expect([...trend(100, 101, 3, { tick: 0.25 }).close]).toEqual([100.25, 100.75, 101])
    expect([...trend(100, 200, 3, { tick: '50' }).close]).toEqual([150, 150, 200])
    expect([...trend(0.0001, 0.0004, 3, { tick: '0.0001' }).close]).toEqual([0.0002, 0.0003, 0.0004])
  })

  test.each([0, '-0.01', 'small', `1e-23`])('has no tick of %s', (tick) => {
    expect(() => trend(1, 2, 3, { tick })).toThrow(/^tick must be a decimal above 0, received/)
  })
})

describe('join', () => {
  const joined = join(flat(100, 2), gap(110), trend(110, 130, 2))

  test('puts series one after another without a pause', () => {
    expect([...joined.open]).toEqual([100, 100, 110, 110, 120])
    expect([...joined.close]).toEqual([100, 100, 110, 120, 130])
    expect(new Set(Array.from(joined.time.subarray(1), (time, row) => time - joined.time[row]!))).toEqual(
      new Set([DAY]),
    )
  })

  test('keeps highs, lows and volumes', () => {
    const candles = join(fromCandles([[10, 12, 9, 11, 5]]), flat(11, 1, { volume: 6 }))
    expect(rows(candles)[0]).toEqual([10, 12, 9, 11])
    expect([...candles.volume]).toEqual([5, 6])
  })

  test('takes symbol, interval and start from the first series, or from what comes last', () => {
    const first = flat(100, 1, { symbol: 'BTCTRY', interval: '1h', start: 0 })
    expect(join(first, gap(110))).toMatchObject({ symbol: 'BTCTRY', interval: '1h' })
    expect([...join(first, gap(110)).time]).toEqual([0, 3_600_000])
    const moved = join(first, gap(110), { symbol: 'ETHTRY', interval: '1m', start: '2024-01-01' })
    expect(moved).toMatchObject({ symbol: 'ETHTRY', interval: '1m' })
    expect(moved.time[0]).toBe(Date.UTC(2024, 0, 1))
  })

  test('joins what it joined, and any other series', () => {
    const other = createSeries({
      symbol: 'X',
      interval: '1d',
      time: [0],
      open: [1],
      high: [1],
      low: [1],
      close: [1],
      volume: [0],
    })
    expect(join(other, joined)).toMatchObject({ symbol: 'X', length: 6 })
  })

  test('wants series, and options only last', () => {
    expect(() => join()).toThrow('join needs at least one series of candles')
    expect(() => join({ symbol: 'X' })).toThrow('join needs at least one series of candles')
    expect(() => join(flat(1, 1), { symbol: 'X' }, flat(1, 1))).toThrow(
      'join: argument 2 is no series of candles; options go last',
    )
  })
})
