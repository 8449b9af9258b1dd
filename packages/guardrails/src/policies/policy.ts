import { z } from 'zod'
import type { ReviewContext } from '../context/review-context.ts'
import type { Breach } from '../model/reason.ts'

/** The port: what `review` asks of a policy. */
export interface Policy {
  readonly name: string
  readonly kind: string
  /** `shadow` only reports. */
  readonly mode: 'enforce' | 'shadow'
  readonly onBreach: 'refuse' | 'needsApproval'
  /** Symbols whose orders it judges. */
  readonly symbols: 'all' | ReadonlySet<string>
  /** True if orders that only shrink a position pass unseen. */
  readonly exemptReducing: boolean
  /** @throws CannotTell, which refuses */
  readonly check: (context: ReviewContext) => readonly Breach[]
}

/** One kind of policy: the limits that it takes, and how to judge with them. */
export interface PolicyKind<Limits> {
  readonly limits: { readonly [Name in keyof Limits]-?: z.ZodType<Limits[Name]> }
  /** Whether `exemptReducing` is true where the set does not say. */
  readonly exemptReducing: boolean
  /** What the schema alone cannot say; the text of the problem, or `null`. */
  readonly problem?: (limits: Limits) => string | null
  /** Parses the limits once for many orders. */
  readonly compile: (limits: Limits) => Policy['check']
}

export const NONE: readonly Breach[] = []

/** A length of time of 1 ms to 400 days. */
export const limitMs: z.ZodType<number> = z
  .int()
  .min(1)
  .max(400 * 86_400_000)

/** How many of something, up to a million. */
export const limitCount: z.ZodType<number> = z.int().min(0).max(1_000_000)

/** A currency as the exchange spells it. */
export const currencyName: z.ZodType<string> = z.string().min(1).max(16)

/** Breach if the observed value is above the limit; the two may have any scale, if it is the same. */
export function above(observed: bigint, limit: bigint, breach: () => Breach): readonly Breach[] {
  return observed > limit ? [breach()] : NONE
}
