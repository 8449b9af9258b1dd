import type { Ledger, LedgerSettings } from './ledger.ts'

type Dated = { readonly at: number }

/** Adds an entry and forgets the ones that are too old or too many; from what is forgotten on, less is known. */
export function appendWithinRetention<Key extends 'orders' | 'trades' | 'closed'>(
  ledger: Ledger,
  key: Key,
  entry: Ledger[Key][number],
): Ledger {
  const list: readonly Dated[] = ledger[key]
  const { keepMs, maxItems } = ledger.settings
  const all = appended(list, entry)
  const old = all.findIndex(({ at }) => at >= entry.at - keepMs)
  const cut = Math.max(old, all.length - maxItems)
  const lastCut = all[cut - 1]
  const since = lastCut === undefined ? ledger.since : Math.max(ledger.since, lastCut.at + 1)
  return { ...ledger, since, [key]: all.slice(cut) }
}

/** Adds entries, and keeps one that is older than the rest: it says what held when the rest began. */
export function withinRetention<T extends Dated>(
  list: readonly T[],
  entries: readonly T[],
  { keepMs, maxItems }: LedgerSettings,
): readonly T[] {
  const all = [...list, ...entries]
  const last = all.at(-1)?.at ?? 0
  const young = all.findIndex(({ at }) => at > last - keepMs)
  return all.slice(Math.max(0, young - 1, all.length - maxItems))
}

/** Reports may overtake one another; what comes late counts as now, so that every list stays in order. */
function appended<T extends Dated>(list: readonly T[], entry: T): readonly T[] {
  const last = list.at(-1)
  return [...list, last !== undefined && last.at > entry.at ? { ...entry, at: last.at } : entry]
}
