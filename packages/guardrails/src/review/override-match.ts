import type { Clock } from '../context/time-window.ts'
import type { ActiveOverride } from '../model/active-override.ts'
import type { Reason } from '../model/reason.ts'

/**
 * The override that lets a breach pass: the first by its id, so that their order does not matter.
 *
 * @param symbols - those of the intent, all of which the override must cover
 */
export function matchingOverride(
  reason: Reason,
  overrides: readonly ActiveOverride[],
  clock: Clock,
  symbols: readonly string[],
): ActiveOverride | undefined {
  return overrides
    .filter((override) => isValid(override) && applies(override, reason, clock, symbols))
    .reduce<ActiveOverride | undefined>(
      (best, next) => (best === undefined || next.id < best.id ? next : best),
      undefined,
    )
}

function applies(
  { policies, symbols: covered, from, until, usesLeft }: ActiveOverride,
  { policy }: Reason,
  { at, clockErrorMs }: Clock,
  symbols: readonly string[],
): boolean {
  return (
    usesLeft >= 1 &&
    // In force even if the clock is wrong by its error, either way.
    at - clockErrorMs >= from &&
    at + clockErrorMs < until &&
    policies.includes(policy) &&
    (covered === 'all' || symbols.every((symbol) => covered.includes(symbol)))
  )
}

/** A malformed override waives nothing; `includes` of a text, for one, would find parts of names. */
function isValid({ id, policies, symbols, from, until, usesLeft }: ActiveOverride): boolean {
  return (
    typeof id === 'string' &&
    Array.isArray(policies) &&
    (symbols === 'all' || Array.isArray(symbols)) &&
    [from, until, usesLeft].every(Number.isSafeInteger)
  )
}
