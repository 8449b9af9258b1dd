import type { Person } from '../four-eyes/actor.ts'
import type { ActiveOverride } from '../model/active-override.ts'
import { hashJson } from '../model/hash.ts'

/** The longest window of an override: 7 days, in milliseconds. */
export const MAX_OVERRIDE_MS = 604_800_000
/** How many overrides may be pending or approved at a time. */
export const MAX_OVERRIDES = 100
/** How many closed overrides are remembered. */
export const MAX_CLOSED_OVERRIDES = 50

/** A reasoned exemption from some policies: for a while, for some symbols, for so many orders. */
export type Override = {
  readonly id: string
  /** Hash of all that an approver agrees to. */
  readonly content: string
  /** Names of policies. */
  readonly policies: readonly string[]
  readonly symbols: readonly string[] | 'all'
  /** In force from this moment on … */
  readonly from: number
  /** … and before this one. */
  readonly until: number
  readonly maxUses: number
  readonly uses: number
  readonly reason: string
  readonly requestedBy: Person
  readonly requestedAt: number
  readonly approvedBy: Person | null
  readonly status: 'pending' | 'approved' | 'rejected' | 'revoked' | 'expired' | 'usedUp'
}

/** All overrides that matter. Plain JSON data. */
export type OverridesState = { readonly version: 1; readonly overrides: readonly Override[] }

/** No override at all. */
export function createOverrides(): OverridesState {
  return { version: 1, overrides: [] }
}

/** True if the override is or may come into force. */
export function isLive({ status }: Override): boolean {
  return status === 'pending' || status === 'approved'
}

/** True from `from` on and before `until`, for one that is approved and has a use left. */
export function isInForce({ status, from, until, uses, maxUses }: Override, now: number): boolean {
  return status === 'approved' && from <= now && now < until && uses < maxUses
}

/** The overrides in force, in the shape that `review` takes. */
export function activeOverrides({ overrides }: OverridesState, now: number): readonly ActiveOverride[] {
  return overrides
    .filter((override) => isInForce(override, now))
    .map(({ id, policies, symbols, from, until, maxUses, uses }) => {
      return { id, policies, symbols, from, until, usesLeft: maxUses - uses }
    })
}

/** Hash of everything that an approver agrees to. */
export function overrideHash(override: Omit<Override, 'content' | 'uses' | 'approvedBy' | 'status'>): string {
  const { id, policies, symbols, from, until, maxUses, reason, requestedBy, requestedAt } = override
  const content = { id, policies, symbols, from, until, maxUses, reason, requestedBy, requestedAt }
  return hashJson('tezgah/guardrails/override/v1', content)
}
