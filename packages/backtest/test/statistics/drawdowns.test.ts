import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawdownColumn } from '../../src/statistics/drawdowns.ts'
import { scanEquityColumn } from '../../src/statistics/scan.ts'

const marks = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 60 })

function fallOf(equity: readonly number[], initialCash: number, step = 10) {
  const time = Float64Array.from(equity, (_, i) => 1000 + i * step)
  return scanEquityColumn(Float64Array.from(equity), time, step, initialCash).drawdown
}

describe('drawdownColumn', () => {
  it('is the fraction below the running peak, which starts at the initial cash', () => {
    expect([...drawdownColumn(Float64Array.of(90, 100, 50, 200, 150, 0, -20), 100)]).toEqual([
      0.1, 0, 0.5, 0, 0.25, 1, 1.1,
    ])
  })

  it('keeps the digits of a shallow fall', () => {
    expect(drawdownColumn(Float64Array.of(1e9, 1e9 - 1), 1e9)[1]).toBe(1e-9)
  })

  it('agrees with a peak looked up anew for every candle', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 50 }), (equity, cash) => {
        const expected = equity.map((mark, i) => {
          const peak = Math.max(cash, ...equity.slice(0, i + 1))
          return (peak - mark) / peak
        })
        expect([...drawdownColumn(Float64Array.from(equity), cash)]).toEqual(expected)
      }),
    )
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses an initial cash of %d', (cash) => {
    const message = `initialCash must be a finite number above zero, received ${cash}`
    expect(() => drawdownColumn(Float64Array.of(1), cash)).toThrow(new RangeError(message))
    expect(() => fallOf([1], cash)).toThrow(new RangeError(message))
  })
})

describe('the deepest and the longest fall', () => {
  it.each([
    { fall: 'none on a flat line', equity: [5, 5, 5], depth: 0, durationMs: 0 },
    { fall: 'none while rising', equity: [5, 6, 7], depth: 0, durationMs: 0 },
    { fall: 'from the peak until back at it', equity: [5, 8, 4, 6, 8, 9], depth: 0.5, durationMs: 30 },
    { fall: 'from the last of equal peaks', equity: [5, 8, 8, 4, 8], depth: 0.5, durationMs: 20 },
    { fall: 'until the last candle', equity: [5, 8, 7, 6, 4], depth: 0.5, durationMs: 30 },
    { fall: 'the longest need not be the deepest', equity: [5, 10, 1, 10, 9, 9, 9, 10], depth: 0.9, durationMs: 40 },
    { fall: 'from the initial cash, held since the first open', equity: [4, 4, 5], depth: 0.2, durationMs: 30 },
    { fall: 'on the only candle', equity: [4], depth: 0.2, durationMs: 10 },
    { fall: 'to below zero', equity: [5, -5], depth: 2, durationMs: 10 },
    { fall: 'none without candles', equity: [], depth: 0, durationMs: 0 },
  ])('$fall', ({ equity, depth, durationMs }) => {
    expect(fallOf(equity, 5)).toEqual({ maxFraction: depth, maxDurationMs: durationMs })
  })

  it('is the largest entry of the drawdown column, to the last bit, and as long as its longest stretch', () => {
    fc.assert(
      fc.property(marks, fc.nat({ max: 3000 }), (pattern, lead) => {
        // A long lead moves the pattern across the borders of the chunks in which the column is walked.
        const equity = [...new Array<number>(lead).fill(pattern[0]!), ...pattern]
        const column = drawdownColumn(Float64Array.from(equity), pattern[0]!)
        let longest = 0
        for (let i = 0, peak = 0; i < column.length; i++) {
          longest = Math.max(longest, i - peak > 1 || column[i]! > 0 ? i - peak : 0)
          if (column[i] === 0) peak = i
        }
        expect(fallOf(equity, pattern[0]!)).toEqual({ maxFraction: Math.max(...column), maxDurationMs: longest * 10 })
      }),
    )
  })
})
