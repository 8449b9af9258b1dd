/** Longest accepted decimal; the exchange writes up to 12 digits, a dot and 16 digits. */
const MAX_LENGTH = 100

const DECIMAL = /^(-?)0*(\d+?)(?:[.,](\d*?)0*)?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * One spelling for one value: no padding, no exponent, a dot, `0` and never `-0`. Accepts the exchange's spellings:
 * a decimal comma in balances, zeros up to 16 decimals, numbers as well as strings.
 *
 * @returns the exact value, or `null` where `value` is no decimal, is not finite or has more than 100 characters
 */
export function toDecimalText(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? toDecimalText(String(value)) : null
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null
  const match = DECIMAL.exec(value)
  if (match === null || /[.,](?:$|[eE])/.test(value)) return null
  const [, sign, whole = '', fraction = '', exponent] = match
  const unsigned = exponent === undefined ? join(whole, fraction) : shift(whole, fraction, Number(exponent))
  if (unsigned.length > MAX_LENGTH) return null
  return unsigned === '0' ? '0' : `${sign}${unsigned}`
}

/** The same value with the other sign. `text` is in the one spelling. */
export function negate(text: string): string {
  if (text === '0') return text
  return text.startsWith('-') ? text.slice(1) : `-${text}`
}

/** The value without its sign. `text` is in the one spelling. */
export function absolute(text: string): string {
  return text.startsWith('-') ? text.slice(1) : text
}

function join(whole: string, fraction: string): string {
  return fraction === '' ? whole : `${whole}.${fraction}`
}

function shift(whole: string, fraction: string, exponent: number): string {
  const digits = `${whole}${fraction}`
  const point = whole.length + exponent
  const padded = point > 0 ? digits.padEnd(point, '0') : `${'0'.repeat(1 - point)}${digits}`
  const split = Math.max(point, 1)
  const left = padded.slice(0, split).replace(/^0+(?=\d)/, '')
  return join(left, padded.slice(split).replace(/0+$/, ''))
}
