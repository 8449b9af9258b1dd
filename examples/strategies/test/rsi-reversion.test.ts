import {
  assertNoLookahead,
  assertWarmUp,
  fromCloses,
  scenario,
  tezgahMatchers,
  walk,
} from '@tezgah/backtest/testing/vitest'
import { describe, expect, it } from 'vitest'
import { rsiReversion } from '../src/rsi-reversion.ts'

expect.extend(tezgahMatchers)

describe('rsi-reversion', () => {
  // Wilder's RSI over two changes, from the third candle on: 0, 0, 0, 50, 75, 87.5
  const candles = fromCloses([10, 9, 8, 7, 6, 7, 8, 9])

  it('buys once when the RSI is below, sells when it is above', () => {
    const outcome = scenario(rsiReversion, { period: 2, buyBelow: 30, sellAbove: 55 }).given(candles).run()
    expect(outcome).toHaveFilledExactly({ side: 'buy', at: 3 }, { side: 'sell', at: 7 })
    expect(outcome).toHaveTradedExactly({ entryPrice: 7, exitPrice: 9, exitReason: 'recovered' })
  })

  it('holds until the RSI is above the threshold, not only at it', () => {
    const outcome = scenario(rsiReversion, { period: 2, buyBelow: 30, sellAbove: 75 }).given(candles).run()
    expect(outcome).toHaveOrderedExactly({ side: 'buy', at: 2 }, { side: 'sell', at: 7 })
  })

  it('does nothing before the RSI exists', () => {
    expect(scenario(rsiReversion, { period: 20 }).given(candles).run()).toHaveNoOrders()
  })

  it('refuses thresholds in the wrong order', () => {
    expect(() => scenario(rsiReversion, { buyBelow: 60, sellAbove: 60 }).given(candles).run()).toThrow(
      expect.objectContaining({
        code: 'invalid_params',
        field: 'params.buyBelow',
        message: 'params.buyBelow: must be below sellAbove (60), received 60',
      }),
    )
  })

  it('needs no later candle, and forgets earlier ones', () => {
    const walked = walk({ seed: 1, length: 600 })
    assertNoLookahead(rsiReversion, walked)
    // Wilder's average keeps a trace of every change: after ten periods it is down to 1/20,000.
    assertWarmUp(rsiReversion, walked, { warmUp: 140 })
  })
})
