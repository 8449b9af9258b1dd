import { type ChainState, EMPTY_CHAIN } from '../chain/chain.ts'
import type { Sha256 } from '../encoding/sha256.ts'
import { createTree, type MerkleTree, type TreeHead } from '../merkle/tree.ts'
import type { AuditRecord } from '../record/record.ts'
import { createPruneCheck } from '../segments/prune-check.ts'
import {
  declaredSegmentStart,
  isSeal,
  laterProblem,
  openedProblem,
  type SegmentSummary,
} from '../segments/segment-check.ts'
import { checkLine } from './check-line.ts'
import { createPinnedCheckpointCheck, type PinProblem } from './pins.ts'

/** Follows a log line by line: chain, tree, segments, removals and pins. */
export interface LogCheck {
  /** Takes the next line, its line feed included. What is wrong with it, or `null`; after that nothing more is taken. */
  take(line: Uint8Array): string | null
  /** True when the line is one that could stand here. */
  fits(line: Uint8Array): boolean
  /** Another file begins. Why it cannot, or `null`. */
  nextFile(): string | null
  /** What only the end of the log can tell: removed beginnings, if it was read to its end, and pins. */
  problem(complete: boolean): PinProblem | null
  readonly chain: ChainState
  readonly tree: MerkleTree
  /** `seq` of the first record that is there; `null` before it. */
  readonly first: number | null
  readonly segment: SegmentSummary | null
  /** How many bytes of the last file verify. */
  readonly bytes: number
  readonly pinsMatched: number
}

type LogCheckOptions = {
  readonly pinned: ChainState | undefined
  readonly checkpoints: readonly TreeHead[]
  readonly fromAnySegment: boolean
  readonly onRecord: ((record: AuditRecord) => void) | undefined
  readonly sha256: Sha256
}

export function createLogCheck(options: LogCheckOptions): LogCheck {
  const { sha256 } = options
  const pins = createPinnedCheckpointCheck(options.pinned, options.checkpoints)
  const removals = createPruneCheck()
  let chain = EMPTY_CHAIN
  let tree = createTree(undefined, sha256)
  let first: number | null = null
  let segment: SegmentSummary | null = null
  let atFileStart = true

  /** The first record that is there says what came before it. Only a pin can tell whether that is true. */
  const believe = (record: AuditRecord): string | null => {
    const claimed = declaredSegmentStart(record)
    if (claimed === null) return 'the log must begin with the opening of a segment'
    if (claimed.size === 0 && record.prev !== EMPTY_CHAIN.head) return 'prev is not the hash of the record before'
    chain = { size: claimed.size, head: record.prev }
    tree = createTree(claimed, sha256)
    return null
  }

  const begin = (record: AuditRecord): string | null => {
    const problem = (first === null ? believe(record) : null) ?? openedProblem(record, chain, tree, segment)
    if (problem !== null) return problem
    if (first === null) pins.visit(chain.size, chain.head, tree.root)
    first ??= record.seq
    removals.begins(chain, tree)
    segment = { index: Number(record.details['segment']), first: record.seq, records: 0, bytes: 0, sealed: false }
    return null
  }

  const follow = (record: AuditRecord, inside: SegmentSummary): string | null =>
    laterProblem(record, tree, inside) ?? removals.problem(record)

  const take = (line: Uint8Array): string | null => {
    const record = checkLine(line, first === null ? null : chain, sha256)
    if (typeof record === 'string') return record
    const problem = segment === null || atFileStart ? begin(record) : follow(record, segment)
    if (problem !== null) return problem
    atFileStart = false
    chain = { size: record.seq + 1, head: record.hash }
    tree.append(record.hash)
    if (segment !== null) segment = grown(segment, line.length, isSeal(record))
    pins.visit(chain.size, chain.head, tree.root)
    options.onRecord?.(record)
    return null
  }

  const problem = (complete: boolean): PinProblem | null => {
    if (complete && first !== null && removals.removed < first && !options.fromAnySegment) {
      const reason = `records ${removals.removed} to ${first - 1} are missing, and the log does not say that they were removed`
      return { kind: 'bad', firstBadSeq: removals.removed, reason }
    }
    return pins.problem(chain.size)
  }

  return {
    take,
    fits: (line) => typeof checkLine(line, first === null ? null : chain, sha256) !== 'string',
    nextFile() {
      if (segment === null || atFileStart || !segment.sealed) return 'the file ends without the seal of its segment'
      atFileStart = true
      return null
    },
    problem,
    get chain() {
      return chain
    },
    get tree() {
      return tree
    },
    get first() {
      return first
    },
    get segment() {
      return segment
    },
    get bytes() {
      return segment === null || atFileStart ? 0 : segment.bytes
    },
    get pinsMatched() {
      return pins.matched
    },
  }
}

function grown(segment: SegmentSummary, bytes: number, sealed: boolean): SegmentSummary {
  return { ...segment, records: segment.records + 1, bytes: segment.bytes + bytes, sealed }
}
