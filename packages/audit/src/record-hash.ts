import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodeUtf8 } from './text.ts'

/**
 * The canonical bytes of a record without its `hash`, cut in two where `hash` belongs. They are hashed as they stand in
 * the file; nothing is parsed and written again in between.
 */
export type RecordParts = { readonly before: Uint8Array; readonly after: Uint8Array }

// The tag keeps these hashes apart from any other use of SHA-256, the length apart from any other cut of the bytes.
const domain = encodeUtf8('tezgah/audit/record/v1\n')

/**
 * `SHA-256("tezgah/audit/record/v1\n" ‖ length ‖ bytes)`, as lower-case hexadecimal digits, where `bytes` is the
 * canonical JSON of the record without its `hash` in UTF-8, and `length` their number as 8 bytes, big endian.
 */
export function hashParts({ before, after }: RecordParts): string {
  const length = new Uint8Array(8)
  new DataView(length.buffer).setBigUint64(0, BigInt(before.length + after.length))
  return bytesToHex(sha256.create().update(domain).update(length).update(before).update(after).digest())
}

/** Cuts the canonical JSON of a record that has no `hash` yet. */
export function splitUnhashed(json: string): RecordParts {
  // `hash` sorts right before `outcome`. Behind that stand only strings and numbers, and inside a JSON string the quotes
  // of this pattern would be escaped, so its last occurrence is the record's own.
  const position = json.lastIndexOf('"outcome":')
  return { before: encodeUtf8(json.slice(0, position)), after: encodeUtf8(json.slice(position)) }
}

/** Puts the hash in its place: the canonical JSON of the whole record, and a line feed. */
export function joinHashed({ before, after }: RecordParts, hash: string): Uint8Array<ArrayBuffer> {
  const member = encodeUtf8(`"hash":"${hash}",`)
  const line = new Uint8Array(before.length + member.length + after.length + 1)
  line.set(before, 0)
  line.set(member, before.length)
  line.set(after, before.length + member.length)
  line[line.length - 1] = 0x0a
  return line
}

const memberStart = encodeUtf8('"hash":"')
const memberLength = memberStart.length + 64 + 2

/** Cuts the canonical JSON of a whole record, in UTF-8 and without its line feed, and leaves its `hash` out. */
export function splitHashed(json: Uint8Array): RecordParts {
  let position = json.length - memberLength
  // Its last occurrence, for the reason given at splitUnhashed.
  while (position > 0 && !startsMember(json, position)) position--
  return { before: json.subarray(0, position), after: json.subarray(position + memberLength) }
}

function startsMember(json: Uint8Array, position: number): boolean {
  for (let index = 0; index < memberStart.length; index++) {
    if (json[position + index] !== memberStart[index]) return false
  }
  return true
}
