import { isPlainObject, type JsonObject, type JsonValue } from './canonical-json.ts'
import { AuditError } from './errors.ts'
import { MAX_DETAILS_DEPTH, MAX_RECORD_BYTES } from './limits.ts'
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

/**
 * True when a field of this name is not recorded: `token`, `X-Admin-Token`, `apiKey`, `client_secret`, `Set-Cookie`.
 * Case and punctuation do not matter, and the word may stand anywhere in the name: masking too much is the safe error.
 */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '')
  return secretWords.some((word) => plain.includes(word))
}

/**
 * A copy of the event without secrets. In `details`, at any depth, whatever stands under a secret name becomes
 * `[redacted]` (booleans and null stay: they hold no secret), and in every string of the event each occurrence of a
 * known secret does. The copy shares nothing with the original.
 *
 * @param secrets - texts that must never be recorded, each of at least 8 characters
 * @throws RangeError if a secret is shorter than that
 * @throws AuditError `invalid_event` if `details` nests deeper than 16 or a field's own name holds a known secret
 */
export function redactEvent(event: AuditEvent, secrets: readonly string[] = []): AuditEvent {
  requireLongSecrets(secrets)
  // Longest first, so that a secret inside another does not leave half of the longer one behind.
  const known = secrets.toSorted((a, b) => b.length - a.length)
  return {
    actor: maskText(event.actor, known),
    action: maskText(event.action, known),
    subject: maskText(event.subject, known),
    outcome: event.outcome,
    details: maskObject(event.details ?? {}, known, MAX_DETAILS_DEPTH),
    ...(event.correlationId === undefined ? {} : { correlationId: maskText(event.correlationId, known) }),
  }
}

/** @throws RangeError if a secret is shorter than 8 characters */
export function requireLongSecrets(secrets: readonly string[]): void {
  if (secrets.every((secret) => secret.length >= MIN_SECRET_LENGTH)) return
  throw new RangeError(`secrets: each must have at least ${MIN_SECRET_LENGTH} characters`)
}

function maskText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, REDACTED), text)
}

function maskValue(value: JsonValue, secrets: readonly string[], depthLeft: number): JsonValue {
  if (typeof value === 'string') return maskText(value, secrets)
  if (isArray(value)) return maskArray(value, secrets, depthLeft)
  // Whatever else is not JSON passes unchanged: encoding refuses it a moment later, with its path.
  return isPlainObject(value) ? maskObject(value, secrets, depthLeft) : value
}

function maskArray(items: readonly JsonValue[], secrets: readonly string[], depthLeft: number): JsonValue {
  if (depthLeft === 0) throw tooDeep()
  // An item takes at least two bytes, so a longer array cannot be recorded; a sparse one would cost time by its length.
  if (items.length > MAX_RECORD_BYTES) throw new AuditError('invalid_event', 'details: an array is too long to record')
  return Array.from(items, (item) => maskValue(item, secrets, depthLeft - 1))
}

function maskObject(object: JsonObject, secrets: readonly string[], depthLeft: number): JsonObject {
  if (depthLeft === 0) throw tooDeep()
  const masked = Object.entries(object).map(([name, value]): [string, JsonValue] => {
    // Masking a name could make two fields one, so it is refused instead.
    if (maskText(name, secrets) !== name)
      throw new AuditError('invalid_event', 'details: a field has a secret as its name')
    if (isSecretName(name) && typeof value !== 'boolean' && value !== null) return [name, REDACTED]
    return [name, maskValue(value, secrets, depthLeft - 1)]
  })
  // fromEntries defines members, so that a field called __proto__ stays a field.
  return Object.fromEntries(masked)
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function tooDeep(): AuditError {
  return new AuditError('invalid_event', `details: nested deeper than ${MAX_DETAILS_DEPTH}`)
}
