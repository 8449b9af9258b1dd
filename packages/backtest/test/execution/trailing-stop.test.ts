import { backtest, defineStrategy, type TrailRequest } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Candle, candle, candlesFrom, flat } from '../fixtures/candles.ts'
import { fillLines, type Options, orderLines, play } from '../fixtures/scripted.ts'

/** A long position of 1 bought at 100; its trailing stop meets the market from candle 2 on. */
function trailed(trail: TrailRequest, then: readonly Candle[], execution: Options['execution'] = {}): string[] {
  const result = play(
    [flat(100), flat(100), ...then],
    { 0: (ctx) => ctx.buy({ quantity: 1 }), 1: (ctx) => ctx.sell({ quantity: 1, trail }) },
    { execution: execution! },
  )
  return fillLines(result).slice(1)
}

const HIGH_FIRST = { path: 'openHighLowClose' } as const

describe('a trailing stop to sell', () => {
  test.each<[string, TrailRequest, readonly Candle[], string]>([
    [
      'an amount behind the highest price',
      { amount: 4 },
      [candle(100, 110, 100, 109), candle(109, 109, 105, 106)],
      '3 sell 1 @ 106 taker trailing_stop',
    ],
    [
      'a percentage of the highest price',
      { percent: 10 },
      [candle(100, 120, 100, 119), candle(119, 119, 107, 110)],
      '3 sell 1 @ 108 taker trailing_stop',
    ],
    [
      'the open is the first price that it sees',
      { amount: 4 },
      [candle(100, 100, 95, 97)],
      '2 sell 1 @ 96 taker trailing_stop',
    ],
    [
      'it never goes down again',
      { amount: 4 },
      [candle(107, 110, 107, 108), candle(108, 108, 107, 107), candle(107, 107, 105, 106)],
      '4 sell 1 @ 106 taker trailing_stop',
    ],
    [
      'the open beyond its level',
      { amount: 4 },
      [candle(100, 110, 100, 109), candle(103, 104, 102, 103)],
      '3 sell 1 @ 103 taker trailing_stop_at_open',
    ],
  ])('%s', (_what, trail, then, line) => {
    expect(trailed(trail, then, HIGH_FIRST)).toEqual([line])
  })

  test('follows the prices of the path as they come', () => {
    // High first: 110, so 106. Low first: 97 does not reach 96; then 110, and the close of 107 does not reach 106.
    const both = candle(100, 110, 97, 107)
    expect(trailed({ amount: 4 }, [both], { path: 'openHighLowClose' })).toEqual(['2 sell 1 @ 106 taker trailing_stop'])
    expect(trailed({ amount: 4 }, [both], { path: 'openLowHighClose' })).toEqual([])
  })

  test('rises within a candle and sells on the way to its close', () => {
    const spike = candle(100, 110, 97, 105)
    expect(trailed({ amount: 4 }, [spike], { path: 'openLowHighClose' })).toEqual([
      '2 sell 1 @ 106 taker trailing_stop',
    ])
  })

  test('waits for its activation price', () => {
    const trail = { amount: 4, activation: 105 }
    expect(trailed(trail, [candle(100, 104.5, 90, 92)], HIGH_FIRST)).toEqual([])
    expect(trailed(trail, [candle(100, 105, 100, 104), candle(104, 104, 100, 101)], HIGH_FIRST)).toEqual([
      '3 sell 1 @ 101 taker trailing_stop',
    ])
    // What was reached before the activation does not count: from 105 on, not from an earlier high.
    expect(trailed({ amount: 4, activation: 95 }, [flat(100)], HIGH_FIRST)).toEqual([])
  })

  test('is refused at distances that are none', () => {
    const reasons = (trail: TrailRequest) =>
      orderLines(play([flat(100)], { 0: (ctx) => ctx.buy({ quantity: 1, trail }) }))
    expect(reasons({ amount: 0 })).toEqual(['refused invalid_price trail.amount 0 against > 0'])
    expect(reasons({ percent: 100 })).toEqual(['refused invalid_price trail.percent 100 against > 0 and < 100'])
    expect(reasons({ amount: 1, activation: Number.NaN })).toEqual([
      'refused invalid_price trail.activation NaN against > 0',
    ])
    expect(() => reasons({} as TrailRequest)).toThrow(/trail must give amount, percent, or indicator and times/)
  })

  test('a buy of a spot account holds back its cost at the close', () => {
    let cash = Number.NaN
    play([flat(100)], {
      0: (ctx) => {
        ctx.buy({ quantity: 2, trail: { amount: 5 } })
        cash = ctx.cash
      },
    })
    expect(cash).toBe(800)
  })
})

