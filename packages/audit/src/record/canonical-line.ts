import { canonicalJson } from '@tezgah/core/canonical-json'

/**
 * True when `text` is the canonical JSON of `value`, which was parsed from it, and nests at most `maxDepth` deep.
 *
 * Nearly every line passes the quick check: the engine's own writer spells texts and numbers as RFC 8785 does and keeps
 * the order of members, so a line that it reproduces is canonical if the members of each object stand in order.
 */
export function isCanonical(text: string, value: unknown, maxDepth: number): boolean {
  // Half a surrogate pair can only come from such an escape; canonical text has none, but a text may speak of one.
  if (!text.includes('\\u') && JSON.stringify(value) === text && isOrdered(value, maxDepth)) return true
  // Names that look like whole numbers are kept in an order of their own by the engine, so this decides.
  try {
    return canonicalJson(value, { maxDepth }) === text
  } catch {
    return false
  }
}

function isOrdered(value: unknown, depthLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depthLeft === 0) return false
  if (Array.isArray(value)) return value.every((item) => isOrdered(item, depthLeft - 1))
  let before: string | null = null
  for (const [name, member] of Object.entries(value)) {
    if ((before !== null && before >= name) || !isOrdered(member, depthLeft - 1)) return false
    before = name
  }
  return true
}
