import {
  assertNoLookahead,
  flat,
  fromCloses,
  noCosts,
  scenario,
  tezgahMatchers,
  walk,
} from '@tezgah/backtest/testing/vitest'
import { describe, expect, it } from 'vitest'
import { buyAndHold } from '../src/buy-and-hold.ts'

expect.extend(tezgahMatchers)

describe('buy-and-hold', () => {
  const thousand = { account: { initialCash: 1000 } }

  it('buys at the second open and keeps it', () => {
    const outcome = scenario(buyAndHold)
      .given(fromCloses([10, 10, 15, 20]))
      .with(noCosts)
      .with(thousand)
      .run()
    expect(outcome).toHaveFilledExactly({ side: 'buy', at: 1, price: 10, quantity: 100 })
    expect(outcome).toHaveTradedExactly({ exitIndex: null, exitReason: 'open' })
    expect(outcome).toHaveFinalEquity(2000)
  })

  it('invests a share when asked', () => {
    const half = scenario(buyAndHold, { percent: 50 })
      .given(fromCloses([10, 10, 20]))
      .with(noCosts)
      .with(thousand)
    expect(half.run()).toHaveFinalEquity(1500)
  })

  it('buys nothing on a single candle', () => {
    const outcome = scenario(buyAndHold).given(flat(10, 1)).run()
    expect(outcome).toHaveOrderedExactly({ side: 'buy', status: 'working' })
    expect(outcome).toBeFlat()
  })

  it('needs no later candle', () => {
    assertNoLookahead(buyAndHold, walk({ seed: 1, length: 50 }))
  })
})
