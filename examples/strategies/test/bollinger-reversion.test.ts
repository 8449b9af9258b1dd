import {
  assertNoLookahead,
  assertWarmUp,
  flat,
  fromCloses,
  scenario,
  tezgahMatchers,
  walk,
} from '@tezgah/backtest/testing/vitest'
import { describe, expect, it } from 'vitest'
import { bollingerReversion } from '../src/bollinger-reversion.ts'

expect.extend(tezgahMatchers)

describe('bollinger-reversion', () => {
  // Fourth candle: average 9, one deviation 1.41, so the lower band is at 7.59. Fifth: average 8.33. Sixth: average 8.
  const candles = fromCloses([10, 10, 10, 7, 8, 9, 9])
  const narrow = scenario(bollingerReversion, { period: 3, deviations: 1 })

  it('buys below the lower band, sells back at the average', () => {
    const outcome = narrow.given(candles).run()
    expect(outcome).toHaveFilledExactly({ side: 'buy', at: 4, price: 8 }, { side: 'sell', at: 6, price: 9 })
    expect(outcome).toHaveTradedExactly({ exitReason: 'back-at-average' })
  })

  it('waits for a deeper fall when the band is wider', () => {
    expect(scenario(bollingerReversion, { period: 3, deviations: 2 }).given(candles).run()).toHaveNoOrders()
  })

  it('does not trade a price that stands still', () => {
    expect(narrow.given(flat(10, 5)).run()).toHaveNoOrders()
  })

  it('needs no later candle, and no earlier one than its band does', () => {
    const walked = walk({ seed: 1, length: 600 })
    assertNoLookahead(bollingerReversion, walked)
    assertWarmUp(bollingerReversion, walked, { warmUp: 20 })
  })
})
