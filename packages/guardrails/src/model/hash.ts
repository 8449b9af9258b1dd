import { canonicalJson } from '@tezgah/core/canonical-json'
import { sha256Hex } from '@tezgah/core/sha256'

/**
 * SHA-256 of JSON data, as 64 lower-case hexadecimal digits, over the tag, a line feed and the canonical JSON.
 *
 * @param tag - names the kind of data, so that no two kinds share a hash
 * @param value - JSON data; members that are `undefined` count as absent
 * @throws TypeError if the value is not JSON data
 */
export function hashJson(tag: string, value: unknown): string {
  return sha256Hex(`${tag}\n${canonicalJson(value, { undefinedMembers: 'omit' })}`)
}
