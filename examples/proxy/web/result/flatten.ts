import { formatTime } from '../format/time.ts'
import { humanise } from '../format/words.ts'

/** Nested settings as one line each, with the words of their path: `Fees minimum` → `0`, `Rules SP500 tick` → `0.01`. */
export function flatten(value: unknown, path: readonly string[] = []): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [[labelOf(path), textOf(value, path.at(-1))]]
  const entries = Object.entries(value)
  if (entries.length === 0) return [[labelOf(path), 'none']]
  // The number of an entry says something only beside others.
  const isOnly = Array.isArray(value) && entries.length === 1
  return entries.flatMap(([name, inner]) => {
    const step = Array.isArray(value) ? (isOnly ? [] : [String(Number(name) + 1)]) : [name]
    return flatten(inner, [...path, ...step])
  })
}

/** The names of settings are camel case; symbols are not, and stay as they are. */
function labelOf(path: readonly string[]): string {
  const words = path.map((name) => (/[a-z]/.test(name) ? humanise(name).toLowerCase() : name)).join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function textOf(value: unknown, name: string | undefined): string {
  if (name === 'from') return typeof value === 'number' ? formatTime(value, true) : 'always'
  if (value === null) return 'none'
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}
