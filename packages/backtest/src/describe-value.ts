/** Longest piece of a received value that an error message repeats. */
const MAX_SHOWN = 80

/**
 * A received value as an error message shows it: cut to 80 characters.
 *
 * Never throws: what is refused may be circular, a BigInt or an object that refuses to be spelled out, and the message
 * about it must come all the same.
 */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(shorten(value))
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return shorten(JSON.stringify(value) ?? 'an object')
  } catch {
    return 'an object'
  }
}

/** `text`, or its beginning where it is longer than 80 characters. */
export function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
