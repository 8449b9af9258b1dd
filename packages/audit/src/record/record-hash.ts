import type { Sha256 } from '../encoding/sha256.ts'
import { encodeUtf8, encodeUtf8Into } from '../encoding/utf8.ts'
import { MAX_RECORD_BYTES } from './limits.ts'

/**
 * The canonical JSON of a record without its `hash`, cut in two where `hash` belongs. It is hashed as it stands in the
 * file; nothing is parsed and written again in between.
 */
export type RecordParts<Piece> = { readonly before: Piece; readonly after: Piece }

/** A record's line, with its line feed, and its hash. The line is lent: it stands until the next record is hashed. */
export type HashedLine = { readonly hash: string; readonly line: Uint8Array<ArrayBuffer> }

// The tag keeps these hashes apart from any other use of SHA-256, the length apart from any other cut of the bytes.
const domain = encodeUtf8('tezgah/audit/record/v2\n')
const headerLength = domain.length + 8

// What is hashed is put together here, in one piece, because one call costs less than four. Nothing in it outlives the
// function that fills it.
const frame = new Uint8Array(headerLength + MAX_RECORD_BYTES * 3)
frame.set(domain)

// Where canonical bytes stand in the frame.
const body = frame.subarray(headerLength)

/**
 * Hashes the record and writes its line.
 *
 * `hash` is `SHA-256("tezgah/audit/record/v2\n" ‖ length ‖ bytes)`, where `bytes` is the canonical JSON of the record
 * without its `hash` in UTF-8, and `length` their number as 8 bytes, big endian.
 *
 * @returns the number of bytes the line would take when that is more than a record may have
 */
export function hashedLine({ before, after }: RecordParts<string>, sha256: Sha256): HashedLine | number {
  const text = before + after
  // A UTF-16 code unit takes at least one byte, so this is too long for any text; and the frame has room.
  if (text.length > MAX_RECORD_BYTES) return encodeUtf8(text).length + memberLength + 1
  const length = encodeUtf8Into(text, body)
  const lineLength = length + memberLength + 1
  if (lineLength > MAX_RECORD_BYTES) return lineLength
  const hash = hashFrame(length, sha256)
  // The text is encoded once: what was hashed makes room for the hash.
  const position = length === text.length ? before.length : encodeUtf8(before).length
  body.copyWithin(position + memberLength, position, length)
  putAscii(`${memberStart}${hash}",`, body, position)
  body[lineLength - 1] = 0x0a
  return { hash, line: body.subarray(0, lineLength) }
}

function putAscii(text: string, target: Uint8Array, position: number): void {
  for (let index = 0; index < text.length; index++) target[position + index] = text.charCodeAt(index)
}

// Many lines share one buffer: an allocation for each would cost as much as all the rest.
const SLAB_BYTES = 65_536
let slab = new Uint8Array(SLAB_BYTES)
let used = 0

/** A copy of a line, for good. */
export function copyOfLine(line: Uint8Array): Uint8Array<ArrayBuffer> {
  if (line.length > SLAB_BYTES / 16) return new Uint8Array(line)
  if (used + line.length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES)
    used = 0
  }
  const copy = slab.subarray(used, used + line.length)
  used += line.length
  copy.set(line)
  return copy
}

/** The hash of a record whose canonical bytes are cut already. */
export function hashParts({ before, after }: RecordParts<Uint8Array>, sha256: Sha256): string {
  frame.set(before, headerLength)
  frame.set(after, headerLength + before.length)
  return hashFrame(before.length + after.length, sha256)
}

function hashFrame(length: number, sha256: Sha256): string {
  // A record has at most 65,536 bytes, so the five upper bytes of its length stay 0.
  frame[headerLength - 3] = length >>> 16
  frame[headerLength - 2] = length >>> 8
  frame[headerLength - 1] = length
  return sha256(frame.subarray(0, headerLength + length))
}

const memberStart = '"hash":"'
const memberLength = memberStart.length + 64 + 2

/**
 * Cuts the canonical JSON of a whole record, without its line feed, and leaves its `hash` out.
 *
 * @param json - its bytes
 * @param text - the same as a text
 */
export function splitHashed(json: Uint8Array, text: string): RecordParts<Uint8Array> {
  // Behind `hash` stand only strings and numbers, and inside a JSON string the quotes of this pattern would be escaped,
  // so its last occurrence is the record's own.
  const position = text.lastIndexOf(memberStart)
  // As many bytes stand behind it as the text behind it takes.
  const after = json.length - (text.length - position) - extraBytes(text, position)
  return { before: json.subarray(0, after), after: json.subarray(after + memberLength) }
}

/** How many bytes more than UTF-16 code units the text takes from a position on. */
function extraBytes(text: string, from: number): number {
  const rest = text.slice(from)
  return plainAscii.test(rest) ? 0 : encodeUtf8(rest).length - rest.length
}

const plainAscii = /^[ -~]*$/
