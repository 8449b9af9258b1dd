/** UTF-8 bytes of `text` from `start` to `end`, written to the front of `target`, which must hold three per UTF-16 unit. */
export function encodeUtf8(text: string, start: number, end: number, target: Uint8Array): number {
  let at = 0
  for (let index = start; index < end; index++) {
    let code = text.charCodeAt(index)
    if (code < 0x80) {
      target[at++] = code
      continue
    }
    if (code >= 0xd800 && code < 0xe000) {
      code = text.codePointAt(index)!
      if (code >= 0x10000 && index + 1 < end) index++
      else code = 0xfffd
    }
    at = encodeCodePoint(code, target, at)
  }
  return at
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
