import { MAX_RECORD_BYTES } from '../record/limits.ts'

/** Collects the bytes after the last line feed and knows what a crash may leave there. */
export interface TailReader {
  /** Takes more bytes; returns what is wrong with them, or `null` while they may still be a line or a torn one. */
  push(bytes: Uint8Array): string | null
  /** The bytes before any NUL. */
  bytes(): Uint8Array
  /** All bytes taken, NULs included. */
  readonly length: number
  /** Why these bytes, being the last of the file, are not the work of a crash; `null` when they may be. */
  problem(isRecordLine: (line: Uint8Array) => boolean): string | null
  describe(): string
}

// Canonical JSON orders members by name, so every record of every log begins like this.
const opening = Array.from('{"action":"', (character) => character.charCodeAt(0))
const lineFeed = 0x0a

/**
 * A write that was cut short leaves the beginning of a line. A file that grew before its data reached the disk reads as
 * NUL bytes there, up to the end. Anything else was not written by a log.
 */
export function createTailReader(): TailReader {
  let pieces: Uint8Array[] = []
  let textLength = 0
  let nulLength = 0

  const bytes = (): Uint8Array => {
    const joined = pieces.length === 1 && pieces[0] ? pieces[0] : concat(pieces, textLength)
    pieces = [joined]
    return joined
  }

  const push = (piece: Uint8Array): string | null => {
    const firstNul = nulLength > 0 ? 0 : piece.indexOf(0)
    const text = firstNul === -1 ? piece : piece.subarray(0, firstNul)
    const nuls = firstNul === -1 ? piece.subarray(piece.length) : piece.subarray(firstNul)
    if (nuls.some((byte) => byte !== 0)) return 'NUL bytes with something after them'
    textLength += text.length
    nulLength += nuls.length
    if (textLength > MAX_RECORD_BYTES) return `longer than ${MAX_RECORD_BYTES} bytes`
    // Copied, because the caller may reuse its buffer. Not with slice(), which for a Buffer of Node copies nothing.
    if (text.length > 0) pieces.push(new Uint8Array(text))
    return null
  }

  const problem = (isRecordLine: (line: Uint8Array) => boolean): string | null => {
    const text = bytes()
    if (opening.some((byte, index) => index < text.length && text[index] !== byte))
      return 'not the beginning of a record'
    if (text.some((byte) => byte < 0x20)) return 'a control character inside a record'
    // A tear loses the end of a line. It cannot put another byte in the place of the line feed.
    const replaced = new Uint8Array(text)
    replaced[replaced.length - 1] = lineFeed
    return text.length > 0 && isRecordLine(replaced) ? 'its line feed was replaced' : null
  }

  const describe = (): string => {
    const parts = [
      textLength > 0 ? `${textLength} bytes of an unfinished line` : null,
      nulLength > 0 ? `${nulLength} NUL bytes` : null,
    ]
    return parts.filter((part) => part !== null).join(' and ')
  }

  return {
    push,
    bytes,
    problem,
    describe,
    get length() {
      return textLength + nulLength
    },
  }
}

function concat(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    joined.set(piece, offset)
    offset += piece.length
  }
  return joined
}
