import { defineStrategy, type Strategy } from '@tezgah/backtest'
import { assertNoLookahead, walk } from '@tezgah/backtest/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { planned, randomRun, seriesOf } from '../fixtures/random-run.ts'
import { SAMPLES } from '../fixtures/sample-strategies.ts'
import { smaCross, strategyOf } from './strategies.ts'

const walks = fc
  .record({ seed: fc.nat(), length: fc.integer({ min: 2, max: 80 }), volatility: fc.constantFrom(0.001, 0.02, 0.2) })
  .map((options) => walk(options))

/** Trades on anything that an honest strategy may know. */
const anything: Strategy = defineStrategy({
  name: 'anything',
  params: z.object({ period: z.int().min(1), distance: z.number() }),
  setup({ candles, params, indicators }) {
    const atr = indicators.atr(params.period)
    const highest = indicators.highest(candles.high, params.period)
    const bands = indicators.bollinger(candles.volume, params.period, 1)
    return {
      onCandle(ctx) {
        const close = candles.close.at(0)
        if (candles.volume.at(0) > bands.upper.at(0)) ctx.cancelAll()
        if (!ctx.position.isOpen) ctx.buy({ quoteAmount: ctx.cash / 3, limit: close - params.distance * atr.at(0) })
        else if (close >= highest.at(0)) ctx.close({ tag: `at ${ctx.time}` })
        else if (ctx.orderState(1)?.status === 'filled')
          ctx.sell({ percentOfPosition: 10, stop: ctx.position.averagePrice * 0.9 })
      },
    }
  },
})

describe('honest strategies pass', () => {
  test.each(SAMPLES.map((strategy) => [strategy.name, strategy] as const))('%s on any walk', (_, strategy) => {
    fc.assert(
      fc.property(walks, (candles) => {
        assertNoLookahead(strategy, candles, { cutPoints: 12, mayStayIdle: true })
      }),
      { numRuns: 40 },
    )
  })

  test('with any parameters', () => {
    const params = fc.record({ fast: fc.integer({ min: 1, max: 20 }), slow: fc.integer({ min: 2, max: 40 }) })
    fc.assert(
      fc.property(walks, params, (candles, chosen) => {
        assertNoLookahead(smaCross, candles, { params: chosen, cutPoints: 12, mayStayIdle: true })
      }),
      { numRuns: 40 },
    )
    const other = fc.record({
      period: fc.integer({ min: 1, max: 20 }),
      distance: fc.double({ min: -1, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(walks, other, (candles, chosen) => {
        assertNoLookahead(anything, candles, { params: chosen, cutPoints: 12, mayStayIdle: true })
      }),
      { numRuns: 40 },
    )
  })

  test('with orders of every kind', () => {
    fc.assert(
      fc.property(randomRun(), ({ plan, account, execution, candles }) => {
        const series = seriesOf({ plan, account, execution, candles })
        assertNoLookahead(planned(plan), series, { account, execution, cutPoints: 12, mayStayIdle: true })
      }),
      { numRuns: 40 },
    )
  })
})

test('a look at any one later candle is caught', () => {
  fc.assert(
    fc.property(walks, fc.integer({ min: 1, max: 10 }), (candles, ahead) => {
      fc.pre(candles.length > ahead)
      const peeking = strategyOf((ctx) => ctx.buy({ quantity: 1, tag: String(candles.close[ctx.index + ahead]) }))
      expect(() => assertNoLookahead(peeking, candles, { cutPoints: 4 })).toThrow(/looks ahead/)
    }),
    { numRuns: 60 },
  )
})
