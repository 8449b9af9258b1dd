import type { Person } from '../four-eyes/actor.ts'
import { hashJson } from '../model/hash.ts'
import type { TradingMode } from '../model/state.ts'

/** How long a request to re-arm may wait for its approval: a day, in milliseconds. */
export const MAX_REARM_MS = 86_400_000

/** A wish to trade more freely again, which another person must share. */
export type RearmRequest = {
  readonly id: string
  readonly to: 'active' | 'reducing'
  readonly by: Person
  readonly reason: string
  readonly at: number
  /** It can be approved before this moment. */
  readonly expiresAt: number
}

/** The latched mode of trading. Anyone may worsen it, two people together may better it. Plain JSON data. */
export type TradingState = {
  readonly version: 1
  readonly mode: TradingMode
  /** Since when the mode holds. */
  readonly since: number
  /** Who brought it about, and why. */
  readonly by: Person
  readonly reason: string
  /** The one open request, `null` where there is none. A trip discards it. */
  readonly request: RearmRequest | null
}

/** From best to worst. */
const MODES: readonly TradingMode[] = ['active', 'reducing', 'halted']

/** True if `a` lets less pass than `b`. */
export function isWorse(a: TradingMode, b: TradingMode): boolean {
  return MODES.indexOf(a) > MODES.indexOf(b)
}

/** Hash of the state, for audit events. */
export function tradingStateHash(state: TradingState): string {
  return hashJson('tezgah/guardrails/trading-state/v1', state)
}
