import { backtest, defineStrategy, type OrderConditions } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { candle, candlesFrom, flat } from '../../fixtures/candles.ts'
import { pathLines, play } from '../../fixtures/scripted.ts'
import { fileOf, sp500 } from '../../golden/given.ts'

type Path = 'worst' | 'best' | 'openHighLowClose' | 'openLowHighClose'
const PATHS: readonly Path[] = ['worst', 'best', 'openHighLowClose', 'openLowHighClose']

function trailed(path: Path, trail: { percent: number } | { amount: number }, tick?: number) {
  return play(
    [flat(100), candle(100, 110, 99, 109), flat(109)],
    { 0: (ctx) => ctx.buy({ quantity: 1, stopLoss: { trail } }) },
    { execution: { path }, ...(tick === undefined ? {} : { rules: { '*': { tick } } }) },
  )
}

describe('a trailing stop', () => {
  test('is worst when the price first lifts it to the low, and then falls there', () => {
    const result = trailed('worst', { percent: 2 }, 0.01)
    expect(pathLines(result)).toEqual(['1 buy 1 @ 100 market', '1 sell 1 @ 99 trailing_stop?'])
    expect(result.stats.finalEquity).toBe('999')
  })

  test('is best where it does not trade below the close', () => {
    expect(trailed('best', { percent: 2 }).stats.finalEquity).toBe('1009')
    expect(trailed('openHighLowClose', { percent: 2 }).stats.finalEquity).toBe('1007.8')
  })

  test('turns at prices of twelve digits where the market has no tick', () => {
    expect(pathLines(trailed('worst', { percent: 2 }))[1]).toBe('1 sell 1 @ 99.00000000072 trailing_stop?')
  })

  test('at a distance in money sells at the low as well', () => {
    expect(trailed('worst', { amount: 2 }).stats.finalEquity).toBe('999')
  })

  test('that can trade leaves the fill of a target open', () => {
    const result = play(
      [flat(100), candle(100, 104, 99, 103), flat(103)],
      { 0: (ctx) => ctx.buy({ quantity: 1, stopLoss: { trail: { amount: 2 } }, takeProfit: 103 }) },
      { execution: { path: 'best' } },
    )
    expect(pathLines(result)[1]).toBe('1 sell 1 @ 103 limit?')
  })
})

test('of a straddle the worst stop is the one farther from the close', () => {
  const result = play([flat(100), candle(100, 106, 96, 97), flat(97)], {
    0: (ctx) =>
      ctx.oneCancelsOther([
        { side: 'buy', quantity: 1, stop: 105 },
        { side: 'buy', quantity: 1, touch: 98 },
      ]),
  })
  expect(pathLines(result)).toEqual(['1 buy 1 @ 105 stop?'])
})

test('each symbol is walked alone', () => {
  const series = candlesFrom({ candles: [flat(100), candle(100, 110, 99, 109)] })
  const order = { quantity: 1, stopLoss: { trail: { amount: 2 } } }
  const result = play([series, { ...series, symbol: 'ETHTRY' }], {
    0: (ctx) => {
      ctx.buy(order)
      ctx.buy({ ...order, symbol: 'ETHTRY' })
    },
  })
  expect(result.stats.finalEquity).toBe('998')
})

describe('on the S&P 500', () => {
  const candles = sp500(fileOf('examples/data/sp500-daily.csv'), { to: Date.UTC(2003, 0, 1) })
  const run = (path: Path, exits: OrderConditions): number => {
    const strategy = defineStrategy({
      name: 'always-in',
      params: z.object({}),
      setup: () => ({
        onCandle: (ctx) => {
          if (ctx.position.quantity === 0) ctx.buy({ percentOfEquity: 100, ...exits })
        },
      }),
    })
    return Number(backtest({ strategy, candles, execution: { path } }).stats.finalEquity)
  }

  test.each<[string, OrderConditions]>([
    ['a trail', { stopLoss: { trail: { percent: 2 } } }],
    ['a trail and a target', { stopLoss: { trail: { percent: 2 } }, takeProfit: { percent: 3 } }],
  ])('%s: the worst is the least and the best the most of the four paths', (_name, exits) => {
    const [worst, best, ...others] = PATHS.map((path) => run(path, exits))
    for (const equity of others) {
      expect(worst).toBeLessThanOrEqual(equity!)
      expect(best).toBeGreaterThanOrEqual(equity!)
    }
  })
})

describe('a candle that cannot be searched to the end', () => {
  const many = (count: number) =>
    play([flat(100), candle(100, 110, 90, 100)], {
      0: (ctx) => {
        for (let at = 0; at < count; at++) ctx.buy({ quantity: 0.001, limit: 95 + at / 100, stopLoss: 92 })
      },
    })

  test('is counted in the result', () => {
    const result = many(33)
    expect(result.uncertainPaths).toBe(1)
    expect(JSON.parse(JSON.stringify(result)).uncertainPaths).toBe(1)
  })

  test('is not mentioned where there is none', () => {
    const result = many(2)
    expect(result.uncertainPaths).toBeUndefined()
    expect('uncertainPaths' in JSON.parse(JSON.stringify(result))).toBe(false)
  })
})
