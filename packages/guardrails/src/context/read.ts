import { type Amount, parseAmount } from '../model/amount.ts'
import { MAX_TIME, type Side } from '../model/intent.ts'

/** Longest list in a state. */
export const MAX_ITEMS = 10_000

/** The state lacks what a policy needs, or it is unusable. Always refuses. */
export class MissingDataError extends Error {
  override readonly name = 'MissingDataError'
  readonly code: 'MISSING_INPUT' | 'STALE_INPUT' | 'INVALID_INPUT'
  readonly observed: string
  readonly limit: string
  readonly unit: string

  constructor(code: MissingDataError['code'], observed: string, limit: string, unit = '') {
    super(`${code}: ${observed}, wanted ${limit}`)
    this.code = code
    this.observed = observed
    this.limit = limit
    this.unit = unit
  }
}

/** Short and harmless text of a received value. It is part of recorded verdicts, so its words must not change. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 48))
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? 'a list' : typeof value
}

export function invalid(where: string, key: string, value: unknown, wanted: string): MissingDataError {
  return new MissingDataError('INVALID_INPUT', `${where}.${key.slice(0, 48)} = ${describe(value)}`, wanted)
}

export type Fields = Readonly<Record<string, unknown>>

/** A JSON object that has no member but the known ones. */
export function asObject(value: unknown, known: ReadonlySet<string> | null, where: string): Fields {
  if (value === undefined) throw new MissingDataError('MISSING_INPUT', where, 'present')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MissingDataError('INVALID_INPUT', `${where} = ${describe(value)}`, 'an object')
  }
  // for-in also meets what a polluted prototype adds, which must not pass for data.
  if (known !== null)
    for (const key in value) if (!known.has(key)) throw invalid(where, key, 'present', 'no such member')
  return value as Fields
}

/** An own member, `undefined` where there is none: names from JSON such as `__proto__` find nothing that was not given. */
export function own(object: Fields, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** An own member that must be there. */
function needed(object: Fields, key: string, where: string): unknown {
  const value = own(object, key)
  if (value === undefined) throw new MissingDataError('MISSING_INPUT', `${where}.${key.slice(0, 48)}`, 'present')
  return value
}

export function readObject(object: Fields, key: string, known: ReadonlySet<string> | null, where: string): Fields {
  return asObject(own(object, key), known, `${where}.${key.slice(0, 48)}`)
}

export function readText(object: Fields, key: string, where: string): string {
  const value = needed(object, key, where)
  if (typeof value !== 'string' || value.length === 0 || value.length > 128) {
    throw invalid(where, key, value, 'text of 1 to 128 characters')
  }
  return value
}

export function readFlag(object: Fields, key: string, where: string): boolean {
  const value = needed(object, key, where)
  if (typeof value !== 'boolean') throw invalid(where, key, value, 'true or false')
  return value
}

export function readSide(object: Fields, key: string, where: string): Side {
  const value = needed(object, key, where)
  if (value !== 'buy' && value !== 'sell') throw invalid(where, key, value, 'buy or sell')
  return value
}

export function readTime(object: Fields, key: string, where: string): number {
  const value = needed(object, key, where)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_TIME) {
    throw invalid(where, key, value, 'whole milliseconds')
  }
  return value
}

export function readAmount(object: Fields, key: string, where: string): Amount {
  const value = needed(object, key, where)
  const amount = parseAmount(value)
  if (amount === null) throw invalid(where, key, value, 'plain decimal text of at most 40 digits, 18 of them decimals')
  return amount
}

export function readPositive(object: Fields, key: string, where: string): Amount {
  const amount = readAmount(object, key, where)
  if (amount <= 0n) throw invalid(where, key, own(object, key), 'above zero')
  return amount
}

export function readNotNegative(object: Fields, key: string, where: string): Amount {
  const amount = readAmount(object, key, where)
  if (amount < 0n) throw invalid(where, key, own(object, key), 'zero or above')
  return amount
}

/** An amount above zero, or `null` where the member is `null`; absent is not `null`. */
export function readPrice(object: Fields, key: string, where: string): Amount | null {
  return own(object, key) === null ? null : readPositive(object, key, where)
}

export function readList(object: Fields, key: string, where: string): readonly unknown[] {
  const value = needed(object, key, where)
  if (!Array.isArray(value)) throw invalid(where, key, value, 'a list')
  if (value.length > MAX_ITEMS) {
    throw new MissingDataError('INVALID_INPUT', `${where}.${key} has ${value.length}`, `at most ${MAX_ITEMS}`, 'items')
  }
  return value
}
