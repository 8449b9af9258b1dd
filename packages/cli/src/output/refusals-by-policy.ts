import type { BacktestResult } from '@tezgah/backtest'

/** How many orders each policy refused, the most first; an order that several refuse counts for each. */
export function refusalsByPolicy({ orders }: BacktestResult): readonly (readonly [policy: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const { reason, observed } of orders) {
    if (reason !== 'guard') continue
    const names = [...(observed ?? '').matchAll(/(?:^|; )[A-Z_]+ \(([\w.-]+)\): /g)].map(([, name]) => name!)
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
}
