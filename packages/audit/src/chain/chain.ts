import { canonicalJson, canonicalString, type JsonObject } from '@tezgah/core/canonical-json'
import { sha256 as plainSha256, type Sha256 } from '../encoding/sha256.ts'
import { AuditError, invalidEvent } from '../errors.ts'
import { MAX_DETAILS_DEPTH, MAX_RECORD_BYTES } from '../record/limits.ts'
import {
  type AuditEvent,
  type AuditRecord,
  eventProblem,
  fieldsProblem,
  isBoot,
  isCount,
  LOG_ACTOR,
} from '../record/record.ts'
import { copyOfLine, type HashedLine, hashedLine, type RecordParts } from '../record/record-hash.ts'
import { createRedaction, type RedactedEvent, type Redaction } from '../record/redact.ts'
import type { Disclosure } from '../sealed/commitment.ts'
import { type SealRequest, sealDetails } from '../sealed/seal.ts'

/** A log in two values: how many records it has, and the hash of the last. With both, the log can be checked later. */
export type ChainState = {
  readonly size: number
  /** 64 lower-case hexadecimal digits. */
  readonly head: string
}

/** The log before its first record. */
export const EMPTY_CHAIN: ChainState = { size: 0, head: '0'.repeat(64) }

/** When and by whom a record was written. */
export type Stamp = {
  /** Milliseconds since the Unix epoch, UTC. A whole number. */
  readonly time: number
  /** Microseconds of a steady clock since the log was opened. A whole number. */
  readonly mono: number
  /** Which opening of the log this is: 32 lower-case hexadecimal digits, chosen at random at each. */
  readonly boot: string
}

/** How to append. */
export type AppendOptions = {
  /** Texts that must never be recorded, see {@link redactEvent}. None when absent. */
  readonly secrets?: readonly string[]
  /** Values of `details` that the log shall hold as commitments only. They are redacted first. None when absent. */
  readonly seal?: readonly SealRequest[]
  /** The hash function. SHA-256 in plain JavaScript when absent. */
  readonly sha256?: Sha256
}

/** A record, its line, and the log after it. */
export type Appended = {
  readonly record: AuditRecord
  /** Canonical JSON in UTF-8 and one line feed: exactly what goes to the file. */
  readonly line: Uint8Array<ArrayBuffer>
  readonly state: ChainState
  /** The values behind the record's commitments; to be kept next to the log. */
  readonly disclosures: readonly Disclosure[]
}

/**
 * The next record of a log: redacted, chained to `state`, hashed and encoded. Pure: the same arguments give the same
 * bytes, and nothing of the event is shared with the record.
 *
 * @throws AuditError `invalid_event` when a field is missing, empty or too long, when `details` is not JSON or nests
 *   deeper than 16, when the actor is the log's own, or when the line would be longer than 65,536 bytes
 * @throws RangeError if a part of `stamp` is out of its range or a secret is too short
 */
export function appendRecord(
  state: ChainState,
  event: AuditEvent,
  stamp: Stamp,
  options: AppendOptions = {},
): Appended {
  const { secrets = none, seal = none, sha256 = plainSha256 } = options
  return owned(draftRecord(state, event, stamp, { redaction: createRedaction(secrets), seal, sha256 }))
}

/** How to append many records: what {@link AppendOptions} say, made ready once. */
export type DraftOptions = {
  readonly redaction: Redaction
  readonly seal: readonly SealRequest[]
  readonly sha256: Sha256
}

const none: readonly never[] = []

/**
 * As {@link appendRecord}, but the line is lent: it stands until the next record of any log is made.
 *
 * @throws as {@link appendRecord}
 */
export function draftRecord(
  state: ChainState,
  event: AuditEvent,
  stamp: Stamp,
  { redaction, seal, sha256 }: DraftOptions,
): AppendedRecord {
  refuse(eventProblem(event))
  const redacted = redaction.event(event)
  // Once more, because a mask may be longer than what it hides.
  refuse(fieldsProblem(redacted))
  if (redacted.actor === LOG_ACTOR) refuse(`actor ${LOG_ACTOR} is the log itself`)
  return seal.length === 0 ? write(state, redacted, stamp, sha256) : writeSealed(state, redacted, stamp, seal, sha256)
}

function writeSealed(
  state: ChainState,
  event: RedactedEvent,
  stamp: Stamp,
  seal: readonly SealRequest[],
  sha256: Sha256,
): AppendedRecord {
  const details = JSON.parse(event.details)
  const disclosures = sealDetails(details, state.size, seal, sha256)
  return write(
    state,
    { ...event, details: spelled(() => canonicalJson(details, { maxDepth: MAX_DETAILS_DEPTH })) },
    stamp,
    sha256,
    disclosures,
  )
}

