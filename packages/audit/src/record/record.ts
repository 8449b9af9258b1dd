import { isPlainObject, type JsonObject } from '@tezgah/core/canonical-json'
import { isDigest } from '../encoding/hex.ts'
import { MAX_NAME_LENGTH } from './limits.ts'

/**
 * What became of the action: it happened, it was tried and did not, it was not allowed, or its outcome is not known (yet).
 * A change that is recorded before it takes effect is `unknown` until a later record states the outcome.
 */
export type AuditOutcome = 'success' | 'failure' | 'refused' | 'unknown'

const outcomes: ReadonlySet<unknown> = new Set<AuditOutcome>(['success', 'failure', 'refused', 'unknown'])

/** What happened, as the caller reports it. */
export type AuditEvent = {
  /** Who acted: a user, a client, a component. 1 to 256 UTF-16 code units. */
  readonly actor: string
  /** What was done, for example `backtest.start`. 1 to 256 UTF-16 code units. */
  readonly action: string
  /** What it was done to: a job, a parameter, a route. 1 to 256 UTF-16 code units. */
  readonly subject: string
  readonly outcome: AuditOutcome
  /** Anything else worth knowing, `{}` when absent. At most 16 levels deep. */
  readonly details?: JsonObject
  /** Ties together the records of one request or job. 1 to 256 UTF-16 code units. */
  readonly correlationId?: string
}

/** One line of the log: the event, its place, and its link to everything before it. */
export type AuditRecord = {
  /** Place in the log: the first record is 0 and every next one is 1 more. */
  readonly seq: number
  /** When it was recorded, in milliseconds since the Unix epoch, UTC. A wall clock may step back: order is `seq`. */
  readonly time: number
  /** Whole microseconds of a steady clock since the log was opened; comparable between records of the same `boot`. */
  readonly mono: number
  /** Which opening of the log wrote it: 32 lower-case hexadecimal digits, new at each. */
  readonly boot: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly outcome: AuditOutcome
  readonly details: JsonObject
  readonly correlationId?: string
  /** `hash` of the record before, 64 lower-case hexadecimal digits; 64 zeros in the first record. */
  readonly prev: string
  /** SHA-256 of this record without `hash`, 64 lower-case hexadecimal digits. */
  readonly hash: string
}

/** The actor of what a log records of itself. No event of a caller may use the name. */
export const LOG_ACTOR = 'tezgah/audit'

const texts = ['actor', 'action', 'subject', 'correlationId'] as const

/** As {@link eventProblem}, of all but `details`. */
export function fieldsProblem(event: Readonly<Record<string, unknown>>): string | null {
  for (const name of texts) {
    const value = event[name]
    if (name === 'correlationId' && value === undefined) continue
    if (typeof value !== 'string') return `${name} must be a string, was ${kindOf(value)}`
    if (value.length < 1 || value.length > MAX_NAME_LENGTH) {
      return `${name} must have 1 to ${MAX_NAME_LENGTH} characters, had ${value.length}`
    }
  }
  return outcomes.has(event['outcome']) ? null : `outcome must be one of ${[...outcomes].join(', ')}`
}

/** What is wrong with the fields that a record shares with its event, or `null` when nothing is. Quotes no value. */
export function eventProblem(event: Readonly<Record<string, unknown>>): string | null {
  const problem = fieldsProblem(event)
  if (problem !== null) return problem
  if (event['details'] !== undefined && !isPlainObject(event['details'])) {
    return `details must be a plain object, was ${kindOf(event['details'])}`
  }
  return null
}

const required = ['seq', 'time', 'mono', 'boot', 'actor', 'action', 'subject', 'outcome', 'details', 'prev', 'hash']
const allowed: ReadonlySet<string> = new Set([...required, 'correlationId'])

const bootForm = /^[0-9a-f]{32}$/

/** What keeps a parsed line from being a record, or `null` when it is one. Says nothing about its place or its hash. */
export function recordProblem(value: unknown): string | null {
  if (!isPlainObject(value)) return 'not a JSON object'
  for (const name of required) if (value[name] === undefined) return `no field ${name}`
  if (Object.keys(value).some((name) => !allowed.has(name))) return 'a field that records do not have'
  if (!isCount(value['seq'])) return 'seq is not a whole number'
  if (!isCount(value['time'])) return 'time is not a whole number of milliseconds'
  if (!isCount(value['mono'])) return 'mono is not a whole number of microseconds'
  if (!isBoot(value['boot'])) return 'boot is not 32 hexadecimal digits'
  for (const name of ['prev', 'hash']) {
    const digest = value[name]
    if (!isDigest(digest)) return `${name} is not 64 hexadecimal digits`
  }
  if (value['actor'] === LOG_ACTOR && !String(value['action']).startsWith('log.'))
    return 'an action the log never records'
  return eventProblem(value)
}

/** True for a parsed line that has every field of a record and no other, each of the right kind. */
export function isRecord(value: unknown): value is AuditRecord {
  return recordProblem(value) === null
}

/** True for 32 lower-case hexadecimal digits. */
export function isBoot(value: unknown): value is string {
  return typeof value === 'string' && bootForm.test(value)
}

/** True for a whole number from 0 to 2^53 − 1. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value
}
