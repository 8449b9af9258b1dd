import type { CrossCheckEvent } from '../book/book-checker.ts'
import type { BookReading, BookTransition } from '../book/book-state.ts'
import type { FaultEvent } from '../events.ts'
import type { MarketTrade, Ticker } from '../frames/messages.ts'
import type { LiveCandle } from './candle-builder.ts'

/** A value that can be called present, or none. */
export type Fresh<T> =
  | { readonly isFresh: true; readonly value: T; readonly ageMs: number }
  /** `ageMs` is that of the last one, `null` where there was none. */
  | { readonly isFresh: false; readonly value: null; readonly ageMs: number | null }

/** What is known of a pair at one moment. */
export type SpotReading = {
  readonly symbol: string
  readonly ticker: Fresh<Ticker>
  /** The last trade. Its age is that of the last sign of the channel: in a quiet market a trade may be old and fresh. */
  readonly trade: Fresh<MarketTrade>
  /** Of the present interval; none where it has no trade yet. */
  readonly candle: Fresh<LiveCandle | null>
  readonly book: BookReading
}

export type SpotChannel = 'ticker' | 'trade' | 'book'

export type SpotEvents = {
  ticker: Ticker
  /** Each trade once, oldest first, also those that a join repeats. */
  trade: MarketTrade
  /** The candle of the present interval grew. */
  candle: LiveCandle
  /** A trade of a later interval came: this candle will not change any more. */
  candleClosed: LiveCandle
  book: { readonly symbol: string; readonly changeSet: number }
  bookState: BookTransition
  crossCheck: CrossCheckEvent
  /** A channel of a pair became fresh, or is so no more. */
  freshness: { readonly symbol: string; readonly channel: SpotChannel; readonly isFresh: boolean }
  /** Trades were missed while the connection was gone, more than a join brings back. */
  tradeGap: { readonly symbol: string }
  /**
   * How much later than the exchange's stamp the quickest of the last trades came, by the local clock: delay and clock
   * difference together. Below zero the local clock is behind for certain.
   */
  drift: { readonly symbol: string; readonly driftMs: number }
  reconnect: { readonly reconnects: number; readonly reason: string | null }
  /** A pair whose channel is acknowledged and says nothing: it may not exist. */
  silent: { readonly symbol: string; readonly channel: SpotChannel; readonly attempts: number }
  fault: FaultEvent
  /** What a listener threw. Without a listener for it, it is thrown from a timer. */
  listenerError: unknown
}

/** Where counts and values go; `prom-client` fits behind it in a few lines. Names and labels are few and fixed. */
export interface SpotMetrics {
  /** Adds one. */
  count(
    name: 'reconnects' | 'faults' | 'book_resyncs' | 'trade_gaps' | 'silent_joins',
    labels: { readonly symbol?: string },
  ): void
  /** Sets: milliseconds, or 1 for true and 0 for false. */
  gauge(
    name: 'drift_ms' | 'age_ms' | 'is_fresh',
    value: number,
    labels: { readonly symbol: string; readonly channel?: SpotChannel },
  ): void
}
