import { canonicalJson } from './canonical-json.ts'
import { AuditError } from './errors.ts'
import { MAX_DETAILS_DEPTH, MAX_RECORD_BYTES } from './limits.ts'
import { type AuditEvent, type AuditRecord, eventProblem, isCount, type UnhashedRecord } from './record.ts'
import { hashParts, joinHashed, splitUnhashed } from './record-hash.ts'
import { redactEvent } from './redact.ts'

/** A log in two values: how many records it has, and the hash of the last. Whoever keeps both can check the log later. */
export type ChainState = {
  readonly size: number
  /** 64 lower-case hexadecimal digits. */
  readonly head: string
}

/** The log before its first record. */
export const EMPTY_CHAIN: ChainState = { size: 0, head: '0'.repeat(64) }

/** A record, its line, and the log after it. */
export type Appended = {
  readonly record: AuditRecord
  /** Canonical JSON in UTF-8 and one line feed: exactly what goes to the file. */
  readonly line: Uint8Array<ArrayBuffer>
  readonly state: ChainState
}

/**
 * The next record of a log: redacted, chained to `state`, hashed and encoded. Pure: the same arguments give the same
 * bytes, and nothing of the event is shared with the record.
 *
 * @param time - milliseconds since the Unix epoch, UTC
 * @param secrets - texts that must never be recorded, see {@link redactEvent}
 * @throws AuditError `invalid_event` when a field is missing, empty or too long, when `details` is not JSON or nests
 *   deeper than 16, or when the line would be longer than 65,536 bytes
 * @throws RangeError if `time` is not a whole number from 0 or a secret is too short
 */
export function appendRecord(
  state: ChainState,
  event: AuditEvent,
  time: number,
  secrets: readonly string[] = [],
): Appended {
  if (!isCount(time)) throw new RangeError(`time must be a whole number of milliseconds from 0, was ${time}`)
  refuse(eventProblem(event))
  const { details, ...fields } = redactEvent(event, secrets)
  const unhashed = { ...fields, details: details ?? {}, seq: state.size, time, prev: state.head }
  // Once more, because a mask may be longer than what it hides.
  refuse(eventProblem(unhashed))
  const parts = splitUnhashed(encodeRecord(unhashed))
  const hash = hashParts(parts)
  const line = joinHashed(parts, hash)
  if (line.length > MAX_RECORD_BYTES) {
    throw new AuditError('invalid_event', `the record takes ${line.length} bytes, the limit is ${MAX_RECORD_BYTES}`)
  }
  return { record: { ...unhashed, hash }, line, state: { size: unhashed.seq + 1, head: hash } }
}

/**
 * The canonical JSON of a record, with or without its hash.
 *
 * @throws AuditError `invalid_event` when it holds what JSON cannot say
 */
export function encodeRecord(record: UnhashedRecord | AuditRecord): string {
  try {
    return canonicalJson(record, MAX_DETAILS_DEPTH + 1)
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new AuditError('invalid_event', `the event cannot be recorded: ${cause.message}`, { cause })
  }
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new AuditError('invalid_event', `the event cannot be recorded: ${problem}`)
}
