/** Whatever JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject

/** A JSON object: plain, with string keys. */
export type JsonObject = { readonly [key: string]: JsonValue }

// Printable ASCII without the quote and the backslash: nearly every string of a log, and nothing to escape or refuse.
const plainText = /^[ !#-[\]-~]*$/
// In unicode mode a well-formed pair is one code point, so this finds lone halves only.
const loneSurrogate = /\p{Surrogate}/u

/**
 * Canonical JSON: no white space, object members ordered by the UTF-16 code units of their names, numbers and strings
 * spelled as ECMAScript spells them. Two equal values have one spelling, on one line.
 *
 * @param value - plain objects, dense arrays, strings, finite numbers, booleans and null
 * @param maxDepth - how many objects and arrays may stand inside one another
 * @throws TypeError naming the path of whatever JSON cannot say: NaN, an infinity, `undefined`, a bigint, a function,
 *   a hole in an array, an object with a prototype of its own, a string with half a surrogate pair; and of whatever
 *   nests deeper than `maxDepth`
 * @see RFC 8785, JSON Canonicalization Scheme
 */
export function canonicalJson(value: unknown, maxDepth: number): string {
  return encode(value, maxDepth, { path: [], filter: null })
}

/** What is changed on the way into the text. */
export type Filter = {
  /** Replaces each string value. */
  readonly text: (value: string) => string
  /** Replaces a member by a text; `null` to keep it. May throw to refuse the name. */
  readonly member: (name: string, value: unknown) => string | null
}

/**
 * As {@link canonicalJson}, of a filtered copy, in one walk.
 *
 * @param from - the name that leads to the value, for the message of an error
 */
export function filteredJson(value: unknown, maxDepth: number, filter: Filter, from: string): string {
  return encode(value, maxDepth, { path: [from], filter })
}

/**
 * Canonical JSON of a text.
 *
 * @param from - the name that leads to the text, for the message of an error
 * @throws TypeError if it holds half a surrogate pair
 */
export function canonicalString(text: string, from: string): string {
  return encodeString(text, [from])
}

/** Where a value stands: names and indexes from the outside in. One list for the whole walk, so that it costs little. */
type Path = (string | number)[]

type Walk = { readonly path: Path; readonly filter: Filter | null }

function encode(value: unknown, depthLeft: number, walk: Walk): string {
  switch (typeof value) {
    case 'string':
      return encodeString(walk.filter === null ? value : walk.filter.text(value), walk.path)
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

function encodeString(value: string, path: Readonly<Path>): string {
  if (plainText.test(value)) return `"${value}"`
  if (loneSurrogate.test(value)) throw notJson(path, 'half a surrogate pair is not text')
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
  if (!isPlainObject(object)) throw notJson(walk.path, 'only plain objects can be recorded')
  let text = '{'
  for (const key of orderedKeys(object)) {
    if (text.length > 1) text += ','
    const value = object[key]
    walk.path.push(key)
    const replaced = walk.filter === null ? null : walk.filter.member(key, value)
    text += encodeString(key, walk.path)
    text += ':'
    text += replaced === null ? encode(value, depthLeft, walk) : encodeString(replaced, walk.path)
    walk.path.pop()
  }
  return `${text}}`
}

function orderedKeys(object: object): string[] {
  const keys = Object.keys(object)
  for (let index = 1; index < keys.length; index++) {
    // Without a comparator sort() orders by UTF-16 code units, as RFC 8785 §3.2.3 wants and as < compares.
    if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.sort()
  }
  return keys
}

function notJson(path: Readonly<Path>, problem: string): TypeError {
  return new TypeError(`${path.reduce<string>(describeStep, '$')}: ${problem}`)
}

/** Hostile names are quoted and cut, so that the message stays one short line. */
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
