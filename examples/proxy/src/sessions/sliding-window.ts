type Count = { taken: number; readonly endsAt: number }

/** Counts attempts of each key within a window that begins with the first of them. Keeps a bounded number of keys. */
export class AttemptWindow {
  readonly #limit: number
  readonly #windowMs: number
  readonly #maxKeys: number
  readonly #now: () => number
  /** The oldest window first. */
  readonly #counts = new Map<string, Count>()

  /** @param now - milliseconds */
  constructor(options: { limit: number; windowMs: number; maxKeys: number; now: () => number }) {
    this.#limit = options.limit
    this.#windowMs = options.windowMs
    this.#maxKeys = options.maxKeys
    this.#now = options.now
  }

  /** How long until the key may try again, in milliseconds; 0: now. */
  waitMs(key: string): number {
    const count = this.#open(key)
    return count !== undefined && count.taken >= this.#limit ? count.endsAt - this.#now() : 0
  }

  take(key: string): void {
    const count = this.#open(key)
    if (count !== undefined) count.taken++
    else this.#counts.set(key, { taken: 1, endsAt: this.#now() + this.#windowMs })
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > this.#maxKeys && oldest !== undefined) this.#counts.delete(oldest)
  }

  giveBack(key: string): void {
    const count = this.#open(key)
    if (count !== undefined && count.taken > 0) count.taken--
  }

  clear(key: string): void {
    this.#counts.delete(key)
  }

  #open(key: string): Count | undefined {
    const count = this.#counts.get(key)
    if (count === undefined || this.#now() < count.endsAt) return count
    this.#counts.delete(key)
    return undefined
  }
}
