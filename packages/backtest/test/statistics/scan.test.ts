import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EquityScan, scanEquity, scanEquityColumn } from '../../src/statistics/scan.ts'
import { type EquityJournal, equityColumn } from '../../src/statistics/segments.ts'

type Entry = { index: number; cash: number; quantity: number }

function journalOf(entries: readonly Entry[]): EquityJournal {
  return {
    length: entries.length,
    index: Int32Array.from(entries, (entry) => entry.index),
    cash: Float64Array.from(entries, (entry) => entry.cash),
    quantity: Float64Array.from(entries, (entry) => entry.quantity),
  }
}

const minutes = (count: number) => Float64Array.from({ length: count }, (_, i) => i * 60_000)

function scanOf(entries: readonly Entry[], close: readonly number[], initialCash = 100): EquityScan {
  return scanEquity(journalOf(entries), Float64Array.from(close), minutes(close.length), 60_000, initialCash)
}

describe('scanEquity', () => {
  // Long two from candle 1 to 3, then short one from candle 4: 100, 100, 104, 98, 98, 99, 97.
  const entries = [
    { index: 1, cash: 80, quantity: 2 },
    { index: 3, cash: 98, quantity: 0 },
    { index: 4, cash: 107, quantity: -1 },
  ]
  const close = [10, 10, 12, 9, 9, 8, 10]

  it('reads equity as cash + quantity × close, entries counting from their own candle on', () => {
    expect([...equityColumn(journalOf(entries), Float64Array.from(close), 100)]).toEqual([
      100, 100, 104, 98, 98, 99, 97,
    ])
  })

  it('finds the fall from 104 at candle 2 to 97 at candle 6 and the last equity', () => {
    const scan = scanOf(entries, close)
    expect(scan.candles).toBe(7)
    expect(scan.final).toBe(97)
    expect(scan.drawdown).toEqual({ maxFraction: 7 / 104, maxDurationMs: 4 * 60_000 })
    expect(scan.moments.count).toBe(6)
    expect(scan.moments.mean).toBeCloseTo((0 + 4 / 100 - 6 / 104 + 0 + 1 / 98 - 2 / 99) / 6, 16)
  })

  it('takes the last of several entries at one candle', () => {
    const scan = scanOf([entries[0]!, { index: 1, cash: 60, quantity: 4 }], close)
    expect(scan.final).toBe(100)
    expect(scan.drawdown.maxFraction).toBe(16 / 108)
  })

  it('ignores entries beyond the last candle', () => {
    expect(scanOf([{ index: 7, cash: 0, quantity: 0 }], close).final).toBe(100)
  })

  it('knows a run without a position', () => {
    expect(scanOf([], close)).toEqual({
      candles: 7,
      final: 100,
      moments: { count: 6, mean: 0, deviation: 0, downsideDeviation: 0, ruinIndex: null },
      drawdown: { maxFraction: 0, maxDurationMs: 0 },
    })
    expect(scanOf([], []).final).toBe(100)
  })

  it('names the first candle of a ruin while flat', () => {
    expect(scanOf([{ index: 2, cash: -5, quantity: 0 }], close).moments.ruinIndex).toBe(2)
    expect(scanOf([{ index: 6, cash: -5, quantity: 0 }], close).moments.ruinIndex).toBeNull()
    expect(scanOf([{ index: 0, cash: 0, quantity: 0 }], [1]).moments.ruinIndex).toBeNull()
  })

  it('refuses an index that falls and columns of different length', () => {
    const falling = [entries[1]!, entries[0]!]
    expect(() => scanOf(falling, close)).toThrow(
      new RangeError('journal.index must never fall, received 1 after 3 at entry 1'),
    )
    expect(() => scanEquity(journalOf([]), Float64Array.of(1, 2), minutes(3), 1, 1)).toThrow(
      new RangeError('close must have one entry per candle (3), received 2'),
    )
  })

  it('has the bits of the equity written out, whatever the journal', () => {
    const length = fc.integer({ min: 1, max: 9000 })
    const steps = fc.array(
      fc.record({
        after: fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 5000 })),
        cash: fc.double({ min: 1, max: 1e6, noNaN: true }),
        quantity: fc.oneof(fc.constant(0), fc.double({ min: -1, max: 5, noNaN: true })),
      }),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(length, steps, fc.integer(), (candles, changes, seed) => {
        let state = seed
        const close = Float64Array.from({ length: candles }, () => {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0
          return 100 + (state % 5000) / 100
        })
        let index = 0
        const journal = journalOf(
          changes.map(({ after, cash, quantity }) => {
            index += after
            return { index, cash, quantity }
          }),
        )
        const time = minutes(candles)
        const column = equityColumn(journal, close, 5000)
        expect(scanEquity(journal, close, time, 60_000, 5000)).toEqual(scanEquityColumn(column, time, 60_000, 5000))
      }),
      { numRuns: 300 },
    )
  })
})
