import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { STATISTICS } from '../../src/options/statistics.ts'
import { computeStatistics } from '../../src/statistics/evaluate.ts'
import { runOf } from './runs.ts'

it('docs/statistics.md has a row for every figure and names every convention', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/statistics.md'), 'utf8')
  const { returns, risk, drawdown, ratios, benchmark, activity, trades } = computeStatistics(
    runOf({ equity: [100, 101] }),
  )
  const names = [returns, risk, drawdown, ratios, benchmark, activity, trades].flatMap((group) => Object.keys(group))
  expect(names.length).toBeGreaterThan(80)
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  for (const name of names) {
    expect(
      rows.some((row) => row.split('|')[1]!.includes(`\`${name}\``)),
      name,
    ).toBe(true)
  }
  for (const name of STATISTICS.convention.choices) expect(page).toContain(`| \`${name}\``)
})
