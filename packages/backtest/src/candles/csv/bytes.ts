/** The bytes that a reader of CSV looks for. */
export const TAB = 9
export const LINE_FEED = 10
export const CARRIAGE_RETURN = 13
export const SPACE = 32
export const QUOTE = 34
export const POINT = 46

/** Most columns of a file. */
export const MAX_FILE_COLUMNS = 256

/** Longest piece of a cell that is decoded; a longer cell is cut and marked as such, which no number or name survives. */
const DECODED_LENGTH = 400

/** Text of a cell; bytes outside ASCII become `?`, since no cell that is read may hold them. */
export function cellText(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  const stop = Math.min(end, start + DECODED_LENGTH)
  for (let at = start; at < stop; at++) text += bytes[at]! < 0x80 ? String.fromCharCode(bytes[at]!) : '?'
  return stop < end ? `${text}…` : text
}

/**
 * End of the cell that begins at `at`: the index of its delimiter or line end. `-1` where a quote stays open on its line or
 * something follows the closing quote. The line must end in a line feed.
 */
export function endOfCell(bytes: Uint8Array, at: number, delimiter: number): number {
  let end = at
  if (bytes[at] === QUOTE) {
    end = endOfQuotes(bytes, at)
    if (end < 0) return -1
    const next = bytes[end]
    return next === delimiter || next === LINE_FEED || (next === CARRIAGE_RETURN && bytes[end + 1] === LINE_FEED)
      ? end
      : -1
  }
  while (bytes[end] !== delimiter && bytes[end] !== LINE_FEED) end++
  return end > at && bytes[end] === LINE_FEED && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
}

function endOfQuotes(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; bytes[at] !== LINE_FEED; at++) {
    if (bytes[at] !== QUOTE) continue
    if (bytes[at + 1] !== QUOTE) return at + 1
    at++
  }
  return -1
}

/** Cells of one line as trimmed text without quotes, at most one more than allowed; `null` where a quote stays open. */
export function splitLine(bytes: Uint8Array, start: number, delimiter: number): string[] | null {
  const cells: string[] = []
  for (let at = start; ; at++) {
    const end = endOfCell(bytes, at, delimiter)
    if (end < 0) return null
    const quoted = bytes[at] === QUOTE
    const text = quoted ? cellText(bytes, at + 1, end - 1).replaceAll('""', '"') : cellText(bytes, at, end)
    cells.push(text.trim())
    if (bytes[end] !== delimiter || cells.length > MAX_FILE_COLUMNS) return cells
    at = end
  }
}

/** UTF-8 bytes of `text` from `start` to `end`, written to the front of `target`, which must hold three per UTF-16 unit. */
export function encodeUtf8(text: string, start: number, end: number, target: Uint8Array): number {
  let at = 0
  let index = start
  while (index < end) {
    const ascii = encodeAscii(text, index, end, target, at)
    at += ascii
    index += ascii
    if (index >= end) break
    const code = text.codePointAt(index)!
    // Half of a pair stands for nothing.
    at = encodeCodePoint(code >= 0xd800 && code < 0xe000 ? 0xfffd : code, target, at)
    index += code >= 0x10000 ? 2 : 1
  }
  return at
}

/** Copies characters up to the first that is not ASCII and returns how many they are. */
function encodeAscii(text: string, start: number, end: number, target: Uint8Array, at: number): number {
  const shift = at - start
  let index = start
  while (index < end) {
    const code = text.charCodeAt(index)
    if (code >= 0x80) break
    target[index + shift] = code
    index++
  }
  return index - start
}

function encodeCodePoint(code: number, target: Uint8Array, start: number): number {
  let at = start
  if (code < 0x800) {
    target[at++] = 0xc0 | (code >> 6)
  } else {
    if (code < 0x10000) {
      target[at++] = 0xe0 | (code >> 12)
    } else {
      target[at++] = 0xf0 | (code >> 18)
      target[at++] = 0x80 | ((code >> 12) & 63)
    }
    target[at++] = 0x80 | ((code >> 6) & 63)
  }
  target[at++] = 0x80 | (code & 63)
  return at
}
