import { BoundedSet } from '@tezgah/core/bounded-map'
import { addDecimals, compareDecimals } from '@tezgah/core/decimal'
import type { MarketTrade } from '../frames/messages.ts'

/** Trades whose ids are remembered; a join repeats up to 50. */
const REMEMBERED = 500

/** A candle of trades. Prices and volume are exact decimals. */
export type LiveCandle = {
  readonly symbol: string
  /** Milliseconds since the epoch, UTC. */
  readonly openTime: number
  /** Exclusive. */
  readonly closeTime: number
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  /** Base. */
  readonly volume: string
  readonly trades: number
  /** False where trades of the interval may be missing: it began before the first trade known, or the connection was lost in it. */
  readonly isComplete: boolean
}

/** What a trade did. */
export type TradeOutcome =
  | { readonly kind: 'known' }
  /** Of an interval that is closed already. */
  | { readonly kind: 'late' }
  | { readonly kind: 'added'; readonly candle: LiveCandle; readonly closed: LiveCandle | null }

export type Backfill = {
  /** What each trade did, oldest first. */
  readonly outcomes: readonly { readonly trade: MarketTrade; readonly outcome: TradeOutcome }[]
  /** Trades are missing before them. */
  readonly isGap: boolean
}

/** Builds the candle of the present interval from trades, each counted once. Intervals without trades have no candle. */
export class CandleBuilder {
  readonly #symbol: string
  readonly #intervalMs: number
  readonly #ids = new BoundedSet<string>(REMEMBERED)
  #candle: LiveCandle | null = null
  /** From here on every trade is known. */
  #completeFrom = Number.POSITIVE_INFINITY

  /** @param intervalMs - intervals start at its multiples since the epoch */
  constructor(symbol: string, intervalMs: number) {
    this.#symbol = symbol
    this.#intervalMs = intervalMs
  }

  /**
   * @param now - the exchange's time
   * @returns the candle of the interval that `now` lies in, `null` where it has no trade yet
   */
  candle(now: number): LiveCandle | null {
    const candle = this.#candle
    return candle !== null && now < candle.closeTime ? candle : null
  }

  /**
   * The last trades, as every join brings them. Where one of them was known before, none was missed since.
   *
   * @param now - the exchange's time
   */
  backfill(trades: readonly MarketTrade[], now: number): Backfill {
    const sorted = trades.toSorted((a, b) => a.time - b.time || compareIds(a.id, b.id))
    const isFirst = this.#ids.size === 0
    const isGap = !isFirst && !sorted.some(({ id }) => this.#ids.has(id))
    if (isFirst || isGap) {
      // The earliest of the list may have had others of its moment before it.
      this.#completeFrom = sorted.length === 0 ? now : sorted[0]!.time + 1
    }
    if (isGap && this.#candle !== null) this.#candle = { ...this.#candle, isComplete: false }
    return { outcomes: sorted.map((trade) => ({ trade, outcome: this.add(trade) })), isGap }
  }

  add(trade: MarketTrade): TradeOutcome {
    if (!this.#ids.add(trade.id)) return { kind: 'known' }
    const openTime = Math.floor(trade.time / this.#intervalMs) * this.#intervalMs
    const last = this.#candle
    if (last !== null && openTime < last.openTime) return { kind: 'late' }
    if (last !== null && openTime === last.openTime) {
      this.#candle = extended(last, trade)
      return { kind: 'added', candle: this.#candle, closed: null }
    }
    this.#candle = this.#first(trade, openTime)
    return { kind: 'added', candle: this.#candle, closed: last }
  }

  #first({ price, quantity }: MarketTrade, openTime: number): LiveCandle {
    return {
      symbol: this.#symbol,
      openTime,
      closeTime: openTime + this.#intervalMs,
      open: price,
      high: price,
      low: price,
      close: price,
      volume: quantity,
      trades: 1,
      isComplete: openTime >= this.#completeFrom,
    }
  }
}

function extended(candle: LiveCandle, { price, quantity }: MarketTrade): LiveCandle {
  return {
    ...candle,
    high: compareDecimals(price, candle.high) > 0 ? price : candle.high,
    low: compareDecimals(price, candle.low) < 0 ? price : candle.low,
    close: price,
    volume: addDecimals(candle.volume, quantity),
    trades: candle.trades + 1,
  }
}

function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
}
