import { type BacktestResult, backtest, createSeries } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { donchianBreakout } from '../src/donchian-breakout.ts'

type Prices = { close: readonly number[]; high?: readonly number[]; low?: readonly number[] }

/** Candles a day apart, without wicks where none are given. */
function run({ close, high = close, low = close }: Prices): BacktestResult {
  const time = close.map((_, day) => day * 86_400_000)
  const volume = close.map(() => 1)
  const candles = createSeries({ symbol: 'TEST', interval: '1d', time, open: close, high, low, close, volume })
  return backtest({ strategy: donchianBreakout, params: { entry: 3, exit: 2 }, candles })
}

const sides = ({ fills }: BacktestResult) => fills.map(({ side, index }) => [side, index])

describe('donchian-breakout', () => {
  // The fifth close only equals the highest of the three before; the sixth passes it; the eighth falls below the last two.
  const close = [5, 6, 7, 6.5, 7, 7.5, 8, 7.2, 7]
  const trades = [
    ['buy', 6],
    ['sell', 8],
  ]

  it('buys above the previous highs, sells below the previous lows', () => {
    const result = run({ close })
    expect(sides(result)).toEqual(trades)
    expect(result.trades[0]?.exitReason).toBe('channel-low')
  })

  it('compares with the candles before, never with its own extreme', () => {
    const high = [5, 6, 7, 6.5, 7, 9, 9, 7.2, 7]
    const low = [5, 6, 7, 6.5, 7, 7.5, 8, 6, 6]
    expect(sides(run({ close, high, low }))).toEqual(trades)
  })

  it('waits until the channel is whole', () => {
    expect(run({ close: [1, 2, 3] }).orders).toEqual([])
    expect(run({ close: [1, 2, 3, 4, 5] }).fills.map(({ index }) => index)).toEqual([4])
  })
})
