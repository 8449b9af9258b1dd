import { type ChainState, EMPTY_CHAIN } from '../chain/chain.ts'
import { EMPTY_ROOT } from '../merkle/hashing.ts'
import type { TreeHead } from '../merkle/tree.ts'

/** Compares a log, as it is read, with states of it that were kept elsewhere. */
export interface PinnedCheckpointCheck {
  /** The log now has `size` records. */
  visit(size: number, head: string, root: () => string): void
  /** Sizes whose state was found as it was pinned. */
  readonly matched: number
  /** The verdict once the log has ended at `size` records. */
  problem(size: number): PinProblem | null
}

/** `bad`: this is not the log that was pinned. `unproven`: what is left of it begins after every pin. */
export type PinProblem =
  | { readonly kind: 'bad'; readonly firstBadSeq: number; readonly reason: string }
  | { readonly kind: 'unproven'; readonly reason: string }

type Pin = { readonly size: number; readonly head?: string; readonly root?: string }

export function createPinnedCheckpointCheck(
  pinned: ChainState | undefined,
  checkpoints: readonly TreeHead[],
): PinnedCheckpointCheck {
  const all: readonly Pin[] = [...(pinned === undefined ? [] : [pinned]), ...checkpoints]
  // A pin of no records says nothing of any log, but it must be of none.
  const pins = all.filter(({ size }) => size !== 0)
  const falseStart = all.some(({ size, head = EMPTY_CHAIN.head, root = EMPTY_ROOT }) => {
    return size === 0 && (head !== EMPTY_CHAIN.head || root !== EMPTY_ROOT)
  })
  const bySize = new Map<number, Pin[]>()
  for (const pin of pins) bySize.set(pin.size, [...(bySize.get(pin.size) ?? []), pin])
  const largest = pins.reduce((size, pin) => Math.max(size, pin.size), 0)
  let matched = 0
  let lastGood = 0
  let mismatch: number | null = falseStart ? 0 : null

  return {
    visit(size, head, root) {
      for (const pin of bySize.get(size) ?? []) {
        const equal = pin.head === undefined ? pin.root === root() : pin.head === head
        if (!equal) mismatch ??= size
        if (!equal || mismatch !== null) continue
        matched += 1
        lastGood = size
      }
    },
    get matched() {
      return matched
    },
    problem(size) {
      if (mismatch !== null) {
        const reason = `the first ${mismatch} records are not those that were pinned`
        return { kind: 'bad', firstBadSeq: lastGood, reason }
      }
      if (largest > size) {
        return { kind: 'bad', firstBadSeq: size, reason: `the log had ${largest} records, ${size} are left` }
      }
      if (pins.length === 0 || matched > 0) return null
      return {
        kind: 'unproven',
        reason: `every pinned state is of records that were removed, the largest of ${largest}`,
      }
    },
  }
}
