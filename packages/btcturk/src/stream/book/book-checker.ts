import { canonicalDecimal, compareDecimals } from '@tezgah/core/decimal'
import type { Cancel, Timers } from '../../ports.ts'
import type { Level } from '../../wire/orders.ts'
import type { BookReading } from './book-state.ts'

/** Both sides of a book, best price first. Decimals in any spelling. */
export type BookSides = { readonly asks: readonly Level[]; readonly bids: readonly Level[] }

/** A difference seen in so many comparisons in a row is none of time. */
const MAX_MISMATCHES = 3

/**
 * - `agrees`: no difference, or only such as pass
 * - `suspect`: a difference that was there before as well
 * - `diverged`: a difference that does not go away
 */
export type CrossCheckVerdict = 'agrees' | 'suspect' | 'diverged'

/**
 * Compares a book with the same book from another source at a slightly different time. Two true books differ wherever the
 * market moved in between, but then elsewhere each time; a wrong level stays wrong.
 */
export class CrossCheck {
  #mismatches = new Map<string, number>()

  /** A book that was synchronised anew has nothing to do with what was seen before. */
  reset(): void {
    this.#mismatches.clear()
  }

  /** @returns the verdict, and in how many prices the two differ */
  compare(local: BookSides, rest: BookSides): { readonly verdict: CrossCheckVerdict; readonly differences: number } {
    const found = [...differences('asks', 1, local.asks, rest.asks), ...differences('bids', -1, local.bids, rest.bids)]
    this.#mismatches = new Map(found.map((difference) => [difference, (this.#mismatches.get(difference) ?? 0) + 1]))
    const most = Math.max(0, ...this.#mismatches.values())
    return {
      verdict: most >= MAX_MISMATCHES ? 'diverged' : most > 1 ? 'suspect' : 'agrees',
      differences: found.length,
    }
  }
}

/** Side, price and our quantity of every price in the range of both on which they do not agree. */
function differences(side: string, direction: 1 | -1, local: readonly Level[], rest: readonly Level[]): string[] {
  const held = quantities(local)
  const shown = quantities(rest)
  const isCovered = (price: string): boolean =>
    [local, rest].every((levels) => {
      const farthest = canonicalDecimal(levels.at(-1)?.price)
      return farthest === null || compareDecimals(price, farthest) * direction <= 0
    })
  return [...new Set([...held.keys(), ...shown.keys()])]
    .filter((price) => held.get(price) !== shown.get(price) && isCovered(price))
    .map((price) => `${side} ${price} ${held.get(price) ?? 'nothing'}`)
}

function quantities(levels: readonly Level[]): Map<string, string | null> {
  return new Map(levels.map(({ price, quantity }) => [canonicalDecimal(price) ?? price, canonicalDecimal(quantity)]))
}

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

  #end(run: number, rest: BookSides | null): void {
    if (run !== this.#run) return
    this.#run++
    const { symbol, intervalMs, read, onResult } = this.#options
    const local = read()
    this.#next(intervalMs)
    if (rest === null) {
      onResult({ symbol, verdict: 'failed', differences: 0 })
      return
    }
    if (local.state !== 'live') return
    const result = this.#check.compare(local, rest)
    if (result.differences > 0) this.#next(RECHECK_MS)
    onResult({ symbol, ...result })
  }

  #next(delayMs: number): void {
    this.#cancel()
    this.#cancel = this.#options.timers.after(delayMs, () => this.#start())
  }
}
