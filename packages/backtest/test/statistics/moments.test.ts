import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanEquityColumn } from '../../src/statistics/scan.ts'

function returnMoments(equity: Float64Array) {
  return scanEquityColumn(
    equity,
    equity.map((_, i) => i),
    1,
    1,
  ).moments
}

const FRACTION_BITS = 300n
const ONE = 1n << FRACTION_BITS

/** Moments in integers of 300 fractional bits; marks must be whole numbers. */
function exactMoments(equity: readonly bigint[]): { mean: number; deviation: number; downsideDeviation: number } {
  const returns = equity.slice(1).map((mark, i) => (mark * ONE) / equity[i]! - ONE)
  const n = BigInt(returns.length)
  const total = returns.reduce((sum, r) => sum + r, 0n)
  const spread = returns.reduce((sum, r) => sum + (r * n - total) ** 2n, 0n)
  const fall = returns.reduce((sum, r) => sum + (r < 0n ? r * r : 0n), 0n)
  const root = (square: bigint) => Math.sqrt(Number(square >> FRACTION_BITS) / Number(ONE))
  return {
    mean: Number(total / n) / Number(ONE),
    deviation: root(spread / (n * n) / (n - 1n)),
    downsideDeviation: root(fall / n),
  }
}

function wholeWalk(length: number, start: number, step: (random: () => number) => number): number[] {
  let state = 12345
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const equity = [start]
  while (equity.length < length) equity.push(equity.at(-1)! + Math.round(step(random)))
  return equity
}

function expectAgreement(equity: readonly number[]): void {
  const exact = exactMoments(equity.map(BigInt))
  const moments = returnMoments(Float64Array.from(equity))
  for (const name of ['mean', 'deviation', 'downsideDeviation'] as const) {
    const error = Math.abs(moments[name]! - exact[name]) / Math.abs(exact[name])
    expect(error, `${name} is ${moments[name]}, exactly ${exact[name]}`).toBeLessThan(1e-12)
  }
}

describe('the moments of the returns', () => {
  it('agrees with exact integers on returns of 1e-9, across chunk borders', () => {
    expectAgreement(wholeWalk(5000, 1e9, (random) => random() * 4 - 1.9))
  })

  it('agrees with exact integers where the mean nearly cancels out', () => {
    expectAgreement([...wholeWalk(20_000, 1e15, (random) => (random() - 0.5) * 1e12), 1e15 + 7])
  })

  it('agrees with exact integers where a long rise and its undoing leave almost nothing', () => {
    const factors = wholeWalk(900, 10_000, (random) => random() * 1000 - 500).map((level) => 1 + level / 1_000_000)
    const equity = [1e12]
    for (const factor of factors) equity.push(Math.round(equity.at(-1)! * factor))
    for (const factor of factors) equity.push(Math.round(equity.at(-1)! * (2 - factor)))
    expectAgreement([...equity, Math.round(equity.at(-1)! * 1.0003)])
  })

  it('agrees with exact integers where one return dwarfs all others', () => {
    expectAgreement([1000, 2_000_000_000, ...wholeWalk(3000, 2_000_000_001, (random) => random() * 10 - 5)])
  })

  it('agrees with exact integers on a pattern that repeats across chunk borders', () => {
    const levels = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 3, maxLength: 30 })
    fc.assert(
      fc.property(levels, (equity) => {
        fc.pre(new Set(equity.slice(1).map((mark, i) => mark / equity[i]!)).size > 1)
        const repeated = Array.from({ length: 200 }, () => equity).flat()
        const exact = exactMoments(repeated.map(BigInt))
        const moments = returnMoments(Float64Array.from(repeated))
        const tolerance = 1e-12 * exact.deviation
        expect(Math.abs(moments.deviation! - exact.deviation)).toBeLessThan(tolerance)
        expect(Math.abs(moments.mean - exact.mean)).toBeLessThan(tolerance)
      }),
    )
  })

  it.each([
    ['three steps of ten percent', [100, 110, 121, 133.1]],
    ['a constant loss', [100, 90, 81, 72.9, 65.61]],
    ['thirds', [1, 1 / 3, 1 / 9, 1 / 27]],
    ['tenfold steps', [0.1, 1, 10, 100, 1000]],
    ['flat', [0.3, 0.3, 0.3]],
  ])('sees that all returns are equal: %s', (_, equity) => {
    expect(returnMoments(Float64Array.from(equity)).deviation).toBe(0)
  })

  it('tells returns apart that differ by more than rounding', () => {
    expect(returnMoments(Float64Array.of(1, 1, 1 + 2 ** -48)).deviation).toBeCloseTo(2 ** -48 / Math.SQRT2, 25)
    const once = new Float64Array(100_000).fill(1)
    once[99_999] = 1 + 2 ** -48
    expect(returnMoments(once).deviation).toBeGreaterThan(0)
  })

  it('names the candle of a ruin that others follow, in whichever chunk', () => {
    const equity = new Float64Array(10_000).fill(100)
    equity[9_999] = 0
    expect(returnMoments(equity).ruinIndex).toBeNull()
    equity[7_000] = -1
    equity[6_000] = 0
    expect(returnMoments(equity).ruinIndex).toBe(6_000)
    expect(returnMoments(Float64Array.of(0, 1)).ruinIndex).toBe(0)
    expect(returnMoments(Float64Array.of(100, -10, -5, 20)).ruinIndex).toBe(1)
  })

  it('reports an overflow as one, not as a ruin', () => {
    const moments = returnMoments(Float64Array.of(5e-324, 1e300, 5e-324, 1e300))
    expect(moments.ruinIndex).toBeNull()
    expect(Number.isFinite(moments.mean)).toBe(false)
  })
})
