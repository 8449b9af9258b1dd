import { compareDecimals } from '@tezgah/core/decimal'
import { BtcturkError } from '../../errors.ts'
import type { Level } from '../../wire/orders.ts'
import type { BookChangeMessage, BookMessage, LevelChange } from '../frames/messages.ts'
import { BookSide } from './book-side.ts'
import type { BookReading, BookReason, BookState, BookTransition } from './book-state.ts'

/** Ten times the exchange's window: above it the book has gone wrong in a way that no check sees. */
const MAX_LEVELS = 1000

/** So many snapshots in a row that look old are taken for a change set that was started anew. */
const MAX_STALE_SNAPSHOTS = 3

export type LocalBookOptions = {
  readonly symbol: string
  /** Milliseconds, never stepping back. */
  readonly monotonic: () => number
  /** Called behind every change of state, at once. On `resyncing` the owner has to ask for a snapshot. */
  readonly onTransition: (transition: BookTransition) => void
}

/**
 * A copy of the exchange's book, kept by a snapshot and numbered changes. It is `live` only while every change followed on
 * the one before; any doubt about that takes it out of `live` before anyone can read it again.
 */
export class LocalBook {
  readonly symbol: string
  readonly #monotonic: () => number
  readonly #onTransition: (transition: BookTransition) => void
  #asks = new BookSide('asks')
  #bids = new BookSide('bids')
  #state: BookState = 'disconnected'
  #reason: BookReason = 'not_connected'
  #since: number
  #changeSet = -1
  /** Highest change set seen on this connection. */
  #highest = -1
  #staleSnapshots = 0
  #frameAt: number | null = null
  #unknownRemovals = 0

  constructor(options: LocalBookOptions) {
    this.symbol = options.symbol
    this.#monotonic = options.monotonic
    this.#onTransition = options.onTransition
    this.#since = options.monotonic()
  }

  get state(): BookState {
    return this.#state
  }

  /** How often a price was removed that was not held. The exchange was seen to do it; it does no harm. */
  get unknownRemovals(): number {
    return this.#unknownRemovals
  }

  /** A new connection, on which the book was subscribed to. Change sets of earlier ones no longer count. */
  subscribed(): void {
    this.#highest = -1
    this.#staleSnapshots = 0
    this.#leaveLive('syncing', 'subscribed')
  }

  disconnected(): void {
    if (this.#state !== 'disconnected') this.#leaveLive('disconnected', 'connection_lost')
  }

  /** The book is wrong, or may be: out of `live`, and a new snapshot is wanted. */
  invalidate(reason: BookReason): void {
    if (this.#state === 'live' || this.#state === 'stale') this.#leaveLive('resyncing', reason)
  }

  /** Nothing is known to be wrong, but nothing proves the book either. */
  markStale(reason: 'silent_socket' | 'silent_channel'): void {
    if (this.#state === 'live') this.#enter('stale', reason)
  }

  /** What raised the doubt is over, and no frame can have been missed. */
  markFresh(): void {
    if (this.#state === 'stale') this.#enter('live', 'continued')
  }

  /** A whole book: replaces what was held. */
  snapshot(book: BookMessage): void {
    if (this.#state === 'disconnected') return
    this.#frameAt = this.#monotonic()
    if (book.changeSet < this.#highest && ++this.#staleSnapshots < MAX_STALE_SNAPSHOTS) {
      this.#leaveLive('resyncing', 'stale_snapshot')
      return
    }
    const fault = this.#replace(book)
    if (fault !== null) {
      this.#leaveLive('resyncing', fault)
      return
    }
    this.#staleSnapshots = 0
    this.#changeSet = book.changeSet
    this.#highest = book.changeSet
    if (this.#state !== 'live') this.#enter('live', 'snapshot')
  }

  /** What changed since the change set before. */
  change(message: BookChangeMessage): void {
    if (this.#state === 'disconnected') return
    this.#frameAt = this.#monotonic()
    this.#highest = Math.max(this.#highest, message.changeSet)
    if (this.#state !== 'live' && this.#state !== 'stale') return
    if (message.changeSet !== this.#changeSet + 1) {
      this.#leaveLive('resyncing', 'gap')
      return
    }
    this.#apply(this.#asks, message.asks)
    this.#apply(this.#bids, message.bids)
    this.#changeSet = message.changeSet
    const fault = this.#fault(this.#asks, this.#bids)
    if (fault !== null) this.#leaveLive('resyncing', fault)
    else if (this.#state === 'stale') this.#enter('live', 'continued')
  }

  /**
   * @param depth - levels a side, 1 or more; all where left out
   * @throws BtcturkError `invalid_request` if `depth` is out of its range
   */
  read(depth: number = MAX_LEVELS): BookReading {
    if (!Number.isInteger(depth) || depth < 1) {
      throw new BtcturkError('invalid_request', `depth must be a whole number of 1 or more, received ${depth}`, {
        outcome: 'not_sent',
        field: 'depth',
      })
    }
    const now = this.#monotonic()
    const symbol = this.symbol
    const ageMs = this.#frameAt === null ? null : now - this.#frameAt
    const state = this.#state
    if (state !== 'live') return { state, symbol, reason: this.#reason, sinceMs: now - this.#since, ageMs }
    const asks = this.#asks.levels(depth)
    return {
      state: 'live',
      symbol,
      changeSet: this.#changeSet,
      asks,
      bids: this.#bids.levels(depth),
      ageMs: ageMs ?? 0,
    }
  }

  #replace(book: BookMessage): BookReason | null {
    const asks = new BookSide('asks')
    const bids = new BookSide('bids')
    if (!fill(asks, book.asks) || !fill(bids, book.bids)) return 'duplicate_level'
    const fault = this.#fault(asks, bids)
    if (fault !== null) return fault
    this.#asks = asks
    this.#bids = bids
    return null
  }

  #apply(side: BookSide, changes: readonly LevelChange[]): void {
    for (const { price, quantity, removed } of changes) {
      if (!removed) side.set(price, quantity)
      else if (!side.delete(price)) this.#unknownRemovals++
    }
  }

  #fault(asks: BookSide, bids: BookSide): BookReason | null {
    if (asks.size > MAX_LEVELS || bids.size > MAX_LEVELS) return 'too_many_levels'
    const ask = asks.bestPrice
    const bid = bids.bestPrice
    return ask !== undefined && bid !== undefined && compareDecimals(bid, ask) >= 0 ? 'crossed' : null
  }

  /** Out of every state in which the levels mean something: they go. */
  #leaveLive(state: BookState, reason: BookReason): void {
    this.#asks.clear()
    this.#bids.clear()
    this.#changeSet = -1
    this.#enter(state, reason)
  }

  #enter(state: BookState, reason: BookReason): void {
    const from = this.#state
    this.#state = state
    this.#reason = reason
    this.#since = this.#monotonic()
    this.#onTransition({ symbol: this.symbol, from, to: state, reason })
  }
}

function fill(side: BookSide, levels: readonly Level[]): boolean {
  return levels.every(({ price, quantity }) => side.set(price, quantity))
}
