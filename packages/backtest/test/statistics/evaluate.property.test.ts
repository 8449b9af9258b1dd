import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATISTICS } from '../../src/options/statistics.ts'
import { computeStatistics, coreStatistics } from '../../src/statistics/evaluate.ts'
import type { FullStatistics } from '../../src/statistics/metrics.ts'
import { DAY_MS, runOf, type TradeGiven } from './runs.ts'

const mark = fc.oneof(
  fc.double({ min: 0.01, max: 1e6, noNaN: true }),
  fc.constantFrom(0, -5, 100, 1e-300, 1e300, Number.MAX_VALUE),
)
const close = fc.oneof(fc.double({ min: 0.01, max: 1e6, noNaN: true }), fc.constantFrom(5e-324, Number.MAX_VALUE))
const trade: fc.Arbitrary<TradeGiven> = fc.record({
  profit: fc.oneof(fc.integer({ min: -500, max: 500 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
  returnPct: fc.integer({ min: -150, max: 300 }),
  side: fc.constantFrom('long', 'short'),
  entryTag: fc.constantFrom(null, 'a', 'b'),
  exitReason: fc.constantFrom(null, 'stop', 'target'),
  maePct: fc.constantFrom(Number.NaN, 1, 7),
})
const trades = fc.array(trade, { maxLength: 12 })
const step = fc.constantFrom(60_000, 3_600_000, DAY_MS, 7 * DAY_MS, 31 * DAY_MS, 365 * DAY_MS)
const convention = fc.constantFrom(...STATISTICS.convention.choices)

/** Every figure of the statistics by its path, `null` or a number. */
function figuresOf(statistics: FullStatistics): Map<string, unknown> {
  const figures = new Map<string, unknown>()
  const skipped = new Set(['notes', 'convention', 'drawdowns', 'name', 'feesPaid', 'slippagePaid', 'turnover'])
  const visit = (value: object, path: string): void => {
    for (const [key, entry] of Object.entries(value)) {
      if (skipped.has(key)) continue
      const at = path === '' ? key : `${path}.${key}`
      if (typeof entry === 'object' && entry !== null) visit(entry, at)
      else figures.set(at, entry)
    }
  }
  visit(statistics, '')
  return figures
}

describe('computeStatistics, for any input', () => {
  it('gives a finite number or null with a reason, never anything else, and survives JSON', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(mark, close), { maxLength: 25 }),
        trades,
        step,
        convention,
        fc.constantFrom(0, 0.03),
        (rows, given, interval, name, riskFreeRate) => {
          const input = runOf({
            equity: rows.map(([equity]) => equity),
            close: rows.map(([, price]) => price),
            time: rows.map((_, i) => i * interval),
            intervalMs: interval,
            initialCash: 100,
            trades: given,
          })
          const benchmark = Float64Array.from(rows, ([, price]) => price)
          const statistics = computeStatistics(input, { convention: name, riskFreeRate, benchmark })
          const missing: string[] = []
          for (const [path, value] of figuresOf(statistics)) {
            if (value === null) missing.push(path)
            else expect(Number.isFinite(value), `${path} is ${value}`).toBe(true)
          }
          expect(missing.toSorted()).toEqual(Object.keys(statistics.notes).toSorted())
          expect(JSON.parse(JSON.stringify(statistics))).toEqual(statistics)
        },
      ),
      { numRuns: 600 },
    )
  })

  const equities = fc.array(fc.double({ min: 50, max: 200, noNaN: true }), { minLength: 2, maxLength: 60 })

  it('equals the core statistics of the same run under tezgah, to the last bit', () => {
    fc.assert(
      fc.property(equities, trades, (equity, given) => {
        const input = runOf({ equity, trades: given, initialCash: 100 })
        const full = computeStatistics(input)
        const core = coreStatistics({
          ...input,
          periodsPerYear: null,
          openTradeCount: 0,
          trades: {
            count: given.length,
            profit: Float64Array.from(input.trades.profit),
            returnPct: Float64Array.from(input.trades.returnPct),
          },
        })
        const pairs: [number | null, number | null][] = [
          [full.returns.totalReturnPct, core.returnPct],
          [full.returns.buyAndHoldReturnPct, core.buyAndHoldReturnPct],
          [full.returns.cagrPct, core.cagrPct],
          [full.risk.annualVolatilityPct, core.annualVolatilityPct],
          [full.ratios.sharpe, core.sharpe],
          [full.ratios.sortino, core.sortino],
          [full.ratios.calmar, core.calmar],
          [full.drawdown.maxDrawdownPct, core.maxDrawdownPct],
          [full.drawdown.maxDrawdownDurationMs, core.maxDrawdownDurationMs],
          [full.activity.exposurePct, core.exposurePct],
          [full.trades.winRatePct, core.winRatePct],
          [full.trades.profitFactor, core.profitFactor],
          [full.trades.expectancyPct, core.expectancyPct],
          [full.trades.sqn, core.sqn],
        ]
        for (const [ours, expected] of pairs) expect(ours).toBe(expected)
      }),
    )
  })

  it('compounds the months and the years to the total return', () => {
    fc.assert(
      fc.property(equities, (equity) => {
        const time = equity.map((_, i) => i * 11 * DAY_MS)
        const { byMonth, byYear, returns } = computeStatistics(runOf({ equity, time, initialCash: 100 }))
        for (const periods of [byMonth, byYear]) {
          const product = periods.reduce((total, { returnPct }) => total * (1 + returnPct! / 100), 1)
          expect((product - 1) * 100).toBeCloseTo(returns.totalReturnPct!, 8)
        }
      }),
    )
  })

  it('adds up the sides, tags and reasons to all trades', () => {
    fc.assert(
      fc.property(equities, trades, convention, (equity, given, name) => {
        const statistics = computeStatistics(runOf({ equity, trades: given }), { convention: name })
        const { long, short, byTag, byExitReason } = statistics
        const total = given.length
        expect(long.count! + short.count!).toBe(total)
        expect(byTag.reduce((sum, { count }) => sum + count, 0)).toBe(total)
        expect(byExitReason.reduce((sum, { count }) => sum + count, 0)).toBe(total)
      }),
    )
  })

  it('keeps every ratio where all money is doubled', () => {
    const whole = trades.map((list) => list.map((given) => ({ ...given, profit: Math.round(given.returnPct! * 3) })))
    fc.assert(
      fc.property(equities, whole, convention, (equity, given, name) => {
        const doubled = given.map((one) => ({ ...one, profit: one.profit * 2 }))
        const plain = computeStatistics(runOf({ equity, trades: given, initialCash: 100 }), { convention: name })
        const larger = computeStatistics(
          runOf({ equity: equity.map((value) => value * 2), close: equity, trades: doubled, initialCash: 200 }),
          { convention: name },
        )
        expect(larger.risk).toEqual(plain.risk)
        expect(larger.drawdown).toEqual(plain.drawdown)
        for (const [ratio, value] of Object.entries<number | null>(plain.ratios)) {
          const doubledRatio = larger.ratios[ratio as keyof FullStatistics['ratios']]
          // The decimals of the amounts are rounded when written, so an exact difference is not the same one.
          if (value === null) expect(doubledRatio, ratio).toBeNull()
          else expect(Math.abs(doubledRatio! - value), ratio).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(value), 1))
        }
      }),
    )
  })

  it('sees a run equal to its benchmark with a beta of one and no alpha', () => {
    fc.assert(
      fc.property(equities, fc.constantFrom('tezgah', 'empyrical', 'quantstats'), (equity, name) => {
        const input = runOf({ equity })
        fc.pre(new Set(equity.slice(1).map((value, i) => value / equity[i]!)).size > 1)
        const { benchmark } = computeStatistics(input, { convention: name, benchmark: input.equity })
        expect(benchmark.beta).toBeCloseTo(1, 9)
        expect(Math.abs(benchmark.alphaPct!)).toBeLessThan(1e-6)
      }),
    )
  })
})
