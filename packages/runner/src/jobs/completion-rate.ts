/** Completions that the estimate rests on. */
const WINDOW = 20
const UNKNOWN_MS = 5_000
const MIN_MS = 1_000
const MAX_MS = 60_000

/** How fast jobs end, so that a client that is turned away learns when to try again. */
export class CompletionRate {
  readonly #endedAt: number[] = []

  /** @param at - milliseconds of a monotonic clock */
  record(at: number): void {
    this.#endedAt.push(at)
    if (this.#endedAt.length > WINDOW) this.#endedAt.shift()
  }

  /** Milliseconds until the next job may end: the mean of the last ones, within 1 s to 60 s; 5 s while too little is known. */
  estimateMs(): number {
    const first = this.#endedAt[0]
    const last = this.#endedAt.at(-1)
    if (first === undefined || last === undefined || last === first) return UNKNOWN_MS
    const mean = (last - first) / (this.#endedAt.length - 1)
    return Math.round(Math.min(MAX_MS, Math.max(MIN_MS, mean)))
  }
}
