import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  expectancyPct,
  profitFactor,
  systemQualityNumber,
  type TradeColumns,
  winRatePct,
} from '../../src/statistics/index.ts'

function trades(...profit: number[]): TradeColumns {
  return { profit: Float64Array.from(profit), returnPct: Float64Array.from(profit), count: profit.length }
}

describe('statistics of closed trades', () => {
  it('count a trade that breaks even as a trade but not as a win', () => {
    expect(winRatePct(trades(5, 0, -5, 5))).toEqual({ value: 50 })
    expect(profitFactor(trades(5, 0, -5, 5))).toEqual({ value: 2 })
    expect(profitFactor(trades(0, -5))).toEqual({ value: 0 })
  })

  it('do not lose small profits beside large ones', () => {
    expect(profitFactor(trades(1e16, 1, 1, 1, 1, -1))).toEqual({ value: 1e16 + 4 })
    expect(expectancyPct(trades(1e16, 4, -1e16, 4))).toEqual({ value: 2 })
  })

  it('give the system quality number of two trades on paper', () => {
    // Mean 2, sample deviation √2, √N = √2.
    expect(systemQualityNumber(trades(1, 3)).value).toBeCloseTo(2, 14)
    expect(systemQualityNumber(trades(-1, -3)).value).toBeCloseTo(-2, 14)
  })

  it('do not depend on the order of the trades beyond rounding', () => {
    const profits = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 })
    fc.assert(
      fc.property(profits, (profit) => {
        const forth = trades(...profit)
        const back = trades(...profit.toReversed())
        expect(winRatePct(back)).toEqual(winRatePct(forth))
        expect(profitFactor(back)).toEqual(profitFactor(forth))
        expect(expectancyPct(back)).toEqual(expectancyPct(forth))
        const [one, other] = [systemQualityNumber(forth), systemQualityNumber(back)]
        if (one.value === null) expect(other).toEqual(one)
        else expect(Math.abs(other.value! - one.value)).toBeLessThanOrEqual(1e-12 * Math.abs(one.value))
      }),
    )
  })

  it('are absent, not zero, where a sum overflows', () => {
    const reason = 'the value is beyond the range of a double'
    const huge = Number.MAX_VALUE
    expect(profitFactor(trades(1, -huge, -huge))).toEqual({ value: null, reason })
    expect(systemQualityNumber(trades(1, huge))).toEqual({ value: null, reason })
    expect(expectancyPct(trades(huge, huge))).toEqual({ value: null, reason })
  })
})
