import { describe, expect, it } from 'vitest'
import {
  formatChange,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatTime,
} from '../../src/output/format.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('format', () => {
  it.each([
    [0, 0, '0'],
    [999, 0, '999'],
    [1_000, 0, '1,000'],
    [1_234_567.891, 2, '1,234,567.89'],
    [-1_234.5, 1, '-1,234.5'],
    [-0.001, 2, '0.00'],
    [1e21, 0, '1e+21'],
  ])('number %d with %i decimals', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text)
  })

  it('percent, change and money', () => {
    expect(formatPercent(12.345)).toBe('12.35 %')
    expect([formatChange(1), formatChange(-1), formatChange(0), formatChange(null)]).toEqual([
      '+1.00 %',
      '-1.00 %',
      '0.00 %',
      '–',
    ])
    expect(formatMoney('100000.12345678')).toBe('100,000.12')
  })

  it.each([
    [0, '0m'],
    [59 * 60_000, '59m'],
    [5 * HOUR + 60_000, '5h 1m'],
    [5 * HOUR, '5h'],
    [3 * DAY, '3d'],
    [3 * DAY + 4 * HOUR, '3d 4h'],
    [730 * DAY, '2y'],
    [400 * DAY, '1y 35d'],
    [null, '–'],
  ])('duration %d', (duration, text) => {
    expect(formatDuration(duration)).toBe(text)
  })

  it('times carry the hour only where candles are shorter than a day', () => {
    expect(formatTime(Date.UTC(2020, 3, 17, 12, 30), DAY)).toBe('2020-04-17')
    expect(formatTime(Date.UTC(2020, 3, 17, 12, 30), HOUR)).toBe('2020-04-17 12:30')
  })
})
