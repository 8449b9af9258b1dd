import { type BacktestResult, backtest, createSeries } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { bollingerReversion } from '../src/bollinger-reversion.ts'

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
  return backtest({ strategy: bollingerReversion, params, candles })
}

describe('bollinger-reversion', () => {
  // Fourth candle: average 9, one deviation 1.41, so the lower band is at 7.59. Fifth: average 8.33. Sixth: average 8.
  const closes = [10, 10, 10, 7, 8, 9, 9]

  it('buys below the lower band, sells back at the average', () => {
    const { fills, trades } = run(closes, { period: 3, deviations: 1 })
    expect(fills.map(({ side, index }) => [side, index])).toEqual([
      ['buy', 4],
      ['sell', 6],
    ])
    expect(trades[0]?.exitReason).toBe('back-at-average')
  })

  it('waits for a deeper fall when the band is wider', () => {
    expect(run(closes, { period: 3, deviations: 2 }).orders).toEqual([])
  })

  it('does not trade a price that stands still', () => {
    expect(run([10, 10, 10, 10, 10], { period: 3, deviations: 1 }).orders).toEqual([])
  })
})
