import {
  assertNoLookahead,
  assertWarmUp,
  fromCloses,
  scenario,
  tezgahMatchers,
  walk,
} from '@tezgah/backtest/testing/vitest'
import { describe, expect, it } from 'vitest'
import { smaCross } from '../src/sma-cross.ts'

expect.extend(tezgahMatchers)

describe('sma-cross', () => {
  const params = { fast: 2, slow: 3 }
  //                averages of two and three:   below  below  below  above  above  below
  const candles = fromCloses([10, 10, 10, 9, 8, 9, 11, 12, 9, 7])

  it('buys at the open after the fast average crosses above, sells at the open after it crosses below', () => {
    const outcome = scenario(smaCross, params).given(candles).run()
    expect(outcome).toHaveFilledExactly({ side: 'buy', at: 7, price: 12 }, { side: 'sell', at: 9, price: 7 })
    expect(outcome).toHaveOrderedExactly({ at: 6, percentOfEquity: 100 }, { at: 8, percentOfPosition: 100 })
    expect(outcome).toBeFlat()
  })

  it('does not buy into a trend that was there before both averages exist', () => {
    const rising = fromCloses([1, 2, 3, 4, 5, 6])
    expect(scenario(smaCross, { fast: 1, slow: 2 }).given(rising).run()).toHaveNoOrders()
  })

  it('runs on its defaults', () => {
    expect(smaCross.params.parse({})).toEqual({ fast: 10, slow: 30 })
  })

  it.each([
    [30, 30],
    [31, 30],
  ])('refuses fast %i with slow %i', (fast, slow) => {
    expect(() => scenario(smaCross, { fast, slow }).given(candles).run()).toThrow(
      expect.objectContaining({
        code: 'invalid_params',
        field: 'params.fast',
        message: `params.fast: must be below slow (30), received ${fast}`,
      }),
    )
  })

  it('needs no later candle, and no earlier one than its slow average does', () => {
    const walked = walk({ seed: 1, length: 300 })
    assertNoLookahead(smaCross, walked)
    assertWarmUp(smaCross, walked, { warmUp: 30 })
  })
})
