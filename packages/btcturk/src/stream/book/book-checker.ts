import type { Cancel, Timers } from '../../ports.ts'
import type { BookReading } from './book-state.ts'
import { type BookSides, CrossCheck, type CrossCheckVerdict } from './cross-check.ts'

/** Between a difference and the next look. */
const RECHECK_MS = 3000
/** An answer that takes longer counts as none. */
const ANSWER_TIMEOUT_MS = 10_000

/** The book as the exchange's REST interface shows it now. */
export type FetchBook = (symbol: string) => Promise<BookSides>

export type CrossCheckEvent = {
  readonly symbol: string
  /** `failed`: there was no answer, which says nothing about the book. */
  readonly verdict: CrossCheckVerdict | 'failed'
  /** Prices on which the two did not agree; 0 where it failed. */
  readonly differences: number
}

export type BookCheckerOptions = {
  readonly symbol: string
  readonly fetchBook: FetchBook
  readonly intervalMs: number
  readonly timers: Timers
  readonly read: () => BookReading
  readonly onResult: (event: CrossCheckEvent) => void
}

/** Compares a live book with REST from time to time, and sooner after a difference. */
export class BookChecker {
  readonly #options: BookCheckerOptions
  readonly #check = new CrossCheck()
  #run = 0
  #cancel: Cancel

  constructor(options: BookCheckerOptions) {
    this.#options = options
    this.#cancel = options.timers.after(options.intervalMs, () => this.#start())
  }

  /** The book was synchronised anew. */
  reset(): void {
    this.#check.reset()
  }

  close(): void {
    this.#run++
    this.#cancel()
  }

  #start(): void {
    const run = ++this.#run
    const { symbol, fetchBook, intervalMs } = this.#options
    if (this.#options.read().state !== 'live') {
      this.#next(intervalMs)
      return
    }
    this.#cancel = this.#options.timers.after(ANSWER_TIMEOUT_MS, () => this.#end(run, null))
    fetchBook(symbol).then(
      (book) => this.#end(run, book),
      () => this.#end(run, null),
    )
  }

  #end(run: number, theirs: BookSides | null): void {
    if (run !== this.#run) return
    this.#run++
    const { symbol, intervalMs, read, onResult } = this.#options
    const ours = read()
    this.#next(intervalMs)
    if (theirs === null) {
      onResult({ symbol, verdict: 'failed', differences: 0 })
      return
    }
    if (ours.state !== 'live') return
    const result = this.#check.compare(ours, theirs)
    if (result.differences > 0) this.#next(RECHECK_MS)
    onResult({ symbol, ...result })
  }

  #next(delayMs: number): void {
    this.#cancel()
    this.#cancel = this.#options.timers.after(delayMs, () => this.#start())
  }
}
