/** Longest part of a received value that an error message repeats. */
const MAX_SHOWN = 80

/**
 * A received value as an error message shows it, cut to `max` characters.
 *
 * Never throws: a refused value may be circular, a BigInt or an object that cannot be written as JSON.
 */
export function describeValue(value: unknown, max: number = MAX_SHOWN): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(shorten(value, max))
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`
  if (typeof value !== 'object' || value === null) return shorten(String(value), max)
  try {
    return shorten(JSON.stringify(value) ?? 'an object', max)
  } catch {
    return 'an object'
  }
}

/** `text`, or its first `max` characters and an ellipsis. */
export function shorten(text: string, max: number = MAX_SHOWN): string {
  return text.length > max ? `${text.slice(0, max)}…` : text
}

/** Epoch milliseconds as an error message shows them: the number, and the date where it is one. */
export function describeTime(time: number): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? String(time) : `${time} (${date.toISOString()})`
}

/** The path to a value as a JavaScript expression would reach it: `params.levels[2]`. Long names are cut. */
export function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`
    const shown = shorten(String(key))
    return name === '' ? shown : `${name}.${shown}`
  }, '')
}

/** The message of an error; of any other thrown value its description. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message
  return typeof error === 'string' ? error : describeValue(error)
}

/**
 * `value`, which must be a whole number from `min` to `max`.
 *
 * @throws RangeError `<name> must be a whole number from <min> to <max>, received <value>`
 */
export function requireWhole(name: string, value: unknown, min: number, max: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`
  throw new RangeError(`${name} must be a whole number ${range}, received ${describeValue(value)}`)
}
