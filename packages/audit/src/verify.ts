import { canonicalJson } from './canonical-json.ts'
import { type ChainState, EMPTY_CHAIN } from './chain.ts'
import { MAX_DETAILS_DEPTH } from './limits.ts'
import { type AuditRecord, isRecord, recordProblem } from './record.ts'
import { hashParts, splitHashed } from './record-hash.ts'
import { sha256 as plainSha256 } from './sha256.ts'
import { decodeUtf8 } from './text.ts'
import { createTailReader, type TailReader } from './torn-tail.ts'

/** What the bytes of a log turned out to be. */
export type Verification = Intact | Torn | Tampered

type Checked = {
  /** How many records verify, from the first on. */
  readonly records: number
  /** Hash of the last of them; 64 zeros when there is none. */
  readonly head: string
  /** How many bytes they take: where a next record belongs. */
  readonly bytes: number
}

/** Every byte belongs to a record that verifies, and the pinned state, if any, is among them. */
export type Intact = Checked & { readonly status: 'intact' }

/** As `intact`, but after the last record stands a piece of one that a crash left behind: half a line, NUL bytes, or both. */
export type Torn = Checked & { readonly status: 'torn'; readonly tornBytes: number; readonly reason: string }

/** Something was changed, removed, added or reordered. */
export type Tampered = Checked & {
  readonly status: 'tampered'
  /** The first sequence number at which the log is not what was written. */
  readonly firstBadSeq: number
  readonly reason: string
}

/** How to verify. */
export type VerifyOptions = {
  /**
   * A state of this log that was kept elsewhere. Without it, nobody can tell that whole records are missing at the end,
   * or that the whole log was written anew.
   */
  readonly pinned?: ChainState
  /** Called with each record that verifies, in order, while the bytes are pushed. A later one may still be bad. */
  readonly onRecord?: (record: AuditRecord) => void
}

/** Verifies a log that arrives in pieces, in memory bounded by one record. */
export interface Verifier {
  /** Takes the next bytes, in order. They may be reused once this returns. */
  push(bytes: Uint8Array): void
  /** The verdict on everything pushed so far. */
  end(): Verification
}

/** A verifier for a log from its first byte. */
export function createVerifier(options: VerifyOptions = {}): Verifier {
  const { pinned, onRecord } = options
  let state = EMPTY_CHAIN
  let length = 0
  let reason: string | null = null
  let pinnedHead = pinned?.size === 0 ? EMPTY_CHAIN.head : null
  let tail: TailReader = createTailReader()

  const takeLine = (line: Uint8Array): void => {
    const checked = checkLine(line, state)
    if (typeof checked === 'string') {
      reason = checked
      return
    }
    state = { size: state.size + 1, head: checked.hash }
    length += line.length
    if (state.size === pinned?.size) pinnedHead = state.head
    onRecord?.(checked)
  }

  const push = (bytes: Uint8Array): void => {
    let start = 0
    while (start < bytes.length && reason === null) {
      const end = bytes.indexOf(lineFeed, start)
      const piece = bytes.subarray(start, end === -1 ? bytes.length : end + 1)
      start += piece.length
      reason = tail.push(piece)
      if (reason !== null || end === -1) continue
      takeLine(tail.bytes())
      tail = createTailReader()
    }
  }

  const end = (): Verification => {
    const checked: Checked = { records: state.size, head: state.head, bytes: length }
    const broken = reason ?? tail.problem((line) => typeof checkLine(line, state) !== 'string')
    const tampered = (why: string, firstBadSeq = state.size): Tampered => ({
      ...checked,
      status: 'tampered',
      firstBadSeq,
      reason: why,
    })
    if (broken !== null) return tampered(`record ${state.size}: ${broken}`)
    if (pinned && pinned.size > state.size) {
      return tampered(`the log had ${pinned.size} records, ${state.size} are left`)
    }
    if (pinned && pinned.head !== pinnedHead) {
      return tampered(`the first ${pinned.size} records are not those that were pinned`, 0)
    }
    if (tail.length === 0) return { ...checked, status: 'intact' }
    return { ...checked, status: 'torn', tornBytes: tail.length, reason: `record ${state.size}: ${tail.describe()}` }
  }

  return { push, end }
}

/**
 * Verifies a whole log. The log may be longer than the pinned state; its beginning must be that state.
 *
 * @param log - its bytes, or pieces of them in order
 */
export function verifyLog(log: Uint8Array | Iterable<Uint8Array>, options: VerifyOptions = {}): Verification {
  const verifier = createVerifier(options)
  for (const piece of log instanceof Uint8Array ? [log] : log) verifier.push(piece)
  return verifier.end()
}

const lineFeed = 0x0a

/** The record of one line, its line feed included, or what is wrong with it. */
function checkLine(line: Uint8Array, state: ChainState): AuditRecord | string {
  const json = line.subarray(0, -1)
  const text = decodeUtf8(json)
  if (text === null) return 'not UTF-8'
  const record = parse(text)
  if (!isRecord(record)) return recordProblem(record) ?? 'not a record'
  // Byte for byte: white space, another order of members, 1.0 for 1 or a member given twice all end here.
  if (!isCanonical(record, text)) return 'not in canonical form'
  if (record.seq !== state.size) return `seq is ${record.seq}`
  if (record.prev !== state.head) return 'prev is not the hash of the record before'
  return hashParts(splitHashed(json), plainSha256) === record.hash ? record : 'hash does not match the content'
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isCanonical(record: AuditRecord, text: string): boolean {
  try {
    return canonicalJson(record, MAX_DETAILS_DEPTH + 1) === text
  } catch {
    return false
  }
}
