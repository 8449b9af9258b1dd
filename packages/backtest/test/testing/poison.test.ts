import { type CandleSeries, createSeries } from '@tezgah/backtest'
import { walk } from '@tezgah/backtest/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { POISONS, poisonedCopy, whilePoisoned } from '../../src/testing/look-ahead/poison.ts'

/** What is known of a series once its candle `last` has closed. */
const after = (last: number) => ({ closed: last + 1, opened: last + 1, timed: last + 1 })

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
const cases = fc
  .record({ seed: fc.nat(), length: fc.integer({ min: 2, max: 60 }), cut: fc.nat() })
  .map(({ seed, length, cut }) => ({ seed, last: cut % (length - 1), candles: walk({ seed, length }) }))

function rows(candles: CandleSeries, from: number, to: number): number[][] {
  return COLUMNS.map((name) => [...candles[name].subarray(from, to)])
}

describe('a poisoned copy', () => {
  test.each(POISONS)('with %s keeps the past', (poison) => {
    fc.assert(
      fc.property(cases, ({ seed, last, candles }) => {
        const copy = poisonedCopy(candles, after(last), poison, seed)
        expect(rows(copy, 0, last + 1)).toEqual(rows(candles, 0, last + 1))
        expect(copy).toMatchObject({
          symbol: candles.symbol,
          interval: candles.interval,
          intervalMs: candles.intervalMs,
        })
      }),
    )
  })

  test('has no future, or one of NaN, or sound candles that are others, at the same times', () => {
    fc.assert(
      fc.property(cases, ({ seed, last, candles }) => {
        const { length } = candles
        expect(poisonedCopy(candles, after(last), 'cut', seed).length).toBe(last + 1)
        const [time, ...columns] = rows(poisonedCopy(candles, after(last), 'NaN', seed), last + 1, length)
        expect(time).toEqual([...candles.time.subarray(last + 1)])
        for (const column of columns) expect(column).toEqual(Array(length - last - 1).fill(Number.NaN))
        const noise = poisonedCopy(candles, after(last), 'noise', seed)
        expect(createSeries({ ...noise })).toEqual(noise)
        expect(noise.close[last + 1]).not.toBe(candles.close[last + 1])
        expect(noise).toEqual(poisonedCopy(candles, after(last), 'noise', seed))
      }),
    )
  })

  test('rises as often as it falls', () => {
    const { open, close } = poisonedCopy(walk({ seed: 1, length: 2001 }), after(0), 'noise', 1)
    const rising = close.reduce((count, price, index) => count + Number(price > open[index]!), 0)
    expect(Math.abs(rising - 1000)).toBeLessThan(100)
  })
})

describe('a series that is poisoned in place', () => {
  test.each(['NaN', 'noise'] as const)('with %s is what a poisoned copy is, and afterwards what it was', (poison) => {
    fc.assert(
      fc.property(cases, ({ seed, last, candles }) => {
        const before = rows(candles, 0, candles.length)
        const during = whilePoisoned(candles, after(last), poison, seed, () => rows(candles, 0, candles.length))
        const copy = poisonedCopy(candles, after(last), poison, seed)
        expect(during).toEqual(rows(copy, 0, copy.length))
        expect(rows(candles, 0, candles.length)).toEqual(before)
      }),
    )
  })

  test('is what it was also after an error', () => {
    const candles = walk({ seed: 1, length: 10 })
    const before = rows(candles, 0, 10)
    const fail = () => {
      throw new Error('stopped')
    }
    expect(() => whilePoisoned(candles, after(3), 'NaN', 1, fail)).toThrow('stopped')
    expect(rows(candles, 0, 10)).toEqual(before)
  })
})
