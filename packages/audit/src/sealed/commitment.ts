import { canonicalJson, isPlainObject, type JsonValue } from '@tezgah/core/canonical-json'
import { bytesOfHex, isDigest } from '../encoding/hex.ts'
import { sha256 as plainSha256, type Sha256 } from '../encoding/sha256.ts'
import { encodeUtf8 } from '../encoding/utf8.ts'
import { isCanonical } from '../record/canonical-line.ts'
import { MAX_DETAILS_DEPTH, SEALED_NAME } from '../record/limits.ts'
import { type AuditRecord, isCount } from '../record/record.ts'

/** The value behind a commitment of a record. It is kept next to the log, and can be erased without harm to the log. */
export type Disclosure = {
  /** `seq` of the record. */
  readonly seq: number
  /** Where in its `details`: a JSON pointer (RFC 6901), for example `/customer/name`. */
  readonly path: string
  /** 64 hexadecimal digits, chosen at random for this value alone. */
  readonly salt: string
  readonly value: JsonValue
}

// The tag keeps these hashes apart from any other use of SHA-256.
const domain = encodeUtf8('tezgah/audit/sealed/v1\n')

/**
 * `SHA-256("tezgah/audit/sealed/v1\n" ‖ salt ‖ canonical JSON of the value)`, as hexadecimal digits. Without the salt
 * the value cannot be found by trying, however few values there may be.
 *
 * @throws RangeError unless the salt is 64 hexadecimal digits
 */
export function commitment(salt: string, value: JsonValue, sha256: Sha256 = plainSha256): string {
  if (!isDigest(salt)) throw new RangeError('salt must be 64 lower-case hexadecimal digits')
  const json = encodeUtf8(canonicalJson(value, { maxDepth: MAX_DETAILS_DEPTH }))
  const bytes = new Uint8Array(domain.length + 32 + json.length)
  bytes.set(domain)
  bytes.set(bytesOfHex(salt), domain.length)
  bytes.set(json, domain.length + 32)
  return sha256(bytes)
}

/** True when the record has the commitment to this very value at this very place. */
export function checkDisclosure(
  { seq, details }: Pick<AuditRecord, 'seq' | 'details'>,
  disclosure: Disclosure,
  sha256: Sha256 = plainSha256,
): boolean {
  const sealed = valueAt(details, disclosure.path)
  if (seq !== disclosure.seq || !isPlainObject(sealed) || Object.keys(sealed).length !== 1) return false
  return sealed[SEALED_NAME] === commitment(disclosure.salt, disclosure.value, sha256)
}

/** The line of a disclosure, its line feed included. */
export function formatDisclosure({ seq, path, salt, value }: Disclosure): string {
  return `${canonicalJson({ seq, path, salt, value }, { maxDepth: MAX_DETAILS_DEPTH + 1 })}\n`
}

/** Reads such a line, with or without its line feed; `null` when it is none. */
export function parseDisclosure(line: string): Disclosure | null {
  const text = line.endsWith('\n') ? line.slice(0, -1) : line
  const value = parse(text)
  if (!isDisclosure(value) || !isCanonical(text, value, MAX_DETAILS_DEPTH + 1)) return null
  return value
}

function isDisclosure(value: unknown): value is Disclosure {
  if (!isPlainObject(value) || Object.keys(value).length !== 4 || value['value'] === undefined) return false
  return isCount(value['seq']) && typeof value['path'] === 'string' && isDigest(value['salt'])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The steps of a JSON pointer (RFC 6901), or `null` when it is none or points at the whole. */
export function pointerSteps(pointer: string): string[] | null {
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return null
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value at the end of the steps; `undefined` when there is none. */
function valueAt(whole: unknown, pointer: string): unknown {
  return pointerSteps(pointer)?.reduce(child, whole)
}

/** One step down; `undefined` when that leads nowhere. Inherited members count as none. */
export function child(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined
  return isPlainObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
}
