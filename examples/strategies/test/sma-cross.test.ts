import { type BacktestResult, backtest, createSeries } from '@tezgah/backtest'
import { describe, expect, it } from 'vitest'
import { smaCross } from '../src/sma-cross.ts'

/** Candles without wicks, a day apart. */
function run(closes: readonly number[], params: { fast: number; slow: number }): BacktestResult {
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
  return backtest({ strategy: smaCross, params, candles })
}

describe('sma-cross', () => {
  //                averages of two and three:   below  below  below  above  above  below
  const closes = [10, 10, 10, 9, 8, 9, 11, 12, 9, 7]

  it('buys at the open after the fast average crosses above, sells at the open after it crosses below', () => {
    const { fills } = run(closes, { fast: 2, slow: 3 })
    expect(fills.map(({ side, index }) => [side, index])).toEqual([
      ['buy', 7],
      ['sell', 9],
    ])
  })

  it('does not buy into a trend that was there before both averages exist', () => {
    expect(run([1, 2, 3, 4, 5, 6], { fast: 1, slow: 2 }).orders).toEqual([])
  })

  it('runs on its defaults', () => {
    expect(smaCross.params.parse({})).toEqual({ fast: 10, slow: 30 })
  })

  it.each([
    [30, 30],
    [31, 30],
  ])('refuses fast %i with slow %i', (fast, slow) => {
    expect(() => run(closes, { fast, slow })).toThrow(
      expect.objectContaining({
        code: 'invalid_params',
        field: 'params.fast',
        message: `params.fast: must be below slow (30), received ${fast}`,
      }),
    )
  })
})
