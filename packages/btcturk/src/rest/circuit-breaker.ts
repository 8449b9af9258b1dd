import { BtcturkError } from '../errors.ts'
import type { Clock } from '../ports.ts'

export type CircuitBreakerOptions = {
  /** Failures in a row that open it, 1 or more. Default 5. */
  readonly failures?: number
  /** Milliseconds for which it then lets nothing through. Default 5000. */
  readonly coolDownMs?: number
}

type State =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly until: number }
  /** One request is under way to see whether the exchange is back. */
  | { readonly kind: 'trial' }

/** Spares an exchange that fails, and callers the wait, after several failures in a row. */
export class CircuitBreaker {
  readonly #clock: Clock
  readonly #failures: number
  readonly #coolDownMs: number
  #state: State = { kind: 'closed', failures: 0 }

  constructor(clock: Clock, { failures = 5, coolDownMs = 5000 }: CircuitBreakerOptions = {}) {
    this.#clock = clock
    this.#failures = failures
    this.#coolDownMs = coolDownMs
  }

  /** @throws BtcturkError `unavailable`, `not_sent`, while it is open */
  assertClosed(): void {
    const state = this.#state
    if (state.kind === 'closed') return
    const wait = state.kind === 'open' ? state.until - this.#clock.monotonic() : this.#coolDownMs
    if (wait > 0) throw unavailable(wait)
    this.#state = { kind: 'trial' }
  }

  recordSuccess(): void {
    this.#state = { kind: 'closed', failures: 0 }
  }

  recordFailure(): void {
    const failures = this.#state.kind === 'closed' ? this.#state.failures + 1 : this.#failures
    const isOpen = failures >= this.#failures
    this.#state = isOpen
      ? { kind: 'open', until: this.#clock.monotonic() + this.#coolDownMs }
      : { kind: 'closed', failures }
  }

  /** A request that was let through ended without telling anything about the exchange. */
  recordUnknown(): void {
    if (this.#state.kind === 'trial') this.#state = { kind: 'open', until: this.#clock.monotonic() }
  }
}

function unavailable(waitMs: number): BtcturkError {
  return new BtcturkError('unavailable', 'the exchange failed repeatedly; no request is sent for now', {
    outcome: 'not_sent',
    retryAfterMs: Math.ceil(waitMs),
  })
}
