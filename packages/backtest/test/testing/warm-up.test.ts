import { defineStrategy, type Strategy } from '@tezgah/backtest'
import {
  assertWarmUp,
  flat,
  fromCloses,
  ScenarioAssertionError,
  trend,
  type WarmUpOptions,
  walk,
} from '@tezgah/backtest/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { planned, smaCross, strategyOf } from './strategies.ts'

const candles = walk({ seed: 11, length: 400, volatility: 0.02 })

/** Trades on an average that never forgets. */
const emaSide: Strategy<{ period: number }> = defineStrategy({
  name: 'ema-side',
  params: z.object({ period: z.int().min(1).default(10) }),
  setup({ candles: views, params, indicators }) {
    const average = indicators.ema(views.close, params.period)
    const atr = indicators.atr(params.period)
    return {
      onCandle(ctx) {
        const close = views.close.at(0)
        if (!ctx.position.isOpen && close > average.at(0))
          ctx.buy({ percentOfEquity: 50, stop: close + atr.at(0) / 10 })
        else if (close < average.at(0)) {
          ctx.cancelAll()
          ctx.close()
        }
      },
    }
  },
})

function failureOf(
  strategy: Strategy,
  series = candles,
  options: WarmUpOptions = { warmUp: 0 },
): ScenarioAssertionError {
  try {
    assertWarmUp(strategy, series, options)
  } catch (error) {
    if (error instanceof ScenarioAssertionError) return error
    throw error
  }
  throw new Error('nothing was found')
}

describe('a warm-up', () => {
  test('is long enough for an average of that many candles', () => {
    const report = assertWarmUp(smaCross, candles, { warmUp: 5 })
    expect(report.delays).toHaveLength(8)
    expect(report.delays.slice(0, 3)).toEqual([1, 2, 3])
    expect(report.compared).toBeGreaterThan(100)
  })

  test('is long enough for any periods of averages', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }), (seed, fast, more) => {
        const slow = fast + more
        const series = walk({ seed, length: 150, volatility: 0.02 })
        assertWarmUp(smaCross, series, { params: { fast, slow }, warmUp: slow, starts: 4, mayStayIdle: true })
      }),
      { numRuns: 40 },
    )
  })

  test('is too short where the average is longer', () => {
    const options = { params: { fast: 2, slow: 30 }, warmUp: 10, starts: 60 }
    expect(failureOf(smaCross, candles, options).message).toMatch(
      /^10 candles are not enough: what the strategy decides at candle \d+ \(.*\) depends on candles before its warm-up\n/,
    )
    expect(assertWarmUp(smaCross, candles, { ...options, warmUp: 30 }).compared).toBeGreaterThan(100)
  })

  test('is never long enough for what counts candles from the start', () => {
    const every7th = strategyOf((ctx) => {
      if (ctx.index % 7 === 0) ctx.buy({ quantity: '0.001' })
    })
    const { message, expected, actual } = failureOf(every7th, candles, { warmUp: 3 })
    expect(message).toBe(
      [
        '3 candles are not enough: what the strategy decides at candle 7 (2024-01-08T00:00:00.000Z) depends on candles before its warm-up',
        '',
        '  started at candle 0:  buy({ quantity: "0.001" }) at candle 7',
        '  started at candle 1:  buy({ quantity: "0.001" }) at candle 8',
        '',
        'The late run had seen 6 candles before this one.',
      ].join('\n'),
    )
    expect([expected, actual]).toEqual([
      { index: 7, time: candles.time[7], call: 'buy({ quantity: "0.001" })' },
      { index: 8, time: candles.time[8], call: 'buy({ quantity: "0.001" })' },
    ])
  })

  test('shows a decision that only one of the runs takes', () => {
    const once = strategyOf((ctx) => {
      if (ctx.index === 6 && ctx.time === candles.time[6]) ctx.buy({ quantity: '0.001' })
    })
    const { message } = failureOf(once, candles, { warmUp: 2 })
    expect(message).toContain('started at candle 0:  buy({ quantity: "0.001" }) at candle 6\n')
    expect(message).toContain('started at candle 1:  nothing\n')
  })
})

