import { isFields } from '../../../api/documents.ts'
import type { Trust } from '../verify/checks.ts'

const KEY = 'audit-trust'

/** What was kept, or `null` where nothing was, or nothing that can be used. */
export function parseTrust(text: string | null): Trust | null {
  if (text === null) return null
  try {
    const kept: unknown = JSON.parse(text)
    if (!isFields(kept) || typeof kept['key'] !== 'string') return null
    const { head, seenAt } = kept
    const hasHead = isFields(head) && Number.isSafeInteger(head['size']) && typeof head['root'] === 'string'
    return {
      key: kept['key'],
      isPinned: kept['isPinned'] === true,
      head: hasHead ? { size: Number(head['size']), root: String(head['root']) } : null,
      seenAt: hasHead && typeof seenAt === 'number' ? seenAt : null,
    }
  } catch {
    return null
  }
}

/** Between visits of this browser; where it keeps nothing, for this visit. */
export interface TrustKeeper {
  read(): Trust | null
  keep(trust: Trust | null): void
}

export function createTrustKeeper(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): TrustKeeper {
  let trust: Trust | null = null
  try {
    trust = parseTrust(storage.getItem(KEY))
  } catch {
    // Storage may be forbidden.
  }
  return {
    read: () => trust,
    keep: (next) => {
      trust = next
      try {
        if (next === null) storage.removeItem(KEY)
        else storage.setItem(KEY, JSON.stringify(next))
      } catch {
        // Then it is kept until the page is left.
      }
    },
  }
}
