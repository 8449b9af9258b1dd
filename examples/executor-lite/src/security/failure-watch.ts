import { RateLimiter } from '../rate-limit.ts'

const WINDOW_MS = 60_000
/** That many failures within a minute are somebody trying. */
export const ALARM_AT = 6
/** How many failures of one peer are looked into in any minute; after that it is only told to wait. */
const PER_PEER = 20

/** Told when failures become an attack. */
export type AuthAlarm = {
  /** Whose failure was the one too many; others may have taken part. */
  readonly peer: string
  /** Failures within {@link windowMs}, this one included. */
  readonly failures: number
  readonly windowMs: number
}

/**
 * Counts failures of authentication. Each peer has a bucket of its own, which holds up nothing but further failures of that peer. The
 * alarm goes off with the failure that is exactly the 6th within 60 s, of all peers together: an attacker with many addresses is one
 * attack. It goes off again only after it has been calmer.
 */
export class FailureWatch {
  readonly #peers: RateLimiter
  readonly #now: () => number
  readonly #onAlarm: (alarm: AuthAlarm) => void
  /** The latest failures, oldest first: one more than the alarm needs, to tell the 6th from the 7th. */
  readonly #latest: number[] = []

  /** @param now - milliseconds of a monotonic clock */
  constructor(now: () => number, onAlarm: (alarm: AuthAlarm) => void) {
    this.#peers = new RateLimiter(PER_PEER, now)
    this.#now = now
    this.#onAlarm = onAlarm
  }

  /** Counts one failure; true once this peer has had too many. */
  failed(peer: string): boolean {
    const now = this.#now()
    this.#latest.push(now)
    if (this.#latest.length > ALARM_AT + 1) this.#latest.shift()
    const failures = this.#latest.filter((at) => at > now - WINDOW_MS).length
    if (failures === ALARM_AT) this.#onAlarm({ peer, failures, windowMs: WINDOW_MS })
    return !this.#peers.take(peer).allowed
  }
}
