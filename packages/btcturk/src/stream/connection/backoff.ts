import type { Random } from '../../ports.ts'

/** Waits that grow: the next one is any time from zero to a limit that doubles with each (full jitter). */
export class Backoff {
  readonly #random: Random
  readonly #firstMs: number
  readonly #maxMs: number
  #attempts = 0

  constructor(random: Random, firstMs: number, maxMs: number) {
    this.#random = random
    this.#firstMs = firstMs
    this.#maxMs = maxMs
  }

  /** Waits taken since the last `reset`. */
  get attempts(): number {
    return this.#attempts
  }

  /** Milliseconds. */
  next(): number {
    const limit = Math.min(this.#maxMs, this.#firstMs * 2 ** Math.min(this.#attempts, 30))
    this.#attempts++
    return this.#random() * limit
  }

  reset(): void {
    this.#attempts = 0
  }
}
