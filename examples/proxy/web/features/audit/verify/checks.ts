import {
  checkConsistency,
  checkInclusion,
  checkRecord,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  type TreeHead,
} from '@tezgah/audit'

/** What this browser keeps of a log between visits. */
export type Trust = {
  /** Verifier key: given by the reader, or the one that was met first. */
  readonly key: string
  readonly isPinned: boolean
  /** The newest checkpoint that was found to be good. */
  readonly head: TreeHead | null
  /** When that was, epoch ms. */
  readonly seenAt: number | null
}

/** Answers of the service, none of them believed. */
export type CheckpointAnswer = { readonly checkpoint: string; readonly key: string }
export type InclusionAnswer = { readonly proof: readonly string[] }

export type CheckName = 'signature' | 'growth' | 'content' | 'inclusion' | 'chain'

/** `code` says what was wrong, for words; `seq` where. */
export type Failure = { readonly check: CheckName; readonly code: FailureCode; readonly seq: number | null }
export type FailureCode =
  | 'not-a-checkpoint'
  | 'key-changed'
  | 'bad-signature'
  | 'shrunk'
  | 'forked'
  | 'content'
  | 'not-included'
  | 'chain'
  | 'another-record'
  | 'log'

export type CheckpointResult =
  | { readonly status: 'good'; readonly head: TreeHead; readonly key: string; readonly isFirstVisit: boolean }
  | { readonly status: 'failed'; readonly failure: Failure }

const failed = (
  check: CheckName,
  code: FailureCode,
  seq: number | null = null,
): { status: 'failed'; failure: Failure } => ({
  status: 'failed',
  failure: { check, code, seq },
})

/** Whether the note is signed by the key that is known, or where none is, by the one that comes with it. */
export function checkSignature(answer: CheckpointAnswer, trust: Trust | null): CheckpointResult {
  try {
    const key = parseVerifierKey(trust?.key ?? answer.key)
    const opened = openCheckpoint(answer.checkpoint, key.name, [key])
    if (opened.status === 'verified') {
      const { size, root } = opened.checkpoint
      return { status: 'good', head: { size, root }, key: trust?.key ?? answer.key, isFirstVisit: trust === null }
    }
  } catch {
    // A key that is none signs nothing.
  }
  const note = parseNote(answer.checkpoint)
  if (note === null || parseCheckpoint(note.text) === null) return failed('signature', 'not-a-checkpoint')
  return failed('signature', trust !== null && answer.key !== trust.key ? 'key-changed' : 'bad-signature')
}

/** Whether the log of `head` begins with the one that was seen before. The proof is needed only where it has grown. */
export function checkGrowth(head: TreeHead, seen: TreeHead | null, proof: readonly string[]): Failure | null {
  if (seen === null) return null
  if (head.size < seen.size) return failed('growth', 'shrunk', head.size).failure
  return checkConsistency(seen, head, proof) ? null : failed('growth', 'forked', seen.size).failure
}

/** Whether the hash of a record is of its content. */
export function checkContent(raw: unknown, seq: number): Failure | null {
  const found = checkRecord(raw, null)
  if (typeof found === 'string') return failed('content', 'content', seq).failure
  return found.seq === seq ? null : failed('content', 'another-record', seq).failure
}

/** Whether a record, whose content was checked, stands at its place under the signed root. */
export function checkPlace(hash: string, seq: number, head: TreeHead, answer: InclusionAnswer): Failure | null {
  return checkInclusion(hash, seq, head, answer.proof) ? null : failed('inclusion', 'not-included', seq).failure
}
