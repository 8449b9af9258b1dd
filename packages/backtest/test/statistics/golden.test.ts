import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { coreStatistics } from '../../src/statistics/evaluate.ts'

type Case = {
  name: string
  time: number[]
  intervalMs: number
  equity: number[]
  close: number[]
  initialCashExact: string
  finalEquity: string
  periodsPerYear: number | null
  trades: { profit: number[]; returnPct: number[]; count: number }
  expected: Record<string, number>
}

const cases: Case[] = JSON.parse(readFileSync(path.join(import.meta.dirname, 'golden', 'statistics.json'), 'utf8'))

// Compounding a run of hours to a year multiplies the one rounding of final / initial by the number of such runs in a year.
const compounded = new Set(['cagrPct', 'calmar'])

describe('statistics against 80-digit decimal arithmetic', () => {
  it.each(cases)('$name', (golden) => {
    const statistics: Record<string, unknown> = coreStatistics({
      ...golden,
      time: Float64Array.from(golden.time),
      equity: Float64Array.from(golden.equity),
      close: Float64Array.from(golden.close),
      initialCash: golden.initialCashExact,
      feesPaid: '0',
      exposedCandles: 0,
      openTradeCount: 0,
      minimumDays: 0,
      trades: {
        profit: Float64Array.from(golden.trades.profit),
        returnPct: Float64Array.from(golden.trades.returnPct),
        count: golden.trades.count,
      },
    })
    expect(statistics['notes']).toEqual({})
    expect(Object.keys(golden.expected)).toHaveLength(13)
    for (const [name, expected] of Object.entries(golden.expected)) {
      const relative = Math.abs(Number(statistics[name]) - expected) / Math.abs(expected)
      expect(relative, `${name} is ${statistics[name]}, expected ${expected}`).toBeLessThan(
        compounded.has(name) ? 1e-9 : 1e-12,
      )
    }
  })
})
