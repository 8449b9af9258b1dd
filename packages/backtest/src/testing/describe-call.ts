/** Deeper terms are not compared: orders that follow on one another are not nested so far. */
const MAX_DEPTH = 24

/** A call with all of its terms, equal for equal calls: `buy({ quantity: 1, tag: "dip" })`. */
export function describeCall(name: string, args: readonly unknown[]): string {
  return `${name}(${args.map((arg) => describe(arg, 0)).join(', ')})`
}

function describe(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'symbol') return value.description ?? 'a symbol'
  if (typeof value === 'function') return value.name === '' ? 'a function' : value.name
  if (typeof value !== 'object' || value === null) return String(value)
  if (depth === MAX_DEPTH) return '…'
  if (Array.isArray(value)) return `[${value.map((item) => describe(item, depth + 1)).join(', ')}]`
  if (hasTextOfItsOwn(value)) return String(value)
  const terms = Object.entries(value).map(([key, term]) => `${key}: ${describe(term, depth + 1)}`)
  return terms.length === 0 ? '{}' : `{ ${terms.join(', ')} }`
}

/** True for an exact decimal and the like. An object without a prototype has no text at all. */
function hasTextOfItsOwn(value: object): boolean {
  return typeof value.toString === 'function' && value.toString !== Object.prototype.toString
}

/** Calls as a message shows what was done in one candle. */
export function describeCalls(calls: readonly string[]): string {
  return calls.length === 0 ? 'nothing' : calls.join(', ')
}
