import type { Rule } from '../conventions/convention.ts'
import { averageHolding, meanTradeReturn, netProfit, profitFactor, winCount, winRate } from '../rules/trade-rules.ts'
import type { Facts } from './facts.ts'
import type { TradeGroup } from './full-statistics.ts'
import type { ClosedTradeColumns } from './input.ts'
import type { Notes } from './notes.ts'
import { TradeSet } from './trade-set.ts'

/** Trades by their tag or reason, in the order in which each first appears; a note's path ends with the entry's index. */
export function groupTrades(
  path: string,
  columns: ClosedTradeColumns,
  labels: ArrayLike<string | null>,
  facts: Facts,
  notes: Notes,
): TradeGroup[] {
  const rows = new Map<string | null, number[]>()
  for (let row = 0; row < columns.count; row++) {
    const label = labels[row] ?? null
    const present = rows.get(label)
    if (present) present.push(row)
    else rows.set(label, [row])
  }
  return Array.from(rows, ([name, chosen], index) => {
    const trades = new TradeSet(columns, Int32Array.from(chosen), false)
    const figure = (field: string, rule: Rule) => notes.figure(`${path}.${index}.${field}`, rule(facts, trades))
    return {
      name,
      count: trades.count,
      winCount: winCount(facts, trades).value ?? 0,
      winRatePct: figure('winRatePct', winRate),
      netProfit: figure('netProfit', netProfit),
      profitFactor: figure('profitFactor', profitFactor),
      averageTradePct: figure('averageTradePct', meanTradeReturn),
      averageHoldingMs: figure('averageHoldingMs', averageHolding),
    }
  })
}
