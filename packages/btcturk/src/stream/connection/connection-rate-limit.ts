import type { Clock } from '../../ports.ts'

const WINDOW_MS = 60_000

/** The exchange takes 15 connections a minute from an address, and then none for a minute. */
export const CONNECTIONS_PER_MINUTE = 15

/** Keeps connections to a number in any 60 seconds. Streams behind one address should share one instance. */
export class ConnectionRateLimit {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #max: number
  #spent: number[] = []
  #blockedUntil = Number.NEGATIVE_INFINITY

  constructor(clock: Pick<Clock, 'monotonic'>, max: number = CONNECTIONS_PER_MINUTE) {
    this.#clock = clock
    this.#max = max
  }

  /** Takes one connection, or says in how many milliseconds to ask again. */
  take(): { readonly taken: true } | { readonly taken: false; readonly waitMs: number } {
    const now = this.#clock.monotonic()
    this.#spent = this.#spent.filter((at) => now - at < WINDOW_MS)
    const freeAt = this.#spent.length < this.#max ? now : this.#spent[0]! + WINDOW_MS
    const waitMs = Math.max(freeAt, this.#blockedUntil) - now
    if (waitMs > 0) return { taken: false, waitMs }
    this.#spent.push(now)
    return { taken: true }
  }

  /** The exchange refused a connection for coming too soon. */
  block(): void {
    this.#blockedUntil = this.#clock.monotonic() + WINDOW_MS
  }
}
