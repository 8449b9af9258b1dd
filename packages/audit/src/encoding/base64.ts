const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(index, index + 3)
    const group = (one << 16) | (two << 8) | three
    const digits = [18, 12, 6, 0].map((shift) => alphabet.charAt((group >> shift) & 63)).join('')
    const spare = Math.max(0, index + 3 - bytes.length)
    text += digits.slice(0, 4 - spare) + '='.repeat(spare)
  }
  return text
}

/** The bytes, or `null` when the text is not their one spelling: white space, missing padding and loose bits are none. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const digits = text.replace(/=+$/, '')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  for (let index = 0; index < digits.length; index++) {
    const value = alphabet.indexOf(digits.charAt(index))
    const bit = index * 6
    const at = bit >> 3
    const shifted = value << (10 - (bit & 7))
    bytes[at] = (bytes[at] ?? 0) | (shifted >> 8)
    // Beyond the end stand the loose bits, which the comparison below finds.
    if (at + 1 < bytes.length) bytes[at + 1] = shifted
  }
  return encodeBase64(bytes) === text ? bytes : null
}
