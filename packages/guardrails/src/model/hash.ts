import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'

/**
 * Canonical JSON (RFC 8785): members in the order of their names, so that equal data has one spelling.
 *
 * @param value - JSON data; members that are `undefined` count as absent
 * @throws TypeError if the value is not JSON data: NaN, an infinity, half a surrogate pair, a cycle, `undefined`
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined
  try {
    text = canonicalize(value)
  } catch (cause) {
    throw new TypeError('canonicalJson: not JSON data', { cause })
  }
  if (text === undefined) throw new TypeError(`canonicalJson: JSON has no ${typeof value}`)
  return text
}

/**
 * SHA-256 of JSON data, as 64 lower-case hexadecimal digits, over the tag, a line feed and the canonical JSON.
 *
 * @param tag - says what is hashed, so that no two kinds of data share a hash
 * @throws TypeError if the value is not JSON data
 */
export function hashJson(tag: string, value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(`${tag}\n${canonicalJson(value)}`)))
}
