import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backtest } from '../../src/index.ts'
import { candlesFrom } from '../fixtures/candles.ts'
import { scripted } from '../fixtures/scripted.ts'

const run = backtest({
  strategy: scripted({
    1: (ctx) => ctx.buy({ percentOfEquity: 50 }),
    4: (ctx) => ctx.close(),
    6: (ctx) => ctx.buy({ quantity: 1 }),
  }),
  candles: candlesFrom({ closes: [100, 90, 95, 120, 80, 70, 75, 110, 90, 60, 130] }),
})

describe('a sampled equity curve', () => {
  test('is the whole curve at those candles, to the last bit, and has the last one', () => {
    const { time, equity, drawdown } = run.equity
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15 }), (every) => {
        const picked = Array.from(time.keys()).filter((index) => index % every === 0 || index === time.length - 1)
        const sampled = run.sampledEquity(every)
        expect(Array.from(sampled.time)).toEqual(picked.map((index) => time[index]))
        expect(Array.from(sampled.equity)).toEqual(picked.map((index) => equity[index]))
        expect(Array.from(sampled.drawdown)).toEqual(picked.map((index) => drawdown[index]))
      }),
    )
  })

  test.each([0, -1, 1.5, Number.NaN])('of every %s candles is refused', (every) => {
    expect(() => run.sampledEquity(every)).toThrow(`every must be a whole number from 1, received ${every}`)
  })
})
