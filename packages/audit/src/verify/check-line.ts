import { canonicalJson } from '@tezgah/core/canonical-json'
import type { ChainState } from '../chain/chain.ts'
import { sha256 as plainSha256, type Sha256 } from '../encoding/sha256.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/utf8.ts'
import { isCanonical } from '../record/canonical-line.ts'
import { MAX_DETAILS_DEPTH, MAX_RECORD_BYTES } from '../record/limits.ts'
import { type AuditRecord, isRecord, recordProblem } from '../record/record.ts'
import { hashParts, splitHashed } from '../record/record-hash.ts'

/**
 * The record of one line, its line feed included, or what is wrong with it.
 *
 * @param state - the log before it; `null` when that is not known, and the record's own `seq` and `prev` are believed
 */
export function checkLine(line: Uint8Array, state: ChainState | null, sha256: Sha256): AuditRecord | string {
  const json = line.subarray(0, -1)
  const text = decodeUtf8(json)
  if (text === null) return 'not UTF-8'
  const record = parse(text)
  if (!isRecord(record)) return recordProblem(record) ?? 'not a record'
  // Byte for byte: white space, another order of members, 1.0 for 1 or a member given twice all end here.
  if (!isCanonical(text, record, MAX_DETAILS_DEPTH + 1)) return 'not in canonical form'
  if (state !== null && record.seq !== state.size) return `seq is ${record.seq}`
  if (state !== null && record.prev !== state.head) return 'prev is not the hash of the record before'
  return hashParts(splitHashed(json, text), sha256) === record.hash ? record : 'hash does not match the content'
}

/**
 * Checks a record that came as JSON, in an answer of a service for example: its form, its hash and its link.
 *
 * @param value - the parsed JSON
 * @param state - the log before it; `null` when that is not known, and the record's own `seq` and `prev` are believed
 * @returns the record, or what is wrong with it
 */
export function checkRecord(
  value: unknown,
  state: ChainState | null,
  sha256: Sha256 = plainSha256,
): AuditRecord | string {
  const line = lineOf(value)
  if (line === null) return recordProblem(value) ?? 'not a record'
  if (line.length > MAX_RECORD_BYTES) return 'longer than a record may be'
  return checkLine(line, state, sha256)
}

function lineOf(value: unknown): Uint8Array | null {
  try {
    return encodeUtf8(`${canonicalJson(value, { maxDepth: MAX_DETAILS_DEPTH + 1 })}\n`)
  } catch {
    return null
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
