/** Any value that JSON has. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** A JSON object: plain, with string keys. */
export type JsonObject = { readonly [key: string]: JsonValue }

export type CanonicalJsonOptions = {
  /** How many levels of objects and arrays there may be. Default 500, long before the stack ends. */
  readonly maxDepth?: number
  /** Whether members that are `undefined` are an error or are left out, as `JSON.stringify` does. Default `reject`. */
  readonly undefinedMembers?: 'omit' | 'reject'
  /** Whether a lone surrogate is an error, as RFC 8785 asks, or is escaped, as `JSON.stringify` does. Default `reject`. */
  readonly loneSurrogates?: 'escape' | 'reject'
}

/** Changes that {@link filteredJson} makes to a value while it writes it. */
export type Filter = {
  /** Replaces each string value. */
  readonly text: (value: string) => string
  /** Replaces a member by a text; `null` to keep it. May throw to refuse the name. */
  readonly member: (name: string, value: unknown) => string | null
}

const MAX_DEPTH = 500

// Printable ASCII without the quote and the backslash: nearly every string, and nothing in it to escape or refuse.
const plainText = /^[ !#-[\]-~]*$/
// In unicode mode a well-formed pair is one code point, so this finds lone halves only.
const loneSurrogate = /\p{Surrogate}/u

/**
 * Canonical JSON: no white space, object members ordered by the UTF-16 code units of their names, numbers and strings
 * as ECMAScript writes them. Equal values have equal texts, on one line.
 *
 * @param value - plain objects, dense arrays, strings, finite numbers, booleans and null
 * @throws TypeError naming the path of a value that JSON does not have: NaN, an infinity, `undefined`, a bigint, a
 *   function, a hole in an array, an object that is not plain, a string with a lone surrogate; and of a value nested
 *   deeper than `maxDepth`, a cycle included
 * @see RFC 8785, JSON Canonicalization Scheme
 */
export function canonicalJson(value: unknown, options: CanonicalJsonOptions = {}): string {
  const { maxDepth = MAX_DEPTH, undefinedMembers = 'reject', loneSurrogates = 'reject' } = options
  return encode(value, maxDepth, {
    path: [],
    filter: null,
    omitsUndefined: undefinedMembers === 'omit',
    escapesSurrogates: loneSurrogates === 'escape',
  })
}

/**
 * {@link canonicalJson} of a filtered copy, in one walk.
 *
 * @param from - the name of the value, for the path in an error message
 */
export function filteredJson(value: unknown, maxDepth: number, filter: Filter, from: string): string {
  return encode(value, maxDepth, { path: [from], filter, omitsUndefined: false, escapesSurrogates: false })
}

/**
 * Canonical JSON of a text.
 *
 * @param from - the name of the text, for the path in an error message
 * @throws TypeError where it has a lone surrogate
 */
export function canonicalString(text: string, from: string): string {
  return encodeString(text, { path: [from], escapesSurrogates: false })
}

/** Names and indexes from the outside in. One list for the whole walk, so that it costs little. */
type Path = (string | number)[]

type Walk = {
  readonly path: Path
  readonly filter: Filter | null
  readonly omitsUndefined: boolean
  readonly escapesSurrogates: boolean
}

function encode(value: unknown, depthLeft: number, walk: Walk): string {
  switch (typeof value) {
    case 'string':
      return encodeString(walk.filter === null ? value : walk.filter.text(value), walk)
    case 'number':
      if (!Number.isFinite(value)) throw notJson(walk.path, `JSON has no ${value}`)
      // ECMAScript's Number::toString, which RFC 8785 prescribes, writes -0 as 0.
      return `${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depthLeft === 0) throw notJson(walk.path, 'nested deeper than the limit')
      return Array.isArray(value) ? encodeArray(value, depthLeft - 1, walk) : encodeObject(value, depthLeft - 1, walk)
    default:
      throw notJson(walk.path, `JSON has no ${typeof value}`)
  }
}

function encodeString(value: string, walk: Pick<Walk, 'path' | 'escapesSurrogates'>): string {
  if (plainText.test(value)) return `"${value}"`
  if (!walk.escapesSurrogates && loneSurrogate.test(value)) throw notJson(walk.path, 'a lone surrogate is not text')
  // For well-formed text JSON.stringify escapes exactly what RFC 8785 §3.2.2.2 lists, in the same spelling.
  return JSON.stringify(value)
}

function encodeArray(items: readonly unknown[], depthLeft: number, walk: Walk): string {
  let text = '['
  // An index loop, because map() would step over holes.
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ','
    walk.path.push(index)
    text += encode(items[index], depthLeft, walk)
    walk.path.pop()
  }
  return `${text}]`
}

function encodeObject(object: object, depthLeft: number, walk: Walk): string {
  if (!isPlainObject(object)) throw notJson(walk.path, 'only plain objects can be written as JSON')
  let text = '{'
  for (const key of orderedKeys(object)) {
    const value = object[key]
    if (value === undefined && walk.omitsUndefined) continue
    if (text.length > 1) text += ','
    walk.path.push(key)
    const replaced = walk.filter === null ? null : walk.filter.member(key, value)
    text += encodeString(key, walk)
    text += ':'
    text += replaced === null ? encode(value, depthLeft, walk) : encodeString(replaced, walk)
    walk.path.pop()
  }
  return `${text}}`
}

function orderedKeys(object: object): string[] {
  const keys = Object.keys(object)
  for (let index = 1; index < keys.length; index++) {
    // Without a comparator sort() orders by UTF-16 code units, as RFC 8785 §3.2.3 asks and as < compares.
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.sort()
  }
  return keys
}

function notJson(path: Readonly<Path>, problem: string): TypeError {
  return new TypeError(`${path.reduce<string>(describeStep, '$')}: ${problem}`)
}

/** Names that are not plain are quoted and cut, so that the message stays one short line. */
function describeStep(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`
  return /^[\w-]{1,64}$/.test(step) ? `${path}.${step}` : `${path}[${JSON.stringify(step.slice(0, 64))}]`
}

/** True for an object literal, a parsed JSON object and an object without a prototype. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
