import type { Decision } from '../decisions.ts'
import type { Poison } from './poison.ts'

/** A run whose future was poisoned: what it decided, or what it failed with. */
export type Trial = {
  readonly poison: Poison
  readonly decisions: readonly Decision[]
  readonly failure: unknown
}

/** The first candle at which a poisoned run did something else. */
export type Change = {
  readonly index: number
  /** Calls with the candles as they are. */
  readonly real: readonly string[]
  /** Calls, or the error, under each poison. */
  readonly poisoned: readonly {
    readonly poison: Poison
    readonly calls: readonly string[]
    readonly failure: unknown
  }[]
  readonly failure: unknown
}

/** `null` where every trial did up to candle `last` what was done with the real future. */
export function firstChange(real: readonly Decision[], trials: readonly Trial[], last: number): Change | null {
  const past = real.filter(({ index }) => index <= last)
  const changes = trials.map((trial) => (trial.failure === null ? changedAt(past, trial.decisions) : last))
  const index = Math.min(...changes)
  if (index === Number.POSITIVE_INFINITY) return null
  return {
    index,
    real: callsAt(past, index),
    poisoned: trials.map(({ poison, decisions, failure }) => ({ poison, calls: callsAt(decisions, index), failure })),
    failure: trials.find(({ failure }) => failure !== null)?.failure ?? undefined,
  }
}

/** Candle of the first difference, infinity where there is none. */
export function changedAt(one: readonly Decision[], other: readonly Decision[]): number {
  const length = Math.max(one.length, other.length)
  for (let row = 0; row < length; row++) {
    const [a, b] = [one[row], other[row]]
    if (a?.index !== b?.index || a?.call !== b?.call) return Math.min(a?.index ?? b!.index, b?.index ?? a!.index)
  }
  return Number.POSITIVE_INFINITY
}

export function callsAt(decisions: readonly Decision[], index: number): string[] {
  return decisions.filter((decision) => decision.index === index).map(({ call }) => call)
}
