import type { SegmentSummary } from '../segments/segment-check.ts'

/** What the bytes of a log turned out to be. */
export type Verification = Intact | Torn | Tampered | Unproven

/** The records that verify; part of every verdict. */
export type Checked = {
  /** How many records the log has had, from its first ever to the last that verifies. */
  readonly size: number
  /** Hash of the last record that verifies; 64 zeros when the log is empty. */
  readonly head: string
  /** Merkle root over the first `size` records. */
  readonly root: string
  /** The perfect subtrees of that tree, the largest first: with `size`, all that is needed to go on. */
  readonly frontier: readonly string[]
  /** `seq` of the first record that is still there; 0 when none was removed. */
  readonly first: number
  /** How many records verify: `size - first`. */
  readonly records: number
  /** How many bytes of the last file they take: where a next record belongs. */
  readonly bytes: number
  /** The segment of the last record that verifies, `null` when there is none. */
  readonly segment: SegmentSummary | null
  /** How many pinned states were found as they were pinned. */
  readonly pinsMatched: number
}

/** Every byte belongs to a record that verifies, and so does every pinned state that can still be checked. */
export type Intact = Checked & { readonly status: 'intact' }

/** As `intact`, but after the last record stands a piece of one that a crash left behind: half a line, NUL bytes, or both. */
export type Torn = Checked & { readonly status: 'torn'; readonly tornBytes: number; readonly reason: string }

/** Something was changed, removed, added or reordered. */
export type Tampered = Checked & {
  readonly status: 'tampered'
  /** The first sequence number at which the log may not be what was written. */
  readonly firstBadSeq: number
  readonly reason: string
}

/** The log fits together, but every pinned state is of records that were removed from its beginning. */
export type Unproven = Checked & { readonly status: 'unproven'; readonly reason: string }
