import type { RateLimitRule } from './rate-limits.ts'

/**
 * Permits of one endpoint. A permit comes back one period after its answer arrived, not after it was sent: the server
 * counted the request before it answered, so any window of the server, wherever it begins and however long the network
 * delays, holds at most `limit` requests.
 */
export class SlidingWindow {
  readonly rule: RateLimitRule
  #inUse = 0
  /** When the answers came, ascending; none older than the longest period. */
  readonly #answered: number[] = []
  #blockedUntil = Number.NEGATIVE_INFINITY

  constructor(rule: RateLimitRule) {
    this.rule = rule
  }

  /** Milliseconds until a permit can be had; 0 now; `null` where that depends on answers not yet received. */
  waitMs(now: number): number | null {
    let wait = Math.max(this.#blockedUntil - now, 0)
    for (const { limit, periodMs } of this.rule.windows) {
      if (this.#inUse >= limit) return null
      // The next permit comes back a period after this answer; `undefined` where fewer have been used.
      const freed = this.#answered[this.#answered.length + this.#inUse - limit]
      if (freed !== undefined) wait = Math.max(wait, freed + periodMs - now)
    }
    return wait
  }

  take(): void {
    this.#inUse++
  }

  /** Gives a permit back that was not used. */
  release(): void {
    this.#inUse--
  }

  /** The request of a permit ended, with an answer or without. */
  complete(now: number): void {
    this.#inUse--
    this.#answered.push(now)
    const longest = Math.max(...this.rule.windows.map(({ periodMs }) => periodMs))
    while (this.#answered[0]! <= now - longest) this.#answered.shift()
  }

  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until)
  }
}
