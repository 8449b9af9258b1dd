import { type DecimalInput, toDecimal } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'

/** A value as expected, or a question about it: a function, or an asymmetric matcher of the test runner. */
export type Expected<Value> =
  | SpelledFreely<Value>
  | ((value: Value) => boolean)
  | { asymmetricMatch(other: unknown): boolean }

/** Exact decimals stand in a result as text but may be expected as numbers, and text by a regular expression. */
type SpelledFreely<Value> = Value extends unknown ? (string extends Value ? DecimalInput | RegExp : Value) : never

/** Some of an entry's fields, each with what is expected of it. */
export type Pattern = Readonly<Record<string, unknown>>
export type Entry = Readonly<Record<string, unknown>>

/** Fields that hold a name and not a figure, so that the tag `1` is not the tag `1.0`. */
const NAMES = ['tag', 'entryTag', 'exitTag', 'exitReason', 'symbol']

/** The fields of `pattern` that `entry` does not match. */
export function differences(entry: Entry, pattern: Pattern): string[] {
  return Object.keys(pattern).filter((field) => !matches(entry[field], pattern[field], field))
}

/**
 * True where `actual` is what is expected: money as exact decimals (`100` is `'100.00'`), objects by the fields that
 * are given, everything else as it is. A function, a regular expression and an asymmetric matcher are asked.
 */
export function matches(actual: unknown, expected: unknown, field = ''): boolean {
  if (typeof expected === 'function') return expected(actual) === true
  if (expected instanceof RegExp) return typeof actual === 'string' && actual.search(expected) >= 0
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual)
  if (isEntry(expected)) return isEntry(actual) && differences(actual, expected).length === 0
  if (Object.is(actual, expected)) return true
  return !NAMES.includes(field) && isSameDecimal(actual, expected)
}

/** True for two spellings of one decimal. */
export function isSameDecimal(a: unknown, b: unknown): boolean {
  const left = toDecimal(a as DecimalInput)
  const right = toDecimal(b as DecimalInput)
  return left !== null && right !== null && left.compare(right) === 0
}

/**
 * A misspelt field would never match, and its negation always would: neither is a test.
 *
 * @throws TypeError for a pattern that is no object, has a field that entries do not have, or one that is `undefined`
 */
export function checkPattern(what: string, pattern: unknown, known: readonly string[]): void {
  if (!isEntry(pattern))
    throw new TypeError(`${what}: expected an object of fields, received ${describeValue(pattern)}`)
  for (const [field, expected] of Object.entries(pattern)) {
    if (expected === undefined) throw new TypeError(`${what}: ${field} is expected to be undefined; leave it out`)
    if (!known.includes(field)) throw new TypeError(`${what} has no field "${field}", but ${known.join(', ')}`)
  }
}

/** A pattern as a message shows it: `{ side: buy, price: 100 }`. */
export function describePattern(pattern: Pattern): string {
  const fields = Object.entries(pattern).map(([field, expected]) => `${field}: ${describeExpected(expected)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

export function describeExpected(expected: unknown): string {
  if (expected instanceof RegExp) return String(expected)
  if (typeof expected === 'function') return expected.name === '' ? 'a condition' : expected.name
  if (isAsymmetric(expected)) return String(expected)
  if (isEntry(expected)) return describePattern(expected)
  return typeof expected === 'string' ? expected : describeValue(expected)
}

function isAsymmetric(value: unknown): value is { asymmetricMatch(other: unknown): boolean } {
  return isEntry(value) && typeof value['asymmetricMatch'] === 'function'
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** How a check ended, in the form that Jest's and vitest's matchers return. */
export type Verdict = {
  readonly pass: boolean
  /** Says what is wrong: where the check failed, or where it passed and was not to. */
  readonly message: () => string
  /** For the difference that a runner shows; absent where the check passed. */
  readonly expected?: unknown
  readonly actual?: unknown
}
