import type { JsonObject, JsonValue } from '@tezgah/core/canonical-json'
import type { Parameters } from './parameters.ts'

/** One difference between two sets of parameters. */
export type Change = {
  /** A JSON pointer (RFC 6901) to the value; other characters than visible ASCII are shown as `\u{…}`. */
  readonly path: string
  /**
   * `added`, `removed`: set on one side only. `typeChanged`: such as from `1` to `"1"`. `defaultChanged`: set on neither
   * side, and what holds in its place has changed.
   */
  readonly kind: 'added' | 'removed' | 'changed' | 'typeChanged' | 'defaultChanged'
  /** Absent where there was nothing. */
  readonly from?: JsonValue
  /** Absent where there is nothing any more. */
  readonly to?: JsonValue
}

type Slot = JsonValue | undefined

/**
 * Every difference, by path. Compares values by type and exact value, keys by code points, arrays place by place; the
 * order of keys does not matter. Both sides must have passed `parametersProblem`.
 */
export function diffParameters(from: Parameters, to: Parameters): readonly Change[] {
  const changes: Change[] = []
  compare('', from.values, to.values, changes)
  compareDefaults('', [from.values, to.values], [from.defaults, to.defaults], changes)
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.kind < b.kind ? -1 : 1))
}

function compare(path: string, from: Slot, to: Slot, changes: Change[]): void {
  if (from === undefined || to === undefined) {
    if (to !== undefined) changes.push({ path, kind: 'added', to })
    else if (from !== undefined) changes.push({ path, kind: 'removed', from })
  } else if (typeOf(from) !== typeOf(to)) {
    changes.push({ path, kind: 'typeChanged', from, to })
  } else if (isContainer(from) && isContainer(to)) {
    for (const key of keysOf(from, to)) compare(childPath(path, key), at(from, key), at(to, key), changes)
  } else if (from !== to) {
    changes.push({ path, kind: 'changed', from, to })
  }
}

/** A default counts only where neither side sets a value: elsewhere it has no effect, or the change of value is listed. */
function compareDefaults(
  path: string,
  values: readonly [Slot, Slot],
  defaults: readonly [Slot, Slot],
  changes: Change[],
): void {
  const [from, to] = defaults
  if (values[0] === undefined && values[1] === undefined) {
    const found: Change[] = []
    compare(path, from, to, found)
    changes.push(...found.map((change): Change => ({ ...change, kind: 'defaultChanged' })))
    return
  }
  if (values.every((value) => value !== undefined && !isObject(value))) return
  const keys = keysOf(...[...values, from, to].filter(isObject))
  for (const key of keys) {
    const [fromValue, toValue] = [memberOf(values[0], key), memberOf(values[1], key)]
    const inner = [memberOf(from, key), memberOf(to, key)] as const
    compareDefaults(childPath(path, key), [fromValue, toValue], inner, changes)
  }
}

function memberOf(value: Slot, key: string): Slot {
  return isObject(value) ? at(value, key) : undefined
}

/** Own members only: `__proto__` and `constructor` are keys like any other. */
function at(container: JsonObject | readonly JsonValue[], key: string): Slot {
  return Object.getOwnPropertyDescriptor(container, key)?.value as Slot
}

function keysOf(...containers: readonly (JsonObject | readonly JsonValue[])[]): readonly string[] {
  return [...new Set(containers.flatMap((container) => Object.keys(container)))]
}

function typeOf(value: JsonValue): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

function isContainer(value: JsonValue): value is JsonObject | readonly JsonValue[] {
  return typeof value === 'object' && value !== null
}

function isObject(value: Slot): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The path of a member: a JSON pointer (RFC 6901) in visible ASCII. Other code points, blanks and backslashes become
 * `\u{…}`, so that keys which look alike show their difference and no two paths are equal.
 */
function childPath(parent: string, key: string): string {
  const pointer = key.replaceAll('~', '~0').replaceAll('/', '~1')
  return `${parent}/${pointer.replaceAll(/[^!-[\]-~]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)}`
}
