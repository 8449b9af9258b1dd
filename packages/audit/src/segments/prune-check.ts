import type { ChainState } from '../chain/chain.ts'
import type { MerkleTree } from '../merkle/tree.ts'
import { type AuditRecord, isCount, LOG_ACTOR } from '../record/record.ts'
import { SEGMENTS_PRUNED } from './segment.ts'

/** Checks what a log says of the segments that were removed from its beginning. */
export interface PruneCheck {
  /** A segment begins here. */
  begins(chain: ChainState, tree: MerkleTree): void
  /** What is wrong with a record on removed segments, or `null`; `null` for any other record. */
  problem(record: AuditRecord): string | null
  /** How many records at the beginning of the log were removed, as its records state. */
  readonly removed: number
}

export function createPruneCheck(): PruneCheck {
  // Keeps one text for each segment that is there.
  const beginnings = new Map<number, string>()
  let first = 0
  let removed = 0

  return {
    begins({ size, head }, tree) {
      if (beginnings.size === 0) first = size
      beginnings.set(size, beginning(size, head, tree.state().frontier))
    },
    problem({ actor, action, details }) {
      if (actor !== LOG_ACTOR || action !== SEGMENTS_PRUNED) return null
      const { size, head, frontier, through } = details
      if (!isCount(size) || through !== size - 1 || size <= removed) {
        return 'not a removal that can have been'
      }
      // An older removal, of which nothing is left to compare with.
      const known = size < first ? null : beginnings.get(size)
      if (known !== null && known !== beginning(size, head, frontier))
        return 'no segment begins where the removal ended'
      removed = size
      return null
    },
    get removed() {
      return removed
    },
  }
}

function beginning(size: number, head: unknown, frontier: unknown): string {
  // What is missing becomes null, which is no head.
  return JSON.stringify([size, head, frontier])
}
