import { type BacktestResult, backtest, createSeries } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { rsiReversion } from '../src/rsi-reversion.ts'

/** Candles without wicks, a day apart. */
function run(closes: readonly number[], params: object): BacktestResult {
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
  return backtest({ strategy: rsiReversion, params, candles })
}

describe('rsi-reversion', () => {
  // Wilder's RSI over two changes, from the third candle on: 0, 0, 0, 50, 75, 87.5
  const closes = [10, 9, 8, 7, 6, 7, 8, 9]

  it('buys once when the RSI is below, sells when it is above', () => {
    const { fills, trades } = run(closes, { period: 2, buyBelow: 30, sellAbove: 55 })
    expect(fills.map(({ side, index }) => [side, index])).toEqual([
      ['buy', 3],
      ['sell', 7],
    ])
    expect(trades[0]?.exitReason).toBe('recovered')
  })

  it('holds while the RSI is between the thresholds', () => {
    const { fills } = run(closes, { period: 2, buyBelow: 30, sellAbove: 75 })
    expect(fills.map(({ side }) => side)).toEqual(['buy'])
  })

  it('does nothing before the RSI exists', () => {
    expect(run(closes, { period: 20 }).orders).toEqual([])
  })

  it('refuses thresholds in the wrong order', () => {
    expect(() => run(closes, { buyBelow: 60, sellAbove: 60 })).toThrow(
      expect.objectContaining({
        code: 'invalid_params',
        field: 'params.buyBelow',
        message: 'params.buyBelow: must be below sellAbove (60), received 60',
      }),
    )
  })
})
