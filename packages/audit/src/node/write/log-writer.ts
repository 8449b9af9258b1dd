import { type Appended, appendLogRecord, type ChainState, draftRecord, type Stamp } from '../../chain/chain.ts'
import { rotateKey } from '../../checkpoint/key-ring.ts'
import type { VerifierKey } from '../../checkpoint/verifier-key.ts'
import { createTree, type TreeHead, type TreeState } from '../../merkle/tree.ts'
import type { AuditEvent } from '../../record/record.ts'
import { createRedaction } from '../../record/redact.ts'
import type { SealRequest } from '../../sealed/seal.ts'
import {
  openSegment,
  type PreviousSegment,
  pruneSegments,
  type SegmentContext,
  type SegmentStart,
  sealSegment,
} from '../../segments/segment.ts'
import type { SegmentSummary } from '../../segments/segment-check.ts'
import { type AuditClock, randomHex } from '../files/clock.ts'
import { type LogNames, sealedName } from '../files/log-files.ts'
import { nodeSha256 } from '../files/node-hash.ts'

/** Writes the next lines of a log, in memory: the caller must write each line to the disk, in order. */
export interface LogWriter {
  /**
   * The next record, if it is taken. Its line is valid until the next call.
   *
   * @throws AuditError `invalid_event` and RangeError as `appendRecord`
   */
  draft(event: AuditEvent, seal: readonly SealRequest[]): Appended
  /** The log goes on with this record, which must be the last that was drafted. */
  take(drafted: Appended): void
  recoveredTail(file: string, cut: { readonly bytes: number; readonly sha256: string }): Uint8Array
  keyRotated(from: VerifierKey, to: VerifierKey): Uint8Array
  segmentsPruned(names: readonly string[], beginning: SegmentStart): Uint8Array
  /** The seal of the segment, and the name that its file shall have. */
  seal(): { readonly line: Uint8Array; readonly name: string }
  /** The first record of the next segment, and the log before it. */
  open(): { readonly line: Uint8Array; readonly beginning: SegmentStart }
  /** Root of the tree over all records written so far. */
  head(): TreeHead
  /** Takes what was written into the tree. Done anyway when a root is needed; best while the disk works. */
  catchUp(): void
  readonly chain: ChainState
  readonly segment: SegmentSummary | null
  /** Wall clock time of the last record. */
  readonly lastTime: number
}

/** The end of a log. */
export type LogPosition = {
  readonly chain: ChainState
  readonly tree: TreeState
  readonly segment: SegmentSummary | null
  readonly lastTime: number
}

export function createLogWriter(options: {
  readonly position: LogPosition
  readonly names: LogNames
  readonly clock: AuditClock
  readonly secrets: readonly string[]
  /** Called with the hash of each record once it is in the tree. */
  readonly onLeaf?: (hash: string) => void
}): LogWriter {
  const { position, names, clock, secrets, onLeaf } = options
  const tree = createTree(position.tree, nodeSha256)
  const redaction = createRedaction(secrets)
  const boot = randomHex(clock, 16)
  const openedAt = clock.monotonic()
  let { chain, segment, lastTime } = position
  let leaves: string[] = []
  let lastMono = 0

  const stamp = (): Stamp => {
    lastTime = clock.now()
    const microseconds = Math.floor((clock.monotonic() - openedAt) * 1000)
    lastMono = Math.max(lastMono, microseconds)
    return { time: lastTime, mono: lastMono, boot }
  }

  const catchUp = (): void => {
    for (const hash of leaves) {
      tree.append(hash)
      onLeaf?.(hash)
    }
    leaves = []
  }

  const take = (next: Appended): Appended => {
    chain = next.state
    leaves.push(chain.head)
    if (segment !== null) {
      const { index, first, records, bytes, sealed } = segment
      segment = { index, first, records: records + 1, bytes: bytes + next.line.length, sealed }
    }
    return next
  }

  const context = (): SegmentContext => {
    catchUp()
    return { chain, tree, stamp: stamp(), sha256: nodeSha256 }
  }

  const previous = (): PreviousSegment | null => {
    if (segment === null) return null
    return { name: sealedName(names, segment.first), bytes: segment.bytes, records: segment.records }
  }

  return {
    draft: (event, seal) => draftRecord(chain, event, stamp(), { redaction, seal, sha256: nodeSha256 }),
    take: (drafted) => void take(drafted),
    recoveredTail(file, cut) {
      const event = { action: 'log.recovered_tail', subject: file, details: cut } as const
      return take(appendLogRecord(chain, event, stamp(), nodeSha256)).line
    },
    keyRotated: (from, to) => take(rotateKey(context(), from, to)).line,
    segmentsPruned: (pruned, beginning) => take(pruneSegments(context(), pruned, beginning)).line,
    seal() {
      if (segment === null) throw new Error('no segment is open')
      const { line } = take(sealSegment(context(), segment.index, segment.records, segment.bytes))
      segment = { ...segment, sealed: true }
      return { line, name: sealedName(names, segment.first) }
    },
    open() {
      const at = context()
      const beginning = { ...chain, frontier: tree.state().frontier }
      const index = segment === null ? 0 : segment.index + 1
      const next = openSegment(at, index, previous())
      segment = { index, first: chain.size, records: 0, bytes: 0, sealed: false }
      return { line: take(next).line, beginning }
    },
    head() {
      catchUp()
      return { size: tree.size, root: tree.root() }
    },
    catchUp,
    get chain() {
      return chain
    },
    get segment() {
      return segment
    },
    get lastTime() {
      return lastTime
    },
  }
}
