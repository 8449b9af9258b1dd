const WINDOW_MS = 5 * 60_000
/** Wrong passwords of one peer for one operator. */
const PER_PAIR = 5
/** Wrong passwords of one peer for any operators. */
const PER_PEER = 30
/** Wrong passwords for one operator, wherever they come from; beyond that each attempt waits. */
const PER_OPERATOR = 20
const SLOW_DOWN_MS = 2_000
/** How many attempts for one operator may be waiting at once. */
const MAX_WAITING = 16
const MAX_KEYS = 10_000

/** Milliseconds after which the attempt may be repeated. */
export type Wait = { readonly waitMs: number }

export type SignInLimitsDeps = {
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
  readonly pause: (ms: number) => Promise<void>
}

/**
 * Bounds guessing. One peer has 5 wrong passwords for one operator and 30 in all within 5 minutes, then it is turned away. Guesses for
 * one operator from many peers only slow that operator's attempts down, so no peer can lock an operator out elsewhere.
 */
export class SignInLimits {
  readonly #pause: SignInLimitsDeps['pause']
  readonly #pairs: AttemptWindow
  readonly #peers: AttemptWindow
  readonly #operators: AttemptWindow
  readonly #waiting = new Map<string, number>()

  constructor({ now, pause }: SignInLimitsDeps) {
    const window = (limit: number): AttemptWindow =>
      new AttemptWindow({ limit, windowMs: WINDOW_MS, maxKeys: MAX_KEYS, now })
    this.#pause = pause
    this.#pairs = window(PER_PAIR)
    this.#peers = window(PER_PEER)
    this.#operators = window(PER_OPERATOR)
  }

  /** Counts an attempt before its password is checked, so that parallel attempts count too. `null`: the attempt may go on. */
  async begin(peer: string, operator: string): Promise<Wait | null> {
    const pair = pairOf(peer, operator)
    const waitMs = Math.max(this.#pairs.waitMs(pair), this.#peers.waitMs(peer))
    if (waitMs > 0) return { waitMs }
    const isSlow = this.#operators.waitMs(operator) > 0
    const waiting = this.#waiting.get(operator) ?? 0
    if (isSlow && waiting >= MAX_WAITING) return { waitMs: SLOW_DOWN_MS }
    this.#pairs.take(pair)
    this.#peers.take(peer)
    this.#operators.take(operator)
    if (isSlow) await this.#slowDown(operator, waiting)
    return null
  }

  /** The password was right: the attempt does not count. */
  succeeded(peer: string, operator: string): void {
    this.#pairs.clear(pairOf(peer, operator))
    this.#peers.release(peer)
    this.#operators.release(operator)
  }

  async #slowDown(operator: string, waiting: number): Promise<void> {
    this.#waiting.set(operator, waiting + 1)
    await this.#pause(SLOW_DOWN_MS)
    const left = (this.#waiting.get(operator) ?? 1) - 1
    if (left === 0) this.#waiting.delete(operator)
    else this.#waiting.set(operator, left)
  }
}

function pairOf(peer: string, operator: string): string {
  return `${peer} ${operator}`
}

type Count = { taken: number; readonly endsAt: number }

/** Counts attempts of each key within a window that begins with the first of them. Keeps a bounded number of keys. */
class AttemptWindow {
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

  release(key: string): void {
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
