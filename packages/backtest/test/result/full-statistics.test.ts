import { describe, expect, test } from 'vitest'
import { backtest, createSeries } from '../../src/index.ts'
import { candle, candlesFrom } from '../fixtures/candles.ts'
import { play, scripted } from '../fixtures/scripted.ts'

const candles = [100, 100, 110, 120, 120, 90].map((price) => candle(price, price, price, price))
const buyThenSell = play(candles, {
  0: (ctx) => ctx.buy({ quantity: 2, tag: 'entry' }),
  2: (ctx) => ctx.close({ tag: 'exit' }),
})

describe('full statistics of a run', () => {
  test('follow from its trades and its equity', () => {
    const full = buyThenSell.fullStatistics()
    // Bought 2 at 100 with 1000 in cash, sold at 120: 40 won.
    expect(full.convention).toBe('tezgah')
    expect(full.returns.totalReturnPct).toBeCloseTo(4, 10)
    expect(full.trades).toMatchObject({ count: 1, winRatePct: 100, netProfit: 40, bestTradePct: 20 })
    expect(full.byTag).toMatchObject([{ name: 'entry', count: 1, netProfit: 40 }])
    expect(full.byExitReason).toMatchObject([{ name: 'exit', count: 1 }])
    expect(full.activity).toMatchObject({ turnover: '440', feesPaid: '0', slippagePaid: '0' })
    // Held at the closes of candles 1 and 2 of 6.
    expect(full.activity.exposurePct).toBeCloseTo((2 / 6) * 100, 10)
  })

  test('follow another convention when asked, or when the run says so', () => {
    expect(buyThenSell.fullStatistics({ convention: 'backtesting.py' }).convention).toBe('backtesting.py')
    const run = backtest({
      strategy: scripted({}),
      candles: candlesFrom({ candles }),
      statistics: { convention: 'empyrical' },
    })
    expect(run.fullStatistics().convention).toBe('empyrical')
  })

  test('are held against a benchmark at its last close by then', () => {
    const series = candlesFrom({ candles })
    const benchmark = createSeries({
      ...series,
      symbol: 'INDEX',
      close: series.close.map((close) => close * 2),
      open: series.open.map((open) => open * 2),
      high: series.high.map((high) => high * 2),
      low: series.low.map((low) => low * 2),
    })
    const run = backtest({ strategy: scripted({}), candles: series, statistics: { benchmark } })
    expect(run.fullStatistics().benchmark.benchmarkReturnPct).toBeCloseTo(-10, 10)
  })

  test('of several symbols count every moment once', () => {
    const one = candlesFrom({ candles })
    const other = createSeries({ ...one, symbol: 'OTHER', time: one.time.map((time) => time + one.intervalMs * 3) })
    const run = backtest({
      strategy: scripted({
        0: (ctx) => ctx.buy({ quantity: 1 }),
        3: (ctx) => ctx.buy({ quantity: 1, symbol: 'OTHER' }),
      }),
      candles: [one, other],
      account: { initialCash: '1000', feeRate: '0' },
    })
    expect(run.equity.time).toHaveLength(9)
    expect(run.stats.notes['returnPct']).toBeUndefined()
    expect(run.fullStatistics().returns.totalReturnPct).toBeCloseTo(run.stats.returnPct!, 9)
  })
})