describe('trailingPath favourableFirst', () => {
  test('the high moves it before the low meets it', () => {
    const both = candle(100, 110, 97, 107)
    const execution = { path: 'openLowHighClose', trailingPath: 'favourableFirst' } as const
    expect(trailed({ amount: 4 }, [both], execution)).toEqual(['2 sell 1 @ 106 taker trailing_stop'])
  })

  test('after all other orders', () => {
    const result = play(
      [flat(100), flat(100), candle(100, 110, 94, 95)],
      {
        0: (ctx) => ctx.buy({ quantity: 1 }),
        1: (ctx) => {
          ctx.oneCancelsOther([
            { side: 'sell', quantity: 1, trail: { amount: 1 } },
            { side: 'sell', quantity: 1, stop: 96 },
          ])
        },
      },
      { execution: { trailingPath: 'favourableFirst' } },
    )
    expect(fillLines(result).at(-1)).toBe('2 sell 1 @ 96 taker stop')
  })
})

describe('a trailing stop behind an indicator', () => {
  const run = (closes: readonly Candle[], times: number) => {
    const strategy = defineStrategy({
      name: 'atr-trail',
      params: z.object({}),
      setup: ({ indicators }) => {
        const atr = indicators.atr(2)
        return {
          onCandle(ctx) {
            if (ctx.index === 2) ctx.buy({ quantity: 1, stopLoss: { trail: { indicator: atr, times } } })
          },
        }
      },
    })
    return backtest({
      strategy,
      candles: candlesFrom({ candles: closes }),
      account: { initialCash: 1000, feeRate: 0 },
      execution: HIGH_FIRST,
    })
  }
  const calm = [candle(100, 101, 99, 100), candle(100, 101, 99, 100), candle(100, 101, 99, 100)]

  test('stands its multiple behind, as it was at the last close', () => {
    // True ranges of 2: an average of 2, so 4 behind 100.
    expect(fillLines(run([...calm, candle(100, 100, 95, 97)], 2))[1]).toBe('3 sell 1 @ 96 taker trailing_stop')
  })

  test('a wider range does not move it away', () => {
    // 4 behind the high of 110; the gap makes the average (2 + 10) / 2 = 6, but 12 behind would be further away.
    const wild = [candle(108, 110, 107, 109), candle(109, 109, 100, 101)]
    expect(fillLines(run([...calm, ...wild], 2))[1]).toBe('4 sell 1 @ 106 taker trailing_stop')
  })

  test('a narrower range brings it nearer', () => {
    // 4 behind 100 at first; two candles without movement make the average 1, then 0.5: 1 behind 100.
    const still = [flat(100), flat(100), candle(100, 100, 98, 99)]
    expect(fillLines(run([...calm, ...still], 2))[1]).toBe('5 sell 1 @ 99 taker trailing_stop')
  })

  test('stays out of reach while the indicator is not known', () => {
    const unknown = defineStrategy({
      name: 'cold',
      params: z.object({}),
      setup: ({ indicators }) => {
        const atr = indicators.atr(50)
        return {
          onCandle: (ctx) => {
            if (ctx.index === 0) ctx.buy({ quantity: 1, stopLoss: { trail: { indicator: atr, times: 2 } } })
          },
        }
      },
    })
    const result = backtest({ strategy: unknown, candles: candlesFrom({ candles: [flat(100), flat(100), flat(1)] }) })
    expect(result.orders[1]!.status).toBe('working')
  })
})
