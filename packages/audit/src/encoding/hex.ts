const digits = '0123456789abcdef'
const values = new Uint8Array(128).fill(0xff)
for (const [value, digit] of Array.from(digits).entries()) values[digit.charCodeAt(0)] = value

/**
 * Writes the bytes that lower-case hexadecimal digits spell.
 *
 * @throws RangeError if the text is anything else, or does not fit behind `offset`
 */
export function writeHex(hex: string, target: Uint8Array, offset: number): void {
  const count = hex.length / 2
  if (!Number.isInteger(count) || offset + count > target.length) throw notHex()
  for (let index = 0; index < count; index++) {
    // Outside the table, and for every other character, this is 255 and shows in the upper bits.
    const upper = values[hex.charCodeAt(2 * index)] ?? 0xff
    const lower = values[hex.charCodeAt(2 * index + 1)] ?? 0xff
    if ((upper | lower) > 15) throw notHex()
    target[offset + index] = (upper << 4) | lower
  }
}

/** @throws RangeError if the text is not lower-case hexadecimal digits, two per byte */
export function bytesOfHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length >> 1)
  writeHex(hex, bytes, 0)
  if (hex.length % 2 !== 0) throw notHex()
  return bytes
}

export function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** True for lower-case hexadecimal digits, two per byte. */
export function isHex(value: string): boolean {
  return /^([0-9a-f]{2})*$/.test(value)
}

const digest = /^[0-9a-f]{64}$/

/** True for the 64 lower-case hexadecimal digits of a SHA-256 hash. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && digest.test(value)
}

function notHex(): RangeError {
  return new RangeError('not lower-case hexadecimal digits of the expected number')
}
