const FAILURES_TO_OPEN = 5
const OPEN_MS = 3_000

/** How a request that was let through has gone. `unknown`: nobody waited for its end. */
export type Outcome = 'answered' | 'unavailable' | 'unknown'

/**
 * Spares everybody the wait while the executor is away: after 5 failures in a row nothing is let through for 3 s, then one request
 * at a time until one is answered.
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
   * Lets a request through, or not.
   *
   * @returns how to tell its outcome, exactly once; or how long to wait, in milliseconds
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
