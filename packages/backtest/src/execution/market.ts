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
  #isOpening = false
  readonly #own: CandleSeries

  constructor(candles: CandleSeries) {
    this.#candles = candles
    this.#own = candles
  }

  show(candles: CandleSeries, index: number): void {
    this.#candles = candles
    this.#index = index
    this.#isOpening = false
  }

  /** Shows no more than is known at the open: its price, and the volume of the candle before. */
  showOpenOnly(): void {
    this.#isOpening = true
  }

  /** Shows all of the candle again; false where it did. */
  showWhole(): boolean {
    const wasOpening = this.#isOpening
    this.#isOpening = false
    return wasOpening
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
    return this.#isOpening ? this.open : this.#candles.high[this.#index]!
  }

  get low(): number {
    return this.#isOpening ? this.open : this.#candles.low[this.#index]!
  }

  get close(): number {
    return this.#isOpening ? this.open : this.#candles.close[this.#index]!
  }

  get volume(): number {
    return this.#isOpening ? (this.#candles.volume[this.#index - 1] ?? 0) : this.#candles.volume[this.#index]!
  }
}

/** What the markets of a run over several symbols share. */
export interface MarketClock {
  /** The present instant, epoch milliseconds. */
  readonly time: number
  /** Shortest interval of the symbols. */
  readonly shortestMs: number
  /** By grid: index of the candle that opened last, −1 before the first. */
  readonly opened: Int32Array
  /** True where another candle closes while that of `grid` which has opened is still under way. */
  isInterrupted(grid: number): boolean
}

/** One symbol of a run: its candles, its rules and its working orders. */
export class Market {
  /** Index among the run's series. */
  readonly symbol: number
  readonly candles: CandleSeries
  /** The candle that closed last; −1 before the first. Shared with the views and the other markets of its grid. */
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
  /** The last candle that closed, for what is judged while the next one is under way. */
  readonly lastCandle: CurrentCandle
  /** `null` with one symbol, where the cursor tells the time. */
  readonly #clock: MarketClock | null
  /** Number of the grid by the clock. */
  readonly grid: number
  /** Index of the candle that orders are or were last matched against. */
  #candleIndex = -1

  constructor(
    symbol: number,
    candles: CandleSeries,
    cursor: Cursor,
    rules: DatedRules,
    isLiquidable: boolean,
    clock: MarketClock | null,
    grid = 0,
  ) {
    this.symbol = symbol
    this.candles = candles
    this.cursor = cursor
    this.isLiquidable = isLiquidable
    this.#rules = rules
    this.constantRules = rules.entries.length === 1 ? rules.entries[0]!.rules : null
    this.candle = new CurrentCandle(candles)
    this.lastCandle = new CurrentCandle(candles)
    this.#clock = clock
    this.grid = grid
  }

  /** The present instant, epoch milliseconds: the close at which the strategy is called. */
  get now(): number {
    return this.#clock === null ? this.candles.time[this.cursor.index]! + this.candles.intervalMs : this.#clock.time
  }

  /** The present instant as the open time of a candle of the run's shortest interval that closes now. */
  get candleTime(): number {
    return this.#clock === null ? this.candles.time[this.cursor.index]! : this.#clock.time - this.#clock.shortestMs
  }

  /** The first candle that opens from now on: not one that is under way. */
  get nextIndex(): number {
    return (this.#clock === null ? this.cursor.index : this.#clock.opened[this.grid]!) + 1
  }

  /** True where the symbol has had a candle. */
  get hasTraded(): boolean {
    return this.cursor.index >= 0
  }

  /** Index of the candle that opened last, which orders are matched against until it closes. */
  get index(): number {
    return this.#clock === null ? Math.max(this.#candleIndex, this.cursor.index) : this.#clock.opened[this.grid]!
  }

  /** The rules in force now, for orders placed at this close. */
  get rulesAtClose(): MarketRules {
    if (this.constantRules !== null) return this.constantRules
    return this.#rules.at(this.now)
  }

  /** The rules in force in the present candle, whether or not any order is matched against it. */
  get rules(): MarketRules {
    if (this.constantRules !== null) return this.constantRules
    return this.#rules.at(Math.max(this.candle.time, this.candles.time[Math.max(this.index, 0)]!))
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

  /** Sets how much of the volume of the candle at `index` orders may take together. */
  limitVolume(participation: Decimal | null, index: number): void {
    if (participation !== null) this.volumeLeft = this.#share(participation, index)
  }

  #share(participation: Decimal, index: number): Decimal {
    return decimalFromNumber(this.candles.volume[index]!).times(participation)
  }

  /** At the open, hides the rest of the candle from what is decided while it is under way. */
  beginOpen(participation: Decimal | null): void {
    if (this.index === 0 || this.#clock?.isInterrupted(this.grid) !== true) return
    this.candle.showOpenOnly()
    this.limitVolume(participation, this.index - 1)
  }

  /** At the close, counts what orders took at the open against the volume that the candle turned out to have. */
  endOpen(participation: Decimal | null): void {
    const wasOpening = this.candle.showWhole()
    if (!wasOpening || participation === null || this.volumeLeft === null) return
    const taken = this.#share(participation, this.index - 1).minus(this.volumeLeft)
    this.volumeLeft = this.#share(participation, this.index).minus(taken)
  }
}
