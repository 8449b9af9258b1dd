import { type BacktestResult, backtest, createSeries } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { buyAndHold } from '../src/buy-and-hold.ts'

/** Candles without wicks, a day apart. */
function run(closes: readonly number[], params: object = {}): BacktestResult {
  const time = closes.map((_, day) => day * 86_400_000)
  const volume = closes.map(() => 1)
  const candles = createSeries({
    symbol: 'TEST',
    interval: '1d',
    time,
    open: closes,
    high: closes,
    low: closes,
    close: closes,
    volume,
  })
  return backtest({ strategy: buyAndHold, params, candles, account: { initialCash: 1000, feeRate: 0 } })
}

describe('buy-and-hold', () => {
  it('buys at the second open and keeps it', () => {
    const { fills, trades, stats } = run([10, 10, 15, 20])
    expect(fills).toHaveLength(1)
    expect(fills[0]).toMatchObject({ side: 'buy', index: 1, price: '10', quantity: '100' })
    expect(trades).toHaveLength(1)
    expect(trades[0]).toMatchObject({ exitIndex: null, exitReason: 'open' })
    expect(stats.returnPct).toBe(100)
  })

  it('invests a share when asked', () => {
    expect(run([10, 10, 20], { percent: 50 }).stats.returnPct).toBe(50)
  })

  it('buys nothing on a single candle', () => {
    expect(run([10]).fills).toEqual([])
  })
})
