import { BtcturkError, invalidRequest } from '../errors.ts'

/**
 * What becomes of messages that a slow consumer has not taken.
 *
 * - `fail`: those that wait are still given, then the iteration throws `overloaded`. For trades and differences of a book
 * - `dropOldest`: the oldest give way. For what grows old, such as tickers; with `size` 1 only the newest waits
 */
export type BufferPolicy =
  | { readonly whenFull: 'fail'; readonly size?: number }
  | {
      readonly whenFull: 'dropOldest'
      readonly size?: number
      /** Called for each message that was dropped, with how many were so far. */
      readonly onDrop: (dropped: number) => void
    }

const DEFAULT_SIZE = 1000
const MAX_SIZE = 1_000_000

const DONE = { value: undefined, done: true } as const

type Resolve<T> = (result: IteratorResult<T, void>) => void

/** Bounded buffer between one producer that never waits and one consumer that iterates. */
export class BoundedBuffer<T> implements AsyncIterableIterator<T, void, void> {
  readonly #policy: BufferPolicy
  readonly #size: number
  readonly #onEnd: () => void
  #buffer: T[] = []
  #waiting: Resolve<T>[] = []
  #dropped = 0
  #isEnded = false
  #failure: BtcturkError | null = null

  /**
   * @param onEnd - called once, when nothing can be put any more
   * @throws BtcturkError `invalid_request` if the size is not a whole number from 1 to 1,000,000
   */
  constructor(policy: BufferPolicy, onEnd: () => void) {
    const size = policy.size ?? DEFAULT_SIZE
    if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) {
      throw invalidRequest('buffer.size', `a whole number from 1 to ${MAX_SIZE}`, size)
    }
    this.#policy = policy
    this.#size = size
    this.#onEnd = onEnd
  }

  push(value: T): void {
    if (this.#isEnded) return
    const waiting = this.#waiting.shift()
    if (waiting !== undefined) waiting({ value, done: false })
    else if (this.#buffer.length < this.#size) this.#buffer.push(value)
    else this.#overflow(value)
  }

  /** Nothing more will come; what waits is still given. */
  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    for (const resolve of this.#waiting) resolve(DONE)
    this.#waiting = []
    this.#onEnd()
  }

  next(): Promise<IteratorResult<T, void>> {
    if (this.#buffer.length > 0) return Promise.resolve({ value: this.#buffer.shift()!, done: false })
    if (this.#failure !== null) {
      const failure = this.#failure
      this.#failure = null
      return Promise.reject(failure)
    }
    if (this.#isEnded) return Promise.resolve(DONE)
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  return(): Promise<IteratorResult<T, void>> {
    this.#buffer = []
    this.#failure = null
    this.end()
    return Promise.resolve(DONE)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #overflow(value: T): void {
    if (this.#policy.whenFull === 'dropOldest') {
      this.#buffer.shift()
      this.#buffer.push(value)
      this.#policy.onDrop(++this.#dropped)
      return
    }
    this.#failure = new BtcturkError('overloaded', `more than ${this.#size} messages wait for a slow consumer`, {
      outcome: 'rejected',
    })
    this.end()
  }
}
