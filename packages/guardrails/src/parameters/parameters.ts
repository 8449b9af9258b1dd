import { canonicalJson, isPlainObject, type JsonValue } from '@tezgah/core/canonical-json'
import { hashJson } from '../model/hash.ts'

export type { JsonValue } from '@tezgah/core/canonical-json'

/** What the gate guards: the values that are set, and those that hold where nothing is set. */
export type Parameters = {
  readonly values: JsonValue
  /** Object of the same shape as `values`; where it changes, so does every value that is not set. */
  readonly defaults?: JsonValue | undefined
}

/** Levels of objects and arrays inside one another. */
const MAX_DEPTH = 16
/** Values, keys of objects included, in one set of parameters. */
const MAX_NODES = 10_000
/** UTF-16 code units of canonical JSON. */
const MAX_LENGTH = 65_536

/** A default of `undefined` counts as absent. */
const OMIT = { undefinedMembers: 'omit' } as const

/** Hash of parameters, defaults included: SHA-256 over their canonical JSON, as 64 hexadecimal digits. */
export function parametersHash(parameters: Parameters): string {
  return hashJson('tezgah/guardrails/parameters/v1', parameters)
}

/** A copy that no caller can change. */
export function copyParameters(parameters: Parameters): Parameters {
  return JSON.parse(canonicalJson(parameters, OMIT)) as Parameters
}

/**
 * Why a value is not parameters, or `null`. Refuses values that JSON would silently turn into something else,
 * so that equal hashes mean equal values: NaN and infinities, -0, `undefined`, holes, accessors, class instances,
 * `toJSON`, halves of surrogate pairs; and values that are too large or too deep.
 */
export function parametersProblem(parameters: unknown, name: string): string | null {
  const keys = isPlainObject(parameters) ? Object.keys(parameters) : []
  if (!isPlainObject(parameters) || keys.some((key) => key !== 'values' && key !== 'defaults')) {
    return `${name}: must be an object of values and defaults`
  }
  if (!Object.hasOwn(parameters, 'values')) return `${name}.values: missing`
  const checked = parameters['defaults'] === undefined ? { values: parameters['values'] } : parameters
  const problem = valueProblem(checked, 0, { left: MAX_NODES })
  if (problem !== null) return `${name}: ${problem}`
  const { length } = canonicalJson(checked, OMIT)
  return length > MAX_LENGTH ? `${name}: at most ${MAX_LENGTH} characters of JSON, were ${length}` : null
}

function valueProblem(value: unknown, depth: number, nodes: { left: number }): string | null {
  nodes.left -= 1
  if (nodes.left < 0) return `at most ${MAX_NODES} values`
  if (depth > MAX_DEPTH) return `at most ${MAX_DEPTH} levels deep`
  if (value === null || typeof value === 'boolean') return null
  if (typeof value === 'string') return textProblem(value)
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0) ? null : `JSON has no ${Object.is(value, -0) ? '-0' : value}`
  }
  return containerProblem(value, depth, nodes)
}

function containerProblem(value: unknown, depth: number, nodes: { left: number }): string | null {
  if (!Array.isArray(value) && !isPlainObject(value))
    return `must be JSON data, received a value of type ${typeof value}`
  const keys = Reflect.ownKeys(value).filter((key) => !(Array.isArray(value) && key === 'length'))
  if (Array.isArray(value) && (keys.length !== value.length || keys.some((key, at) => key !== String(at)))) {
    return 'an array must have no holes and no other members'
  }
  for (const key of keys) {
    if (typeof key === 'symbol') return 'must have no symbols as keys'
    const member = Object.getOwnPropertyDescriptor(value, key)
    if (member === undefined || !('value' in member) || !member.enumerable) return 'must have plain members only'
    const problem = textProblem(key) ?? valueProblem(member.value, depth + 1, nodes)
    if (problem !== null) return problem
  }
  return null
}

function textProblem(text: string): string | null {
  return /\p{Cs}/u.test(text) ? 'texts must not hold half a surrogate pair' : null
}
