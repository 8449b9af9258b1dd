import type { Strategy } from '@tezgah/backtest'
import { canonicalJson } from './canonical.ts'
import type { FieldError } from './errors.ts'
import { type NamedDataset, type Rehearsal, rehearse } from './rehearse.ts'

/** Rehearsals of one strategy that are remembered; beyond it the oldest goes. */
const MAX_REMEMBERED = 1_000

/**
 * Remembers which rehearsals the engine has accepted, so that who starts the same again, or with another seed, does not wait for
 * another: it is most of what checking a request takes. What was refused is rehearsed each time.
 */
export class Rehearsals {
  readonly #accepted = new WeakMap<Strategy, Set<string>>()

  /** As `rehearse`. */
  rehearse(rehearsal: Rehearsal): FieldError | null {
    const accepted = this.#acceptedOf(rehearsal.strategy)
    const key = keyOf(rehearsal)
    if (accepted.has(key)) return null
    const refusal = rehearse(rehearsal)
    if (refusal !== null) return refusal
    const [oldest] = accepted
    if (oldest !== undefined && accepted.size >= MAX_REMEMBERED) accepted.delete(oldest)
    accepted.add(key)
    return null
  }

  #acceptedOf(strategy: Strategy): Set<string> {
    const known = this.#accepted.get(strategy)
    if (known !== undefined) return known
    const none = new Set<string>()
    this.#accepted.set(strategy, none)
    return none
  }
}

/** All that the engine is shown, but for the seed: what it accepts does not depend on chance. */
function keyOf({ spec: { params, settings }, candles, detail }: Rehearsal): string {
  return canonicalJson([params, { ...settings, seed: 0 }, candles.map(shownOf), detail.map(shownOf)])
}

function shownOf({ dataset: { symbol, interval }, extent }: NamedDataset): unknown {
  return [symbol, interval, extent?.from, extent?.to]
}
