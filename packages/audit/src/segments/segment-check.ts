import { canonicalJson, isPlainObject } from '@tezgah/core/canonical-json'
import type { ChainState } from '../chain/chain.ts'
import { type MerkleTree, type TreeState, treeProblem } from '../merkle/tree.ts'
import { MAX_DETAILS_DEPTH } from '../record/limits.ts'
import { type AuditRecord, isCount, LOG_ACTOR } from '../record/record.ts'
import {
  openedDetails,
  type PreviousSegment,
  SEGMENT_OPENED,
  SEGMENT_SEALED,
  sealedDetails,
  sealedSuffix,
} from './segment.ts'

/** The segment that a log is in. */
export type SegmentSummary = {
  /** 0 for the first segment of the log. */
  readonly index: number
  /** `seq` of its first record. */
  readonly first: number
  /** How many of its records verify. */
  readonly records: number
  /** How many bytes they take. */
  readonly bytes: number
  /** True when its last record is the seal. */
  readonly sealed: boolean
}

/** The state that a segment's first record claims for the log before it, or `null` when it claims none that can be. */
export function declaredSegmentStart(record: AuditRecord): TreeState | null {
  const { segment, size, head, frontier } = record.details
  if (record.actor !== LOG_ACTOR || record.action !== SEGMENT_OPENED) return null
  if (!isCount(segment) || size !== record.seq || head !== record.prev || !isTexts(frontier)) return null
  const tree = { size, frontier }
  // The first segment begins with the log, and no other does.
  return treeProblem(tree) === null && (segment === 0) === (size === 0) ? tree : null
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/**
 * What is wrong with a record at the beginning of a segment, or `null`.
 *
 * @param before - the segment before, `null` when it is not at hand
 */
export function openedProblem(
  record: AuditRecord,
  chain: ChainState,
  tree: MerkleTree,
  before: SegmentSummary | null,
): string | null {
  if (record.actor !== LOG_ACTOR || record.action !== SEGMENT_OPENED) return 'a segment must begin with its opening'
  const { segment, previous } = record.details
  const named = isPreviousSegment(previous) ? previous : null
  const index = before === null ? Number(segment) : before.index + 1
  if (before !== null && !matchesDeclared(named, before)) return 'the segment before is not as this one says'
  if (before === null && (named === null) !== (chain.size === 0)) return 'the segment before is not named'
  const expected = openedDetails(chain, tree, index, named)
  return sameRecord(record, index, expected) ? null : 'the opening of the segment is not what the log was then'
}

function matchesDeclared(named: PreviousSegment | null, { first, bytes, records }: SegmentSummary): boolean {
  if (named === null || named.bytes !== bytes || named.records !== records) return false
  // The rest of the name may differ: a log can be copied under another.
  return named.name.endsWith(sealedSuffix(first))
}

function isPreviousSegment(value: unknown): value is PreviousSegment {
  if (!isPlainObject(value) || Object.keys(value).length !== 3) return false
  return typeof value['name'] === 'string' && isCount(value['bytes']) && isCount(value['records'])
}

/** What is wrong with any other record of a segment, or `null`. */
export function laterProblem(record: AuditRecord, tree: MerkleTree, segment: SegmentSummary): string | null {
  if (segment.sealed) return 'a record behind the seal of its segment'
  if (record.actor !== LOG_ACTOR) return null
  if (record.action === SEGMENT_OPENED) return 'a segment begins inside a file'
  if (!isSeal(record)) return null
  const expected = sealedDetails(tree.root(), segment.index, segment.records, segment.bytes)
  return sameRecord(record, segment.index, expected) ? null : 'the seal does not fit the segment'
}

/** True for the last record of a segment. */
export function isSeal({ actor, action }: AuditRecord): boolean {
  return actor === LOG_ACTOR && action === SEGMENT_SEALED
}

function sameRecord({ details, subject }: AuditRecord, index: number, expected: AuditRecord['details']): boolean {
  const equal =
    canonicalJson(details, { maxDepth: MAX_DETAILS_DEPTH }) === canonicalJson(expected, { maxDepth: MAX_DETAILS_DEPTH })
  return equal && subject === `${index}`
}
