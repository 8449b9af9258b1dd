import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Trade } from '../../../web/api/result-formats.ts'
import { downsample } from '../../../web/charts/downsample.ts'
import { indexAt } from '../../../web/charts/index-at.ts'
import { nextOrder, sortTrades } from '../../../web/features/backtest/result/sort-trades.ts'
import { formatTime, hasTimeOfDay } from '../../../web/i18n/format.ts'
import { humanise } from '../../../web/i18n/humanise.ts'
import { figuresOf } from '../../../web/i18n/numbers.ts'

describe('numbers and times', () => {
  const en = figuresOf('en')
  const tr = figuresOf('tr')

  it('are written as the language does', () => {
    expect([en.money('1234567.894'), tr.money('1234567.894')]).toEqual(['1,234,567.89', '1.234.567,89'])
    expect([en.signedPercent(-1.5), en.signedPercent(1.5), tr.percent(1.5)]).toEqual(['−1.50%', '+1.50%', '%1,50'])
    expect(en.quantity('0.00000001')).toBe('0.00000001')
    expect([en.duration(86_400_000 * 400), tr.duration(86_400_000 * 400)]).toEqual(['1 y 35 d', '1 yıl 35 gün'])
    expect(en.duration(42)).toBe('42 ms')
    expect(formatTime(Date.UTC(2020, 3, 17, 13, 30), true)).toBe('2020-04-17 13:30')
    expect(humanise('entryPeriod')).toBe('Entry period')
  })

  it('lose no digit of money that a double cannot hold', () => {
    expect(en.money('90071992547409931.25')).toBe('90,071,992,547,409,931.25')
  })

  it.each([
    ['1m', true],
    ['4h', true],
    ['1d', false],
    ['1w', false],
  ])('candles of %s have a time of day: %s', (interval, expected) => expect(hasTimeOfDay(interval)).toBe(expected))
})

describe('sorting trades', () => {
  const trade = (entryTime: number, profit: string, exitTime: number | null = 1): Trade => ({
    symbol: 'X',
    side: 'long',
    quantity: '1',
    entryIndex: 0,
    entryTime,
    entryPrice: '1',
    exitIndex: null,
    exitTime,
    exitPrice: null,
    fees: '0',
    profit,
    returnPct: 0,
    maePct: null,
    mfePct: null,
    entryTag: null,
    exitReason: '',
  })

  it('compares amounts as numbers', () => {
    const trades = [trade(1, '10'), trade(2, '9'), trade(3, '-100')]
    const sorted = sortTrades(trades, { key: 'profit', descending: false })
    expect(sorted.map(({ entryTime }) => entryTime)).toEqual([3, 2, 1])
  })

  it('puts an open trade behind the closed ones', () => {
    const sorted = sortTrades([trade(1, '0', null), trade(2, '0', 5)], { key: 'exitTime', descending: false })
    expect(sorted.map(({ entryTime }) => entryTime)).toEqual([2, 1])
  })

  it('turns round at the second click on a column', () => {
    const first = nextOrder({ key: 'entryTime', descending: false }, 'profit')
    expect(first).toEqual({ key: 'profit', descending: false })
    expect(nextOrder(first, 'profit')).toEqual({ key: 'profit', descending: true })
  })
})

describe('points of a long curve', () => {
  it('are few, in order, and keep both ends and both extremes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 2, max: 50 }),
        (values, most) => {
          const kept = downsample(values, most)
          expect(kept.length).toBeLessThanOrEqual(Math.max(values.length > most ? most + 2 : most, 1))
          expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b))
          const drawn = kept.map((index) => values[index])
          expect(drawn).toContain(Math.min(...values))
          expect(drawn).toContain(Math.max(...values))
          expect([drawn[0], drawn.at(-1)]).toEqual([values[0], values.at(-1)])
        },
      ),
    )
  })
})

it('finds the candle at or before a time', () => {
  const times = [10, 20, 30]
  expect([5, 10, 19, 30, 99].map((time) => indexAt(times, time))).toEqual([-1, 0, 0, 2, 2])
})
