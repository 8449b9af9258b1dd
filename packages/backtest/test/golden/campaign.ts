/**
 * Compares runs from `reference/main.py campaign` with the engine; see README.md. Reads JSON lines from standard input.
 */
import { createInterface } from 'node:readline'
import { createSeries } from '../../src/index.ts'
import { type Given, rowsOf, runGiven } from './given.ts'

type Row = {
  name: string
  given: Given
  candles: { time: number[]; open: number[]; high: number[]; low: number[]; close: number[]; volume: number[] }
  expected: { orders: unknown[][]; fills: unknown[][]; trades: unknown[][]; account: unknown }
}

/** The first place at which two values differ, or null. */
function difference(ours: unknown, theirs: unknown, where: string): string | null {
  if (Array.isArray(ours) && Array.isArray(theirs) && Array.isArray(theirs[0] ?? ours[0])) {
    for (let at = 0; at < Math.max(ours.length, theirs.length); at++) {
      if (JSON.stringify(ours[at]) !== JSON.stringify(theirs[at]))
        return `${where}[${at}]\n    engine    ${JSON.stringify(ours[at])}\n    reference ${JSON.stringify(theirs[at])}`
    }
    return null
  }
  return JSON.stringify(ours) === JSON.stringify(theirs)
    ? null
    : `${where}\n    engine    ${JSON.stringify(ours)}\n    reference ${JSON.stringify(theirs)}`
}

const totals = { runs: 0, differing: 0, orders: 0, fills: 0 }
const limit = Number(process.argv[2] ?? 5)

function compare({ name, given, candles, expected }: Row): void {
  let found: string | null
  try {
    const result = runGiven(given, createSeries({ symbol: 'RANDOM', interval: '1d', ...candles }))
    const rows = rowsOf(result)
    found =
      difference(rows.fills, expected.fills, 'fills') ??
      difference(rows.orders, expected.orders, 'orders') ??
      difference(rows.trades, expected.trades, 'trades') ??
      difference(result.account, expected.account, 'account')
    totals.fills += rows.fills.length
    totals.orders += rows.orders.length
  } catch (error) {
    found = error instanceof Error ? `threw ${error.message}` : String(error)
  }
  totals.runs++
  if (found === null) return
  totals.differing++
  if (totals.differing <= limit) console.log(`${name} differs: ${found}`)
}

for await (const line of createInterface({ input: process.stdin })) compare(JSON.parse(line) as Row)
console.log(
  `${totals.runs} runs, ${totals.orders} orders, ${totals.fills} fills: ${totals.differing} runs differ from the reference`,
)
process.exitCode = totals.differing === 0 ? 0 : 1
