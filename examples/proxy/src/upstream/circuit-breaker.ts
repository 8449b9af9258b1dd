const FAILURES_TO_OPEN = 5
const OPEN_MS = 3_000

/** Outcome of an admitted request. `unknown`: the client disconnected first. */
export type Outcome = 'answered' | 'unavailable' | 'unknown'

/**
 * Refuses requests at once while the executor is unavailable: after 5 failures in a row none is admitted for 3 s, then one at a
 * time until one is answered.
 */
export class CircuitBreaker {
  readonly #now: () => number
  #failures = 0
  #opensAgainAt = 0
  #probing = false

  /** @param now - milliseconds of a monotonic clock */
  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * Admits a request or refuses it.
   *
   * @returns the function that reports the outcome, to be called exactly once; or the milliseconds to wait
   */
  acquire(): ((outcome: Outcome) => void) | { readonly waitMs: number } {
    if (this.#failures < FAILURES_TO_OPEN) return (outcome) => this.#report(outcome)
    const waitMs = this.#opensAgainAt - this.#now()
    if (waitMs > 0 || this.#probing) return { waitMs: Math.max(waitMs, 0) }
    this.#probing = true
    return (outcome) => {
      this.#probing = false
      this.#report(outcome)
    }
  }

  #report(outcome: Outcome): void {
    if (outcome === 'answered') this.#failures = 0
    if (outcome !== 'unavailable') return
    this.#failures++
    this.#opensAgainAt = this.#now() + OPEN_MS
  }
}
