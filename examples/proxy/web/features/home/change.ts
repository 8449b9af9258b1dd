import type { Spot } from '../../api/documents.ts'

/** What the price has gained over 24 hours as a fraction of what it was; the exchange measures it at the ask. */
export function changeFraction({ ask, change }: Pick<Spot, 'ask' | 'change'>): number | null {
  if (ask === null || change === null) return null
  const before = Number(ask) - Number(change)
  return before > 0 ? Number(change) / before : null
}
