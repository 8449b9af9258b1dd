import { MAX_RECORD_BYTES } from './limits.ts'
import type { Sha256 } from './sha256.ts'
import { encodeUtf8, encodeUtf8Into } from './text.ts'

/**
 * The canonical JSON of a record without its `hash`, cut in two where `hash` belongs. It is hashed as it stands in the
 * file; nothing is parsed and written again in between.
 */
export type RecordParts<Piece> = { readonly before: Piece; readonly after: Piece }

/** A record's line, with its line feed, and its hash. */
export type HashedLine = { readonly hash: string; readonly line: Uint8Array<ArrayBuffer> }

// The tag keeps these hashes apart from any other use of SHA-256, the length apart from any other cut of the bytes.
const domain = encodeUtf8('tezgah/audit/record/v2\n')
const headerLength = domain.length + 8

// What is hashed is put together here, in one piece, because one call costs less than four. Nothing in it outlives the
// function that fills it.
const frame = new Uint8Array(headerLength + MAX_RECORD_BYTES * 3)
frame.set(domain)

/**
 * Hashes the record and writes its line.
 *
 * `hash` is `SHA-256("tezgah/audit/record/v2\n" ‖ length ‖ bytes)`, where `bytes` is the canonical JSON of the record
 * without its `hash` in UTF-8, and `length` their number as 8 bytes, big endian.
 *
 * @returns the number of bytes the line would take when that is more than a record may have
 */
export function hashedLine({ before, after }: RecordParts<string>, sha256: Sha256): HashedLine | number {
  // A UTF-16 code unit takes at least one byte, so this is too long whatever the text is; and the frame has room.
  if (before.length + after.length > MAX_RECORD_BYTES) return encodeUtf8(before + after).length + memberLength + 1
  const cut = headerLength + encodeUtf8Into(before, frame.subarray(headerLength))
  const end = cut + encodeUtf8Into(after, frame.subarray(cut))
  const lineLength = end - headerLength + memberLength + 1
  if (lineLength > MAX_RECORD_BYTES) return lineLength
  const hash = hashFrame(end - headerLength, sha256)
  const line = new Uint8Array(lineLength)
  line.set(frame.subarray(headerLength, cut))
  encodeUtf8Into(`"hash":"${hash}",`, line.subarray(cut - headerLength))
  line.set(frame.subarray(cut, end), cut - headerLength + memberLength)
  line[lineLength - 1] = 0x0a
  return { hash, line }
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

const memberStart = encodeUtf8('"hash":"')
const memberLength = memberStart.length + 64 + 2

/** Cuts the canonical JSON of a whole record, in UTF-8 and without its line feed, and leaves its `hash` out. */
export function splitHashed(json: Uint8Array): RecordParts<Uint8Array> {
  let position = json.length - memberLength
  // Behind `hash` stand only strings and numbers, and inside a JSON string the quotes of this pattern would be escaped,
  // so its last occurrence is the record's own.
  while (position > 0 && !startsMember(json, position)) position--
  return { before: json.subarray(0, position), after: json.subarray(position + memberLength) }
}

function startsMember(json: Uint8Array, position: number): boolean {
  for (let index = 0; index < memberStart.length; index++) {
    if (json[position + index] !== memberStart[index]) return false
  }
  return true
}
