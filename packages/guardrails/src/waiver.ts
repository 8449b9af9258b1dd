import type { Facts } from './facts/facts.ts'
import type { Reason } from './policy.ts'

/** An override that is in force: it lets breaches of some policies pass for a while. */
export type ActiveOverride = {
  readonly id: string
  /** Names of policies. */
  readonly policies: readonly string[]
  readonly symbols: readonly string[] | 'all'
  /** From this moment on … */
  readonly from: number
  /** … and before this one. */
  readonly until: number
  readonly usesLeft: number
}

/** A reason that an override let pass. Whoever sends the order records one use of each override that is named. */
export type WaivedReason = Reason & { readonly override: string }

/** The override that lets a breach pass: the first by its id, so that their order does not matter. */
export function waiverOf(
  reason: Reason,
  overrides: readonly ActiveOverride[],
  facts: Facts,
): ActiveOverride | undefined {
  return overrides
    .filter((override) => isValid(override) && applies(override, reason, facts))
    .reduce<ActiveOverride | undefined>(
      (best, next) => (best === undefined || next.id < best.id ? next : best),
      undefined,
    )
}

function applies(
  { policies, symbols, from, until, usesLeft }: ActiveOverride,
  { policy }: Reason,
  facts: Facts,
): boolean {
  const { at, clockErrorMs } = facts
  return (
    usesLeft >= 1 &&
    // In force whichever way the clock is wrong.
    at - clockErrorMs >= from &&
    at + clockErrorMs < until &&
    policies.includes(policy) &&
    (symbols === 'all' || symbols.includes(facts.order.intent.symbol))
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
