/** Times of late, in milliseconds, of which percentiles are wanted. The last 2,048 are kept, 16 KiB. */
export class LatestTimes {
  static readonly #capacity = 2_048
  readonly #times = new Float64Array(LatestTimes.#capacity)
  #count = 0

  add(ms: number): void {
    this.#times[this.#count % LatestTimes.#capacity] = ms
    this.#count++
  }

  /** Nearest ranks over what is kept; `null` without any. */
  percentiles(): Percentiles {
    const count = Math.min(this.#count, LatestTimes.#capacity)
    const sorted = this.#times.slice(0, count).sort()
    const at = (share: number) => sorted[Math.ceil(share * count) - 1] ?? null
    return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
  }
}

export type Percentiles = {
  /** How many times these are of. */
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}
