import {
  assertNoLookahead,
  assertWarmUp,
  fromCandles,
  fromCloses,
  scenario,
  tezgahMatchers,
  trend,
  walk,
} from '@tezgah/backtest/testing/vitest'
import { describe, expect, it } from 'vitest'
import { donchianBreakout } from '../src/donchian-breakout.ts'

expect.extend(tezgahMatchers)

describe('donchian-breakout', () => {
  const breakout = scenario(donchianBreakout, { entry: 3, exit: 2 })
  // The fifth close only equals the highest of the three before; the sixth passes it; the eighth falls below the last two.
  const closes = [5, 6, 7, 6.5, 7, 7.5, 8, 7.2, 7]

  it('buys above the previous highs, sells below the previous lows', () => {
    const outcome = breakout.given(fromCloses(closes)).run()
    expect(outcome).toHaveFilledExactly({ side: 'buy', at: 6 }, { side: 'sell', at: 8 })
    expect(outcome).toHaveTradedExactly({ exitReason: 'channel-low' })
  })

  it('compares with the candles before, never with its own extreme', () => {
    const high = [5, 6, 7, 6.5, 7, 9, 9, 7.2, 7]
    const low = [5, 6, 7, 6.5, 7, 7.5, 8, 6, 6]
    const candles = fromCandles(closes.map((close, day) => [close, high[day]!, low[day]!, close]))
    expect(breakout.given(candles).run()).toHaveFilledExactly({ side: 'buy', at: 6 }, { side: 'sell', at: 8 })
  })

  it('waits until the channel is whole', () => {
    expect(breakout.given(trend(1, 3, 3)).run()).toHaveNoOrders()
    expect(breakout.given(fromCloses([1, 2, 3, 4, 5])).run()).toHaveOrderedExactly({ side: 'buy', at: 3 })
  })

  it('needs no later candle, and no earlier one than its channel does', () => {
    const walked = walk({ seed: 1, length: 600, volatility: 0.02 })
    assertNoLookahead(donchianBreakout, walked)
    assertWarmUp(donchianBreakout, walked, { warmUp: 20 })
  })
})
