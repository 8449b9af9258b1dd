import { type Fields, isFields } from '../../../api/documents.ts'

/** The keys of a JSON pointer. */
function keysOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What a path of the approved document is about. */
export type Subject =
  | { readonly kind: 'strategy'; readonly strategy: string }
  | { readonly kind: 'parameter'; readonly strategy: string; readonly parameter: string }
  | { readonly kind: 'limit'; readonly limit: string }
  | { readonly kind: 'other'; readonly path: string }

export function subjectOf(path: string): Subject {
  const [area, name, ...rest] = keysOf(path)
  if (area === 'strategies' && name !== undefined)
    return rest.length === 0
      ? { kind: 'strategy', strategy: name }
      : { kind: 'parameter', strategy: name, parameter: rest.join(' › ') }
  if (area === 'limits' && name !== undefined && rest.length === 0) return { kind: 'limit', limit: name }
  return { kind: 'other', path }
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : null
}

/** By which fraction a number changes; `null` where one of the two is no number, or the old one is zero. */
export function fractionOf(from: unknown, to: unknown): number | null {
  const [before, after] = [numberOf(from), numberOf(to)]
  if (before === null || after === null || before === 0) return null
  return (after - before) / Math.abs(before)
}

/** A value as it is shown: every digit of a number, text without its quotes, the rest as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined ? '' : JSON.stringify(value)
}

/** The parameters of a strategy that is added or removed as a whole, each with its value. */
export function partsOf(value: unknown): readonly (readonly [string, string])[] {
  return isFields(value) ? Object.entries(value).map(([name, part]) => [name, textOf(part)] as const) : []
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

type Difference = {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly from: unknown
  readonly to: unknown
}

/** What leads from one document to the other, objects key by key, lists as a whole; for a look before it is proposed. */
export function differences(from: Fields, to: Fields, path = ''): readonly Difference[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
  return keys.flatMap((key): readonly Difference[] => {
    const here = `${path}/${escaped(key)}`
    const [old, next] = [Object.hasOwn(from, key) ? from[key] : undefined, Object.hasOwn(to, key) ? to[key] : undefined]
    if (isSame(old, next)) return []
    if (isFields(old) && isFields(next)) return differences(old, next, here)
    const kind = old === undefined ? 'added' : next === undefined ? 'removed' : 'changed'
    return [{ path: here, kind, from: old, to: next }]
  })
}