describe('tolerance', () => {
  test('an average without an end needs some, of candles or numbers', () => {
    expect(() => assertWarmUp(emaSide, candles, { warmUp: 20, starts: 20 })).toThrow(/20 candles are not enough/)
    const report = assertWarmUp(emaSide, candles, { warmUp: 150, numberTolerance: 0.001, starts: 20 })
    expect(report.compared).toBeGreaterThan(100)
  })

  test('allows so many candles and no more', () => {
    // Counted from the start, so that a run that starts two candles later buys two candles later.
    const every10th = strategyOf((ctx) => {
      if (ctx.index % 10 === 5) ctx.buy({ quantity: '0.001' })
    })
    const options = { warmUp: 0, starts: 2 }
    expect(() => assertWarmUp(every10th, candles, { ...options, tolerance: 1 })).toThrow(/0 candles are not enough/)
    expect(assertWarmUp(every10th, candles, { ...options, tolerance: 2 }).compared).toBeGreaterThan(50)
  })

  test('of numbers leaves words and other numbers alone', () => {
    const sized = (quantity: (index: number) => number) =>
      strategyOf((ctx, { candles: views }) => {
        if (views.time.at(0) % (5 * 86_400_000) === 0) ctx.buy({ quantity: quantity(ctx.index) })
      })
    const nearly = sized((index) => 0.001 * (1 + 1e-9 * index))
    const options = { warmUp: 0, starts: 3 }
    expect(() => assertWarmUp(nearly, candles, options)).toThrow(/not enough/)
    expect(assertWarmUp(nearly, candles, { ...options, numberTolerance: 1e-6 }).compared).toBeGreaterThan(50)
    expect(() =>
      assertWarmUp(
        sized((index) => 0.001 + index * 1e-6),
        candles,
        { ...options, numberTolerance: 1e-6 },
      ),
    ).toThrow(/not enough/)
  })
})

describe('runs are compared once they stand alike', () => {
  test('in the same kind of position, with as many working orders', () => {
    // The whole run buys at candle 0 and holds; a late one buys when it starts. Both hold, and sell at the same close.
    const sellsAtTop = strategyOf((ctx, { candles: views }) => {
      if (ctx.index === 0) ctx.buy({ percentOfEquity: 100 })
      if (views.close.at(0) === 9) ctx.close()
    })
    const series = fromCloses([1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9])
    expect(assertWarmUp(sellsAtTop, series, { warmUp: 2 }).compared).toBeGreaterThan(0)
  })

  test('and not while one of them is in a trade of its own', () => {
    const onceLong = strategyOf((ctx) => {
      if (ctx.index === 0 && ctx.time === candles.time[0]) ctx.buy({ quantity: '0.001' })
      if (ctx.position.isOpen) ctx.buy({ quantity: '0.001' })
    })
    expect(() => assertWarmUp(onceLong, candles, { warmUp: 5 })).toThrow(/^nothing to compare: after a warm-up of 5 /)
    expect(assertWarmUp(onceLong, candles, { warmUp: 5, mayStayIdle: true }).compared).toBe(0)
  })

  test('a function is called with the series that starts later', () => {
    const firsts = new Set<number>()
    assertWarmUp(
      (series) => {
        firsts.add(series.time[0]!)
        return smaCross
      },
      candles,
      { warmUp: 5, starts: 2 },
    )
    expect(firsts).toEqual(new Set(candles.time.slice(0, 3)))
  })
})

describe('options', () => {
  test.each([
    [{ warmUp: -1 }, 'warmUp must be a whole number from 0, received -1'],
    [{ warmUp: undefined as unknown as number }, 'warmUp must be a whole number from 0, received nothing'],
    [{ warmUp: 1, tolerance: 0.5 }, 'tolerance must be a whole number from 0, received 0.5'],
    [{ warmUp: 1, starts: 0 }, 'starts must be a whole number from 1, received 0'],
    [
      { warmUp: 1, numberTolerance: 1 },
      'numberTolerance must be a fraction from 0 up to, not including, 1, received 1',
    ],
    [{ warmUp: 9 }, 'a warm-up of 9 needs at least 11 candles to be checked, received 10'],
  ])('%o', (options, message) => {
    expect(() => assertWarmUp(planned({}), trend(1, 2, 10), options)).toThrow(new RangeError(message))
  })

  test('few candles leave few starts', () => {
    expect(assertWarmUp(planned({}), flat(1, 10), { warmUp: 5, mayStayIdle: true }).delays).toEqual([1, 2, 3, 4])
  })
})
