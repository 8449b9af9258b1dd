import { type BacktestOptions, backtest, type StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { candlesFrom, flat } from '../fixtures/candles.ts'
import { scripted } from '../fixtures/scripted.ts'
import { daily } from '../portfolio/fixtures.ts'

const buyAll = scripted({ 0: (ctx: StrategyContext) => ctx.buy({ percentOfCash: 100 }) })
const account = { initialCash: 1000, feeRate: 0 }

/** Bought at a trillionth: 1e15 units. */
function run(price: number, changes: Partial<BacktestOptions> = {}) {
  const candles = candlesFrom({ candles: [flat(1e-12), flat(1e-12), flat(price), flat(1)] })
  return backtest({ strategy: buyAll, candles, account, ...changes })
}

describe('equity beyond the range of a double', () => {
  const message = 'equity at candle 2 (1970-01-03T00:00:00.000Z) is beyond the range of a double'

  test('is an error that names the candle, and not an infinity', () => {
    expect(() => run(1e300).stats).toThrow(message)
    expect(() => run(1e300).equity).toThrow(message)
    expect(() => run(1e300).manifest).toThrow(message)
    expect(() => JSON.stringify(run(1e300))).toThrow(
      expect.objectContaining({ code: 'invalid_candles', field: 'candles' }),
    )
  })

  test('of several symbols as well', () => {
    const candles = [daily('AAA', [1e-12, 1e-12, 1e300, 1]), daily('BBB', [1, 1, 1, 1])]
    expect(() => run(1, { candles }).stats).toThrow(message)
  })

  test('of a short, which is an infinite debt', () => {
    const strategy = scripted({ 0: (ctx) => ctx.sell({ percentOfCash: 100 }) })
    const spike = daily('AAA', [1e-12, [1e-12, 1e-12, 1e-12, 1e-12], 1e300, 1])
    // Liquidated at the open: an exact debt that no double holds.
    expect(() => backtest({ strategy, candles: spike, account: { ...account, model: 'margin' } }).stats).toThrow(
      message,
    )
  })
})

test('prices near the end of the range are fine where nothing of that price is held', () => {
  const { stats, equity } = run(1e300, { strategy: scripted({}) })
  expect(stats.finalEquity).toBe('1000')
  expect(equity.equity.every((value) => value === 1000)).toBe(true)
})

test('an exact account has all digits of an absurd price', () => {
  const { account: report } = backtest({
    strategy: scripted({ 0: (ctx) => ctx.buy({ quantity: '0.5' }) }),
    candles: candlesFrom({ candles: [flat(1e-7), flat(1e-7), flat(1e300)] }),
    account,
    execution: { lot: '0.1' },
  })
  // Half a unit of 1e300, and what is left of 1000 after half of 1e-7.
  expect(report.finalEquity).toBe(`5${'0'.repeat(296)}999.99999995`)
})
