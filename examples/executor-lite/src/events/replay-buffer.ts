/** An event with its place in the order of all. */
export type Numbered = { readonly number: number; readonly event: string; readonly text: string }

export type ReplayLimits = { readonly maxEvents: number; readonly maxBytes: number }

export const REPLAY_LIMITS: ReplayLimits = { maxEvents: 2_048, maxBytes: 1024 * 1024 }

/** The last events, numbered without a gap, for clients that come back. */
export class ReplayBuffer {
  readonly #limits: ReplayLimits
  readonly #kept: Numbered[] = []
  #bytes = 0
  #last = 0

  constructor(limits: ReplayLimits = REPLAY_LIMITS) {
    this.#limits = limits
  }

  /** Number of the last event; 0 before the first. */
  get last(): number {
    return this.#last
  }

  /** @param textOf - what the event is with its number */
  add(event: string, textOf: (number: number) => string): Numbered {
    const number = ++this.#last
    const added = { number, event, text: textOf(number) }
    this.#kept.push(added)
    this.#bytes += added.text.length
    while (this.#kept.length > this.#limits.maxEvents || this.#bytes > this.#limits.maxBytes)
      this.#bytes -= this.#kept.shift()?.text.length ?? 0
    return added
  }

  /** Every event behind one, oldest first; `null` where one of them is not kept any more, or the number was never given. */
  after(number: number): readonly Numbered[] | null {
    if (number > this.#last || number < this.#last - this.#kept.length) return null
    return this.#kept.slice(this.#kept.length - (this.#last - number))
  }

  /** Events from now on are not kept: no client that has seen an earlier event can resume after it. */
  clear(): void {
    this.#kept.length = 0
    this.#bytes = 0
    this.#last++
  }
}
