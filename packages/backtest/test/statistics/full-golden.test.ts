import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ConventionName } from '../../src/options/statistics.ts'
import { computeStatistics } from '../../src/statistics/evaluate.ts'
import { runOf } from './runs.ts'

type Case = {
  name: string
  riskFreeRate: number
  time: number[]
  intervalMs: number
  equity: number[]
  benchmark: number[]
  initialCash: number
  turnover: number
  entryIndex: number[]
  exitIndex: number[]
  profit: number[]
  returnPct: number[]
  expected: Record<ConventionName, Record<string, number>>
}

const cases: Case[] = JSON.parse(readFileSync(path.join(import.meta.dirname, 'golden/full.json'), 'utf8'))

describe.each(cases)('full statistics against an independent program: $name', (golden) => {
  const { time, intervalMs, equity, initialCash, riskFreeRate } = golden
  const input = runOf({
    time,
    equity,
    initialCash,
    intervalMs,
    turnover: String(golden.turnover),
    trades: golden.profit.map((profit, row) => ({
      profit,
      returnPct: golden.returnPct[row]!,
      entryIndex: golden.entryIndex[row]!,
      exitIndex: golden.exitIndex[row]!,
    })),
  })
  const benchmark = Float64Array.from(golden.benchmark)

  it.each(['tezgah', 'empyrical', 'quantstats', 'freqtrade'] as const)('%s', (convention) => {
    const statistics: Record<string, unknown> = computeStatistics(input, { convention, riskFreeRate, benchmark })
    const expected = Object.entries(golden.expected[convention])
    expect(expected.length).toBeGreaterThan(15)
    for (const [name, value] of expected) {
      const [group = '', figure = ''] = name.split('.')
      const actual = (statistics[group] as Record<string, number | null>)[figure]
      const distance = Math.abs((actual ?? Number.NaN) - value) / Math.max(Math.abs(value), 1e-6)
      expect(distance, `${name} is ${actual}, expected ${value}`).toBeLessThan(1e-9)
    }
  })
})
