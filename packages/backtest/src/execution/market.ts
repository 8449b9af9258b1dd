import { type Decimal, decimalFromNumber } from '@tezgah/core/decimal'
import type { CandleSeries } from '../candles/series.ts'
import type { DatedRules, MarketRules } from '../market/market-rules.ts'
import type { Order } from '../orders/order.ts'
import type { Cursor } from '../strategy/view.ts'
import { RestingOrders } from './resting-orders.ts'

/**
 * The candle that orders are matched against: one object for the whole run, which reads a column only on
 * demand. Most orders need no more than the open, and each column is elsewhere in memory.
 */
export class CurrentCandle {
  #candles: CandleSeries
  #index = 0
  readonly #own: CandleSeries

  constructor(candles: CandleSeries) {
    this.#candles = candles
    this.#own = candles
  }

  show(candles: CandleSeries, index: number): void {
    this.#candles = candles
    this.#index = index
  }

  get time(): number {
    return this.#candles.time[this.#index]!
  }

  /** Open time of a finer candle, `null` for one of the run's own. */
  get finerTime(): number | null {
    return this.#candles === this.#own ? null : this.time
  }

  get open(): number {
    return this.#candles.open[this.#index]!
  }

  get high(): number {
    return this.#candles.high[this.#index]!
  }

  get low(): number {
    return this.#candles.low[this.#index]!
  }

  get close(): number {
    return this.#candles.close[this.#index]!
  }

  get volume(): number {
    return this.#candles.volume[this.#index]!
  }
}

/** One symbol of a run: its candles, its rules and its working orders. */
export class Market {
  /** Index among the run's series. */
  readonly symbol: number
  readonly candles: CandleSeries
  /** The candle that closed last; −1 before the first. Shared with the views that a strategy holds. */
  readonly cursor: Cursor
  /** The candle that orders are matched against; with `path: detail` a finer one. */
  readonly candle: CurrentCandle
  readonly resting: RestingOrders = new RestingOrders()
  /** Orders to match at the next price, oldest first. */
  readonly marketQueue: Order[] = []
  /** Market orders to match at a close. */
  readonly closeQueue: Order[] = []
  /** Orders that a date ends. */
  readonly dated: Set<Order> = new Set()
  /** No order ends by its date before this time, epoch milliseconds. */
  nextExpiry: number = Number.POSITIVE_INFINITY
  /** Exits attached to entries, which end with their position. */
  exits = 0
  /** Base units that orders may still take of the candle; `null` for any amount. */
  volumeLeft: Decimal | null = null
  /** True for a margin account. */
  readonly isLiquidable: boolean
  readonly #rules: DatedRules
  /** Rules that never change, which need not be looked up by time. */
  readonly constantRules: MarketRules | null
  /** Of a run over several symbols the one that they share; `null` where the cursor tells the time. */
  readonly #clock: { readonly time: number } | null
  /** Index of the candle that orders are or were last matched against. */
  #candleIndex = -1

  constructor(
    symbol: number,
    candles: CandleSeries,
    cursor: Cursor,
    rules: DatedRules,
    isLiquidable: boolean,
    clock: { readonly time: number } | null,
  ) {
    this.symbol = symbol
    this.candles = candles
    this.cursor = cursor
    this.isLiquidable = isLiquidable
    this.#rules = rules
    this.constantRules = rules.entries.length === 1 ? rules.entries[0]!.rules : null
    this.candle = new CurrentCandle(candles)
    this.#clock = clock
  }

  /** Open time of the candles that have closed last, of any symbol; epoch milliseconds. */
  get now(): number {
    return this.#clock === null ? this.candles.time[this.cursor.index]! : this.#clock.time
  }

  /** The first candle that opens after now. */
  get nextIndex(): number {
    const next = this.cursor.index + 1
    return this.candles.time[next] === this.now ? next + 1 : next
  }

  /** True where the symbol has had a candle. */
  get hasTraded(): boolean {
    return this.cursor.index >= 0
  }

  /** Index of the candle that orders are matched against; between candles, of the one that closed last. */
  get index(): number {
    return Math.max(this.#candleIndex, this.cursor.index)
  }

  /** The rules in force when the present candle closes, for orders placed then. */
  get rulesAtClose(): MarketRules {
    if (this.constantRules !== null) return this.constantRules
    return this.#rules.at(this.now + this.candles.intervalMs)
  }

  /** The rules in force in the present candle. */
  get rules(): MarketRules {
    return this.constantRules ?? this.#rules.at(this.candle.time)
  }

  /** True where the candle at `index` concerns any order; the run loop asks at every candle. */
  hasWork(index: number): boolean {
    if (this.marketQueue.length !== 0) return true
    if (this.hasExpiry && this.candles.time[index]! >= this.nextExpiry) return true
    const { resting } = this
    if (resting.isEmpty) return false
    return this.candles.high[index]! >= resting.wakeAbove || this.candles.low[index]! <= resting.wakeBelow
  }

  /** False where no order has a date: then the time of a candle, which is far from any other memory in use, need not be read. */
  get hasExpiry(): boolean {
    return this.nextExpiry !== Number.POSITIVE_INFINITY
  }

  addDated(order: Order): void {
    this.dated.add(order)
    this.nextExpiry = Math.min(this.nextExpiry, order.terms.expiresAt)
  }

  /** The orders that their date ends now, oldest first. */
  takeExpired(): Order[] {
    const expired: Order[] = []
    this.nextExpiry = Number.POSITIVE_INFINITY
    for (const order of this.dated) {
      if (order.terms.expiresAt <= this.candle.time) expired.push(order)
      else this.nextExpiry = Math.min(this.nextExpiry, order.terms.expiresAt)
    }
    return expired
  }

  /** Sets the candle that orders are matched against. */
  setCandle(index: number): void {
    this.#candleIndex = index
    this.candle.show(this.candles, index)
  }

  /** True where orders have been matched against the candle at `index` already. */
  isAtCandle(index: number): boolean {
    return this.#candleIndex === index
  }

  /** Sets how much of the candle's volume orders may take together. */
  limitVolume(participation: Decimal | null): void {
    if (participation !== null) this.volumeLeft = decimalFromNumber(this.candle.volume).times(participation)
  }
}
