import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coreStatistics } from '../../src/statistics/evaluate.ts'
import type { Statistics } from '../../src/statistics/metrics.ts'
import { plainDecimal, statisticsInput } from './inputs.ts'

const anyFinite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1e-30),
  fc.double({ min: -1000, max: 1000, noNaN: true }),
)
const aboveZero = fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true })
const reasonable = fc.double({ min: 0.01, max: 1e6, noNaN: true })
const profit = fc.integer({ min: -100_000_000, max: 100_000_000 }).map((cents) => cents / 100)

const RATIOS = [
  'returnPct',
  'buyAndHoldReturnPct',
  'cagrPct',
  'annualVolatilityPct',
  'sharpe',
  'sortino',
  'calmar',
  'maxDrawdownPct',
  'maxDrawdownDurationMs',
  'exposurePct',
  'winRatePct',
  'profitFactor',
  'expectancyPct',
  'sqn',
] as const satisfies readonly (keyof Statistics)[]

describe('coreStatistics, for any input', () => {
  it('gives a finite number or null with a reason, never anything else', () => {
    const numbers = fc.array(anyFinite, { maxLength: 30 })
    const periods = fc.option(aboveZero, { nil: null })
    fc.assert(
      fc.property(
        numbers,
        numbers,
        aboveZero,
        anyFinite,
        periods,
        (equity, profits, initialCash, last, periodsPerYear) => {
          const statistics = coreStatistics({
            ...statisticsInput({ equity, profits, initialCash, periodsPerYear }),
            finalEquity: plainDecimal(last),
          })
          for (const name of RATIOS) {
            const value = statistics[name]
            if (value !== null) expect(Number.isFinite(value), `${name} is ${value}`).toBe(true)
            expect(Object.hasOwn(statistics.notes, name), `${name} is ${value}, notes disagree`).toBe(value === null)
          }
          expect(Object.keys(statistics.notes).filter((name) => !RATIOS.some((ratio) => ratio === name))).toEqual([])
          expect(JSON.parse(JSON.stringify(statistics))).toEqual(statistics)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('keeps every ratio to the last bit when all money is scaled by a power of two', () => {
    const scale = fc.integer({ min: -20, max: 20 }).map((n) => 2 ** n)
    const equities = fc.array(reasonable, { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(equities, fc.array(profit, { maxLength: 20 }), scale, (equity, profits, factor) => {
        const plain = statisticsInput({ equity, profits })
        const scaled = {
          ...statisticsInput({ equity: equity.map((mark) => mark * factor), profits }),
          trades: { ...plain.trades, profit: plain.trades.profit.map((value) => value * factor) },
        }
        const { initialCash: _cash, finalEquity: _equity, returnPct, ...expected } = coreStatistics(plain)
        const actual = coreStatistics(scaled)
        expect(actual).toMatchObject(expected)
        // The scaled decimals are rounded when written, so the exact difference is not the same one.
        expect(Math.abs(actual.returnPct! - returnPct!)).toBeLessThanOrEqual(1e-12 * (100 + Math.abs(returnPct!)))
      }),
    )
  })

  it('keeps drawdown, exposure and win rate inside 0…100 % while equity is above zero', () => {
    const equities = fc.array(reasonable, { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(equities, fc.array(profit, { minLength: 1, maxLength: 20 }), fc.nat(), (equity, profits, pick) => {
        const exposedCandles = pick % (equity.length + 1)
        const statistics = coreStatistics(statisticsInput({ equity, profits, exposedCandles }))
        for (const name of ['maxDrawdownPct', 'exposurePct', 'winRatePct'] as const) {
          expect(statistics[name], name).toBeGreaterThanOrEqual(0)
          expect(statistics[name], name).toBeLessThanOrEqual(100)
        }
        expect(statistics.maxDrawdownPct! > 0).toBe(statistics.maxDrawdownDurationMs! > 0)
      }),
    )
  })
})
