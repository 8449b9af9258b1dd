import { createSeries } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { isBacktestError } from '../../src/errors.ts'
import { column, input } from './fixtures.ts'

function refusal(overrides: Parameters<typeof input>[0]): { message: string; field: string | null; code: string } {
  try {
    createSeries(input(overrides))
  } catch (error) {
    if (isBacktestError(error)) return { message: error.message, field: error.field, code: error.code }
    throw error
  }
  throw new Error('the series was accepted')
}

test('takes plain numbers and detects the interval', () => {
  const series = createSeries(input())
  expect(series).toMatchObject({ symbol: 'BTCTRY', interval: '1d', intervalMs: 86_400_000, length: 3 })
  expect(series.close).toEqual(column(11, 12, 13))
})

test('keeps columns where they are, also in shared memory', () => {
  const time = new Float64Array(new SharedArrayBuffer(24))
  time.set([0, 60_000, 120_000])
  const close = column(11, 12, 13)
  const series = createSeries(input({ time, close }))
  expect(series.time).toBe(time)
  expect(series.close).toBe(close)
  expect(series.interval).toBe('1m')
})

test('cannot be reassigned', () => {
  expect(Object.isFrozen(createSeries(input()))).toBe(true)
})

describe('refuses, naming row, column and value:', () => {
  const day = 86_400_000
  test.each([
    [
      'an empty series',
      { time: [], open: [], high: [], low: [], close: [], volume: [] },
      'time',
      'at least one candle',
    ],
    ['ragged columns', { low: [9, 10] }, 'low', 'ragged columns: time has 3 rows, low has 2'],
    ['NaN', { close: [11, NaN, 13] }, 'close[1]', 'row 1: close must be a finite number, received NaN'],
    ['infinity', { high: [12, 13, Infinity] }, 'high[2]', 'row 2: high must be a finite number, received Infinity'],
    ['an infinite volume', { volume: [1, Infinity, 1] }, 'volume[1]', 'row 1: volume must be a finite number'],
    ['a broken time', { time: [0, day + 0.5, 2 * day] }, 'time[1]', 'row 1: time must be whole milliseconds'],
    ['a time beyond dates', { time: [0, day, 9e15] }, 'time[2]', 'row 2: time must be within ±8640000000000000 ms'],
    ['a zero price', { low: [9, 0, 11] }, 'low[1]', 'row 1: low must be above 0, received 0'],
    ['a negative price', { open: [10, 11, -1] }, 'open[2]', 'row 2: open must be above 0, received -1'],
    ['a negative volume', { volume: [1, 0, -0.5] }, 'volume[2]', 'row 2: volume must not be negative, received -0.5'],
    ['high below low', { high: [12, 9.5, 14] }, 'high[1]', 'row 1: high 9.5 is below low 10'],
    ['open above high', { open: [12.1, 11, 12] }, 'open[0]', 'row 0: open 12.1 is outside low 9 to high 12'],
    ['close below low', { close: [11, 12, 10.9] }, 'close[2]', 'row 2: close 10.9 is outside low 11 to high 14'],
    ['an empty symbol', { symbol: ' ' }, 'symbol', 'symbol must have 1 to 64 characters, received " "'],
    ['a symbol that is no text', { symbol: 7 }, 'symbol', 'received 7'],
    ['text for a column', { close: '11,12' }, 'close', 'close must be a Float64Array or an array of numbers'],
    ['text in a column', { close: [11, '12', 13] }, 'close[1]', 'row 1: close must be a number, received "12"'],
    ['an unknown interval', { interval: '1M' }, 'interval', 'such as 1m, 4h, 1d), received "1M"'],
    [
      'an interval wider than the steps',
      { interval: '1w' },
      'interval',
      'declared as 1w, but most candles are 1d apart',
    ],
    ['seconds for milliseconds', { time: [0, 60, 120] }, 'interval', 'most candles are 60 ms apart'],
  ])('%s', (_, overrides, field, message) => {
    const error = refusal(overrides)
    expect(error.code).toBe('invalid_candles')
    expect(error.field).toBe(field)
    expect(error.message).toContain(message)
  })

  test('a duplicate time', () => {
    const error = refusal({ time: [0, day, day] })
    expect(error.message).toBe('row 2: time 86400000 (1970-01-02T00:00:00.000Z) is a duplicate of row 1')
  })

  test('unsorted times', () => {
    const error = refusal({ time: [0, 2 * day, day] })
    const values = 'time 86400000 (1970-01-02T00:00:00.000Z) is before 172800000 (1970-01-03T00:00:00.000Z) of row 1'
    expect(error.message).toBe(`row 2: ${values}: times are unsorted; sort candles by time, oldest first`)
  })

  test('a series from new to old', () => {
    expect(refusal({ time: [2 * day, day, 0] }).message).toContain('the series runs from new to old')
  })

  test('one candle without an interval', () => {
    const one = { time: [0], open: [1], high: [1], low: [1], close: [1], volume: [0] }
    expect(refusal(one).message).toBe('interval is needed for a series of one candle, such as 1d')
    expect(createSeries(input({ ...one, interval: '24h' })).interval).toBe('1d')
  })
})

test('refuses what holds no columns', () => {
  expect(() => createSeries(JSON.parse('null'))).toThrow('candles must be an object of columns, received null')
})

test('every column is checked for every kind of value that is not finite', () => {
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
    for (const value of [NaN, Infinity, -Infinity]) {
      const values = [...(input()[name] as readonly number[])]
      values[1] = value
      expect(refusal({ [name]: values })).toMatchObject({ field: `${name}[1]` })
    }
  }
})
