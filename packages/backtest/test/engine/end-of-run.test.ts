import { backtest, createBacktest } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { candle, candlesFrom, flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, play, scripted } from '../fixtures/scripted.ts'
import { daily, fillsOf, playMany } from '../portfolio/fixtures.ts'

const candles = [flat(100), candle(100, 130, 90, 120), candle(110, 140, 100, 125)]
const buy = { 0: (ctx: Parameters<NonNullable<Parameters<typeof play>[1][0]>>[0]) => void ctx.buy({ quantity: 2 }) }

describe('what is open at the end of a run', () => {
  test('stays open by default', () => {
    const result = play(candles, buy)
    expect(fillLines(result)).toEqual(['1 buy 2 @ 100 taker market'])
    expect(result.trades).toMatchObject([{ exitIndex: null, exitReason: 'open', profit: '50' }])
  })

  test('is sold at the last close, with its fee', () => {
    const result = play(candles, buy, { execution: { openTradesAtEnd: 'close' }, account: { feeRate: '0.01' } })
    expect(fillLines(result)).toEqual(['1 buy 2 @ 100 taker market', '2 sell 2 @ 125 taker end_of_run'])
    // 1000 − 200 − 2 + 250 − 2.5; the curve ends there too.
    expect(result.account.finalEquity).toBe('1045.5')
    expect([...result.equity.equity]).toEqual([1000, 1038, 1045.5])
    expect(result.trades).toMatchObject([{ exitIndex: 2, exitReason: 'end_of_run' }])
    // Only at the close of candle 1 was it held.
    expect(result.stats.exposurePct).toBeCloseTo(100 / 3, 12)
  })

  test('is sold at the last open, as if ordered a candle before', () => {
    const result = play(candles, buy, { execution: { openTradesAtEnd: 'closeAtOpen' } })
    expect(fillLines(result).at(-1)).toBe('2 sell 2 @ 110 taker end_of_run')
    expect(result.account.finalEquity).toBe('1020')
  })

  test('takes its exits and orders against it along', () => {
    const script = { 0: (ctx) => ctx.buy({ quantity: 1, stopLoss: 50, takeProfit: 200 }) } satisfies Parameters<
      typeof play
    >[1]
    const result = play(candles, script, { execution: { openTradesAtEnd: 'close' } })
    expect(orderLines(result)).toEqual([
      'filled',
      'cancelled replaced_by_close',
      'cancelled replaced_by_close',
      'filled',
    ])
  })

  test('is bought back where it is short', () => {
    const script = { 0: (ctx) => ctx.sell({ quantity: 2 }) } satisfies Parameters<typeof play>[1]
    const result = play(candles, script, { account: { model: 'margin' }, execution: { openTradesAtEnd: 'close' } })
    expect(fillLines(result).at(-1)).toBe('2 buy 2 @ 125 taker end_of_run')
  })

  test('of several symbols is sold at the last close of each, whenever that was', () => {
    const several = [daily('AAA', [100, 100, 120], [0, 1, 2]), daily('BBB', [10, 10, 11, 12, 13], [0, 1, 2, 3, 4])]
    const script = {
      0: (ctx) => {
        ctx.buy({ quantity: 5 })
        ctx.buy({ symbol: 'BBB', quantity: 10 })
      },
    } satisfies Parameters<typeof playMany>[1]
    const result = playMany(several, script, { execution: { openTradesAtEnd: 'close' } })
    expect(fillsOf(result).slice(2)).toEqual(['AAA 2 sell 5 @ 120 end_of_run', 'BBB 4 sell 10 @ 13 end_of_run'])
    expect(result.account.cash).toBe('1130')
    expect(result.equity.equity.at(-1)).toBe(1130)
    expect(result.stats.exposurePct).toBe(60)
  })

  test('is closed once, after the last of the steps', () => {
    const options = {
      strategy: scripted(buy),
      candles: candlesFrom({ candles }),
      execution: { openTradesAtEnd: 'close' },
    } as const
    const run = createBacktest(options)
    while (!run.done) run.step()
    run.step()
    expect(JSON.stringify(run.result())).toBe(JSON.stringify(backtest(options)))
  })
})
