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
