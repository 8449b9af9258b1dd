import type { JsonObject } from '@tezgah/core/canonical-json'
import { type Appended, appendLogRecord, type ChainState, type Stamp } from '../chain/chain.ts'
import type { Sha256 } from '../encoding/sha256.ts'
import type { MerkleTree } from '../merkle/tree.ts'

/** What the first record of a segment says of the file before. */
export type PreviousSegment = {
  /** The file's name after sealing, without its folder. */
  readonly name: string
  /** Size of the whole file, its seal included. */
  readonly bytes: number
  /** How many records it has, its seal included. */
  readonly records: number
}

/** The log just before the first record of a segment. */
export type SegmentStart = ChainState & { readonly frontier: readonly string[] }

/** Actions of the records on segments. */
export const SEGMENT_OPENED = 'log.segment_opened'
export const SEGMENT_SEALED = 'log.segment_sealed'
export const SEGMENTS_PRUNED = 'log.segments_pruned'

/** What every call below needs: where the log stands, when it is, and how to hash. */
export type SegmentContext = {
  readonly chain: ChainState
  /** The tree over all records up to `chain`; it is read, the caller appends. */
  readonly tree: MerkleTree
  readonly stamp: Stamp
  readonly sha256?: Sha256
}

/**
 * The first record of a segment. It holds all that is needed to verify the log from here on.
 *
 * @param index - 0 for the first segment of the log, then 1 more each time
 * @param previous - `null` for the first segment only
 */
export function openSegment(context: SegmentContext, index: number, previous: PreviousSegment | null): Appended {
  return record(context, SEGMENT_OPENED, index, openedDetails(context.chain, context.tree, index, previous))
}

/**
 * The last record of a segment.
 *
 * @param records - how many records the segment has before this one
 * @param bytes - how many bytes they take
 */
export function sealSegment(context: SegmentContext, index: number, records: number, bytes: number): Appended {
  return record(context, SEGMENT_SEALED, index, sealedDetails(context.tree.root(), index, records, bytes))
}

/**
 * The record that is written before segments are removed from the beginning of the log.
 *
 * @param segments - the names of their files, oldest first
 * @param beginning - the log as it was before the first record that stays
 */
export function pruneSegments(context: SegmentContext, segments: readonly string[], beginning: SegmentStart): Appended {
  const { size, head, frontier } = beginning
  const details = { through: size - 1, segments, size, head, frontier }
  return record(context, SEGMENTS_PRUNED, `${segments.length}`, details)
}

/** `details` of a segment's first record. */
export function openedDetails(
  chain: ChainState,
  tree: MerkleTree,
  segment: number,
  previous: PreviousSegment | null,
): JsonObject {
  return { segment, size: chain.size, head: chain.head, frontier: tree.state().frontier, previous }
}

/** `details` of a segment's last record. */
export function sealedDetails(root: string, segment: number, recordsBefore: number, bytes: number): JsonObject {
  return { segment, records: recordsBefore + 1, bytes, root }
}

function record(
  { chain, stamp, sha256 }: SegmentContext,
  action: `log.${string}`,
  subject: number | string,
  details: JsonObject,
): Appended {
  return appendLogRecord(chain, { action, subject: `${subject}`, details }, stamp, sha256)
}

/** How the name of a sealed segment's file ends: `.000000000000.log` for the segment that begins at record 0. */
export function sealedSuffix(firstSeq: number): string {
  return `.${String(firstSeq).padStart(12, '0')}.log`
}
