import { type Filter, filteredJson, type JsonObject } from '@tezgah/core/canonical-json'
import { AuditError, invalidEvent } from '../errors.ts'
import { MAX_DETAILS_DEPTH, SEALED_NAME } from './limits.ts'
import type { AuditEvent } from './record.ts'

/** What stands in the log where a secret would have stood. */
export const REDACTED = '[redacted]'

/** Shortest text that may be declared a secret, in UTF-16 code units: a shorter one would mask ordinary words. */
const MIN_SECRET_LENGTH = 8

const secretWords = [
  'token',
  'secret',
  'password',
  'passwd',
  'passphrase',
  'authorization',
  'apikey',
  'privatekey',
  'credential',
  'cookie',
]

// A log repeats its few field names without end, so what was found out about one is kept.
const known = new Map<string, boolean>()
const MAX_KNOWN = 1000

/**
 * True when a field of this name is not recorded: `token`, `X-Admin-Token`, `apiKey`, `client_secret`, `Set-Cookie`.
 * Case and punctuation do not matter, and the word may stand anywhere in the name: masking too much is the safe error.
 */
export function isSecretName(name: string): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  const result = secretWords.some((word) => plain.includes(word))
  if (known.size < MAX_KNOWN && name.length <= 64) known.set(name, result)
  return result
}

/**
 * A copy of the event without secrets. In `details`, at any depth, each value under a secret name becomes
 * `[redacted]` (booleans and null stay: they hold no secret), and in every string of the event each occurrence of a
 * known secret does. The copy shares nothing with the original.
 *
 * @param secrets - texts that must never be recorded, each of at least 8 characters
 * @throws RangeError if a secret is shorter than that
 * @throws AuditError `invalid_event` if `details` is not JSON, nests deeper than 16, or a field's own name holds a known
 *   secret or is `$sealed`
 */
export function redactEvent(event: AuditEvent, secrets: readonly string[] = []): AuditEvent {
  const { details, ...fields } = createRedaction(secrets).event(event)
  return { ...fields, details: JSON.parse(details) }
}

/** An event whose `details` are canonical JSON. */
export type RedactedEvent = Omit<AuditEvent, 'details'> & { readonly details: string }

/** Takes secrets out of events. */
export interface Redaction {
  event(event: AuditEvent): RedactedEvent
}

/** @throws RangeError if a secret is shorter than 8 characters */
export function createRedaction(secrets: readonly string[]): Redaction {
  requireLongSecrets(secrets)
  // Longest first, so that a secret inside another does not leave half of the longer one behind.
  const ordered = secrets.length > 1 ? secrets.toSorted((a, b) => b.length - a.length) : secrets
  const text = (value: string): string => maskText(value, ordered)
  const filter: Filter = { text, member: (name, value) => maskMember(name, value, ordered) }
  return {
    event({ actor, action, subject, outcome, details, correlationId }) {
      const fields = { actor: text(actor), action: text(action), subject: text(subject), outcome }
      const json = details === undefined ? '{}' : detailsJson(details, filter)
      if (correlationId === undefined) return { ...fields, details: json }
      return { ...fields, details: json, correlationId: text(correlationId) }
    },
  }
}

/** @throws RangeError if a secret is shorter than 8 characters */
export function requireLongSecrets(secrets: readonly string[]): void {
  if (secrets.every((secret) => secret.length >= MIN_SECRET_LENGTH)) return
  throw new RangeError(`secrets: each must have at least ${MIN_SECRET_LENGTH} characters`)
}

function detailsJson(details: JsonObject, filter: Filter): string {
  try {
    return filteredJson(details, MAX_DETAILS_DEPTH, filter, 'details')
  } catch (cause) {
    throw invalidEvent(cause)
  }
}

function maskText(text: string, secrets: readonly string[]): string {
  let masked = text
  for (const secret of secrets) if (masked.includes(secret)) masked = masked.replaceAll(secret, REDACTED)
  return masked
}

function maskMember(name: string, value: unknown, secrets: readonly string[]): string | null {
  // Masking a name could make two fields one, so it is refused instead.
  if (secrets.some((secret) => name.includes(secret)))
    throw new AuditError('invalid_event', 'details: a field has a secret as its name')
  // The log's own mark of a sealed value: an event that could write it could pass off anything as sealed.
  if (name === SEALED_NAME) throw new AuditError('invalid_event', `details: no field may be called ${SEALED_NAME}`)
  return isSecretName(name) && typeof value !== 'boolean' && value !== null ? REDACTED : null
}
