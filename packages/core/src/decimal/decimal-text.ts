import { readDecimal } from './parse-decimal.ts'

/** Longest accepted decimal; an exchange writes up to 12 digits, a dot and 16 digits. */
const MAX_LENGTH = 100

const DECIMAL = /^(-?)0*(\d+?)(?:[.,](\d*?)0*)?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * The canonical text of a decimal: no padding, no exponent, a dot, `0` and never `-0`. Accepts a decimal comma, zeros at
 * either end, an exponent, and numbers as well as strings. Equal values have equal canonical texts.
 *
 * @returns the exact value, or `null` where `value` is not a finite decimal or has more than 100 characters
 */
export function canonicalDecimal(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? canonicalDecimal(String(value)) : null
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null
  const match = DECIMAL.exec(value)
  if (match === null || /[.,](?:$|[eE])/.test(value)) return null
  const [, sign, whole = '', fraction = '', exponent] = match
  const unsigned = exponent === undefined ? join(whole, fraction) : shift(whole, fraction, Number(exponent))
  if (unsigned.length > MAX_LENGTH) return null
  return unsigned === '0' ? '0' : `${sign}${unsigned}`
}

/** The same value with the other sign. `text` is canonical. */
export function negateDecimal(text: string): string {
  if (text === '0') return text
  return text.startsWith('-') ? text.slice(1) : `-${text}`
}

/** The value without its sign. `text` is canonical. */
export function absoluteDecimal(text: string): string {
  return text.startsWith('-') ? text.slice(1) : text
}

/** The exact sum, canonical. `a` and `b` are canonical. */
export function addDecimals(a: string, b: string): string {
  return readDecimal(a).plus(readDecimal(b)).toString()
}

/**
 * Compares two canonical texts without reading them as numbers.
 *
 * @returns below zero where `a` is smaller, above zero where it is larger, 0 where they are equal
 */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0
  const isNegative = a.charCodeAt(0) === MINUS
  if (isNegative !== (b.charCodeAt(0) === MINUS)) return isNegative ? -1 : 1
  return isNegative ? compareMagnitudes(b, a) : compareMagnitudes(a, b)
}

const MINUS = 45

/** Of two canonical texts with the same sign. */
function compareMagnitudes(a: string, b: string): number {
  const longer = wholeLength(a) - wholeLength(b)
  if (longer !== 0) return longer
  // With as many digits before the dot, the order of the texts is that of the values.
  return a < b ? -1 : 1
}

function wholeLength(text: string): number {
  const point = text.indexOf('.')
  return point === -1 ? text.length : point
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