function owned(written: AppendedRecord): Appended {
  written.line = copyOfLine(written.line)
  return written
}

/** What a log records of itself. */
export type LogEvent = {
  readonly action: `log.${string}`
  readonly subject: string
  readonly details: NonNullable<AuditEvent['details']>
}

/**
 * The next record of a log, about the log itself: its actor is `tezgah/audit`, its outcome `success`. Nothing is
 * redacted.
 *
 * @throws as {@link appendRecord}
 */
export function appendLogRecord(state: ChainState, event: LogEvent, stamp: Stamp, sha256?: Sha256): Appended {
  const whole: AuditEvent = { ...event, actor: LOG_ACTOR, outcome: 'success' }
  refuse(eventProblem(whole))
  const redacted = { ...whole, details: spelled(() => canonicalJson(event.details, { maxDepth: MAX_DETAILS_DEPTH })) }
  return owned(write(state, redacted, stamp, sha256))
}

function write(
  state: ChainState,
  event: RedactedEvent,
  stamp: Stamp,
  sha256: Sha256 = plainSha256,
  disclosures: readonly Disclosure[] = none,
): AppendedRecord {
  requireStamp(stamp)
  const hashed = hashedLine(
    spelled(() => encodeParts(state, event, stamp)),
    sha256,
  )
  if (typeof hashed === 'number') {
    throw new AuditError('invalid_event', `the record takes ${hashed} bytes, the limit is ${MAX_RECORD_BYTES}`)
  }
  return new AppendedRecord(state, event, stamp, hashed, disclosures)
}

type LogFields = Omit<AuditRecord, keyof RedactedEvent>

/** The record is created when it is first read: a log that only writes need not read what it wrote. */
class AppendedRecord implements Appended {
  line: Uint8Array<ArrayBuffer>
  readonly state: ChainState
  readonly disclosures: readonly Disclosure[]
  readonly #fields: LogFields
  readonly #event: RedactedEvent
  #record: AuditRecord | null = null

  constructor(
    { size: seq, head: prev }: ChainState,
    event: RedactedEvent,
    stamp: Stamp,
    { hash, line }: HashedLine,
    disclosures: readonly Disclosure[],
  ) {
    this.disclosures = disclosures
    this.line = line
    this.state = { size: seq + 1, head: hash }
    this.#event = event
    this.#fields = { seq, time: stamp.time, mono: stamp.mono, boot: stamp.boot, prev, hash }
  }

  get record(): AuditRecord {
    this.#record ??= recordOf(this.#event, this.#fields)
    return this.#record
  }
}

// Spelled out, because copying two objects into one costs several times as much.
function recordOf(event: RedactedEvent, { seq, time, mono, boot, prev, hash }: LogFields): AuditRecord {
  const { actor, action, subject, outcome, correlationId } = event
  const details: JsonObject = JSON.parse(event.details)
  return correlationId === undefined
    ? { seq, time, mono, boot, actor, action, subject, outcome, details, prev, hash }
    : { seq, time, mono, boot, actor, action, subject, outcome, details, correlationId, prev, hash }
}

/** The canonical JSON of a record, cut where `hash` belongs. The order of members is spelled out, not sorted. */
function encodeParts(
  { size, head }: ChainState,
  event: RedactedEvent,
  { time, mono, boot }: Stamp,
): RecordParts<string> {
  const { action, actor, correlationId, details, outcome, subject } = event
  const named = (name: string, text: string): string => `"${name}":${canonicalString(text, name)},`
  return {
    before:
      `{${named('action', action)}${named('actor', actor)}"boot":"${boot}",` +
      `${correlationId === undefined ? '' : named('correlationId', correlationId)}"details":${details},`,
    after: `"mono":${mono},"outcome":"${outcome}","prev":"${head}","seq":${size},${named('subject', subject)}"time":${time}}`,
  }
}

/** @throws AuditError `invalid_event` in the place of a TypeError */
function spelled<Text>(encode: () => Text): Text {
  try {
    return encode()
  } catch (cause) {
    throw invalidEvent(cause)
  }
}

function requireStamp({ time, mono, boot }: Stamp): void {
  if (!isCount(time)) throw new RangeError(`time must be a whole number of milliseconds from 0, was ${time}`)
  if (!isCount(mono)) throw new RangeError(`mono must be a whole number of microseconds from 0, was ${mono}`)
  if (!isBoot(boot)) throw new RangeError('boot must be 32 lower-case hexadecimal digits')
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new AuditError('invalid_event', `the event cannot be recorded: ${problem}`)
}
