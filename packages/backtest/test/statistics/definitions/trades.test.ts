import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meanTradeReturn, profitFactor, sqn, winRate } from '../../../src/statistics/definitions/trades.ts'
import type { MetricInput } from '../../../src/statistics/metric-input.ts'
import { allTrades, type TradeSet } from '../../../src/statistics/trade-set.ts'

/** The metrics of these trades, which need nothing of the equity. */
const source = undefined as unknown as MetricInput

function trades(...profit: number[]): TradeSet {
  return allTrades({ profit, returnPct: profit, count: profit.length })
}

describe('statistics of closed trades', () => {
  it('count a trade that breaks even as a trade but not as a win', () => {
    expect(winRate(source, trades(5, 0, -5, 5))).toEqual({ value: 50 })
    expect(profitFactor(source, trades(5, 0, -5, 5))).toEqual({ value: 2 })
    expect(profitFactor(source, trades(0, -5))).toEqual({ value: 0 })
  })

  it('do not lose small profits beside large ones', () => {
    expect(profitFactor(source, trades(1e16, 1, 1, 1, 1, -1))).toEqual({ value: 1e16 + 4 })
    expect(meanTradeReturn(source, trades(1e16, 4, -1e16, 4))).toEqual({ value: 2 })
  })

  it('give the system quality number of two trades on paper', () => {
    // Mean 2, sample deviation √2, √N = √2.
    expect(sqn(source, trades(1, 3)).value).toBeCloseTo(2, 14)
    expect(sqn(source, trades(-1, -3)).value).toBeCloseTo(-2, 14)
  })

  it('do not depend on the order of the trades beyond rounding', () => {
    const profits = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 })
    fc.assert(
      fc.property(profits, (profit) => {
        const forth = trades(...profit)
        const back = trades(...profit.toReversed())
        expect(winRate(source, back)).toEqual(winRate(source, forth))
        expect(profitFactor(source, back)).toEqual(profitFactor(source, forth))
        expect(meanTradeReturn(source, back)).toEqual(meanTradeReturn(source, forth))
        const [one, other] = [sqn(source, forth), sqn(source, back)]
        if (one.value === null) expect(other).toEqual(one)
        else expect(Math.abs(other.value! - one.value)).toBeLessThanOrEqual(1e-12 * Math.abs(one.value))
      }),
    )
  })

  it('are absent, not zero, where a sum overflows', () => {
    const reason = 'the value is beyond the range of a double'
    const huge = Number.MAX_VALUE
    expect(profitFactor(source, trades(1, -huge, -huge))).toEqual({ value: null, reason })
    expect(sqn(source, trades(1, huge))).toEqual({ value: null, reason })
    expect(meanTradeReturn(source, trades(huge, huge))).toEqual({ value: null, reason })
  })
})
