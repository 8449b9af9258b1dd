import type { OrderBook } from '../book/order-book.ts'
import type { ChannelState } from '../channels/subscription.ts'
import type { MarketTrade, Ticker, TradeMessage, TradesMessage } from '../frames/messages.ts'
import type { ReportingEmitter } from '../reporting-emitter.ts'
import { CandleBuilder, type TradeOutcome } from './candle-builder.ts'
import type { Fresh, SpotChannel, SpotEvents, SpotReading } from './spot-events.ts'

/** Seven of the exchange's rounds. */
const TICKER_FRESH_MS = 5000
/** Trades whose quickest one tells the drift. */
const DRIFT_WINDOW = 20

export type SpotSymbolOptions = {
  readonly symbol: string
  readonly book: OrderBook
  readonly intervalMs: number
  readonly emitter: ReportingEmitter<SpotEvents>
  readonly monotonic: () => number
  /** Local wall clock, milliseconds since the epoch. */
  readonly now: () => number
  /** The exchange's time, milliseconds since the epoch. */
  readonly serverTime: () => number
  readonly isConnectionFresh: () => boolean
}

/** All that is known of one pair. */
export class SymbolState {
  readonly #options: SpotSymbolOptions
  readonly #candles: CandleBuilder
  #ticker: Ticker | null = null
  #tickerAt = 0
  #trade: MarketTrade | null = null
  #tradeAt: number | null = null
  #isTradeLive = false
  #delays: number[] = []
  #wasFresh: Record<SpotChannel, boolean> = { ticker: false, trade: false, book: false }

  constructor(options: SpotSymbolOptions) {
    this.#options = options
    this.#candles = new CandleBuilder(options.symbol, options.intervalMs)
  }

  get symbol(): string {
    return this.#options.symbol
  }

  read(): SpotReading {
    const now = this.#options.monotonic()
    const tickerAge = this.#ticker === null ? null : now - this.#tickerAt
    const isTickerFresh = tickerAge !== null && tickerAge < TICKER_FRESH_MS && this.#options.isConnectionFresh()
    const tradeAge = this.#tradeAt === null ? null : now - this.#tradeAt
    const isTradeFresh = this.#isTradeLive && this.#options.isConnectionFresh()
    const candle = this.#candles.candle(this.#options.serverTime())
    return {
      symbol: this.symbol,
      ticker: fresh(isTickerFresh ? this.#ticker : null, tickerAge),
      trade: fresh(isTradeFresh ? this.#trade : null, tradeAge),
      candle: isTradeFresh && tradeAge !== null ? { isFresh: true, value: candle, ageMs: tradeAge } : none(tradeAge),
      book: this.#options.book.read(),
    }
  }

  ticker(ticker: Ticker): void {
    this.#ticker = ticker
    this.#tickerAt = this.#options.monotonic()
    this.#options.emitter.emit('ticker', ticker)
  }

  trades(message: TradeMessage | TradesMessage): void {
    this.#tradeAt = this.#options.monotonic()
    if (message.kind === 'trade') {
      this.#measure(message)
      this.#onTrade(message, this.#candles.add(message))
      return
    }
    const { outcomes, isGap } = this.#candles.backfill(message.trades, this.#options.serverTime())
    const { symbol } = this
    if (isGap) this.#options.emitter.emit('tradeGap', { symbol })
    for (const { trade, outcome } of outcomes) this.#onTrade(trade, outcome)
  }

  /** A channel that is asked whether it lives is believed until it fails to answer. */
  tradeChannel(state: ChannelState): void {
    this.#isTradeLive = state === 'live' || (state === 'idle' && this.#isTradeLive)
  }

  connectionLost(): void {
    this.#isTradeLive = false
  }

  /** Tells what became fresh or is so no more since the last time. */
  checkFreshness(): Readonly<Record<SpotChannel, { readonly isFresh: boolean; readonly ageMs: number | null }>> {
    const { ticker, candle, book } = this.read()
    const states = { ticker, trade: candle, book: { isFresh: book.state === 'live', ageMs: book.ageMs } }
    for (const channel of ['ticker', 'trade', 'book'] as const) {
      const { isFresh } = states[channel]
      if (isFresh === this.#wasFresh[channel]) continue
      this.#wasFresh[channel] = isFresh
      this.#options.emitter.emit('freshness', { symbol: this.symbol, channel, isFresh })
    }
    return states
  }

  #onTrade(trade: MarketTrade, outcome: TradeOutcome): void {
    if (outcome.kind === 'known') return
    const { emitter } = this.#options
    this.#trade = trade
    emitter.emit('trade', trade)
    if (outcome.kind !== 'added') return
    if (outcome.closed !== null) emitter.emit('candleClosed', outcome.closed)
    emitter.emit('candle', outcome.candle)
  }

  #measure({ time }: TradeMessage): void {
    this.#delays.push(this.#options.now() - time)
    if (this.#delays.length > DRIFT_WINDOW) this.#delays.shift()
    this.#options.emitter.emit('drift', { symbol: this.symbol, driftMs: Math.min(...this.#delays) })
  }
}

function fresh<T>(value: T | null, ageMs: number | null): Fresh<T> {
  return value !== null && ageMs !== null ? { isFresh: true, value, ageMs } : none(ageMs)
}

function none(ageMs: number | null): Fresh<never> {
  return { isFresh: false, value: null, ageMs }
}
