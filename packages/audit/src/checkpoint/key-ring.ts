import { type Appended, appendLogRecord } from '../chain/chain.ts'
import type { TreeHead } from '../merkle/tree.ts'
import { type AuditRecord, LOG_ACTOR } from '../record/record.ts'
import type { SegmentContext } from '../segments/segment.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { VerifySignature } from './ed25519.ts'
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './verifier-key.ts'

/** Action of the record that another key signs the checkpoints from now on. */
export const KEY_ROTATED = 'log.key_rotated'

/** The record of a change of keys. Until the old key has signed a checkpoint that covers it, both must sign. */
export function rotateKey({ chain, stamp, sha256 }: SegmentContext, from: VerifierKey, to: VerifierKey): Appended {
  const details = { from: from.id, to: formatVerifierKey(to) }
  return appendLogRecord(chain, { action: KEY_ROTATED, subject: to.name, details }, stamp, sha256)
}

/** A change of keys that a log records. */
export type KeyRotation = { readonly seq: number; readonly from: string; readonly to: VerifierKey }

/** The change of keys in a record, or `null` where there is none. */
export function keyRotation({ actor, action, seq, details: { from, to } }: AuditRecord): KeyRotation | null {
  if (actor !== LOG_ACTOR || action !== KEY_ROTATED || typeof from !== 'string' || typeof to !== 'string') return null
  try {
    return { seq, from, to: parseVerifierKey(to) }
  } catch {
    return null
  }
}

/** What the checkpoints of a log prove, given one key that is known for certain. */
export type TrustedCheckpoints = {
  /** Tree heads that a trusted key signed, in the order of the notes. */
  readonly heads: readonly TreeHead[]
  /** The key that was given, and those that took its place. */
  readonly keys: readonly VerifierKey[]
  /** Notes that nothing can be said about: another log's, not notes, not signed by a trusted key, or signed wrongly. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[]
}

/**
 * Opens the checkpoints of a log whose keys changed over time. A new key is trusted once a key that was trusted before
 * has signed a checkpoint that covers the record of the change: the record alone proves no key.
 */
export function trustCheckpoints(options: {
  /** Oldest first. */
  readonly notes: readonly string[]
  readonly origin: string
  readonly key: VerifierKey
  /** From the records of the log, in order. */
  readonly rotations?: readonly KeyRotation[]
  readonly verify?: VerifySignature
}): TrustedCheckpoints {
  const { notes, origin, key, rotations = [], verify } = options
  const keys = [key]
  const heads: TreeHead[] = []
  const refused: { index: number; reason: string }[] = []
  for (const [index, note] of notes.entries()) {
    const opened = openCheckpoint(note, origin, keys, verify)
    if (opened.status === 'refused') {
      refused.push({ index, reason: opened.reason })
      continue
    }
    const { size, root } = opened.checkpoint
    heads.push({ size, root })
    const signers = opened.by.map((each) => each.key.id)
    for (const { seq, from, to } of rotations) {
      if (seq < size && signers.includes(from) && keys.every(({ id }) => id !== to.id)) keys.push(to)
    }
  }
  return { heads, keys, refused }
}
