import { formatInterval, parseInterval } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { detectIntervalMs } from '../../src/candles/interval.ts'
import { column } from './fixtures.ts'

test.each([
  ['30s', 30_000],
  ['1m', 60_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['4h', 14_400_000],
  ['1d', 86_400_000],
  ['1w', 604_800_000],
])('%s is %d ms and back', (interval, ms) => {
  expect(parseInterval(interval)).toBe(ms)
  expect(formatInterval(ms)).toBe(interval)
})

test.each(['', 'm', '0m', '1', '1M', '1D', ' 1m', '1.5h', '-1h', '01m', '10000m', '1min'])('refuses %j', (interval) => {
  expect(() => parseInterval(interval)).toThrow(`received ${JSON.stringify(interval)}`)
})

test('the shortest spelling is used', () => {
  expect(formatInterval(parseInterval('60m'))).toBe('1h')
  expect(formatInterval(parseInterval('90m'))).toBe('90m')
  expect(formatInterval(parseInterval('14d'))).toBe('2w')
  expect(formatInterval(1_500)).toBeNull()
  expect(formatInterval(0)).toBeNull()
})

test('a spelling means the same after formatting', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), fc.constantFrom('s', 'm', 'h', 'd', 'w'), (count, unit) => {
      const ms = parseInterval(`${count}${unit}`)
      expect(parseInterval(formatInterval(ms)!)).toBe(ms)
    }),
  )
})

test('the most common step is detected, gaps aside', () => {
  expect(detectIntervalMs(column(0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14))).toBe(1)
  expect(detectIntervalMs(column(0, 5, 6, 7))).toBe(1)
})

test('of two equally common steps the shorter is detected', () => {
  expect(detectIntervalMs(column(0, 5, 7, 12, 14))).toBe(2)
})

test('nothing is detected in fewer than two times', () => {
  expect(detectIntervalMs(column())).toBeNull()
  expect(detectIntervalMs(column(5))).toBeNull()
})
