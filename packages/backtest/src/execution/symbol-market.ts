import type { CandleSeries } from '../candles/series.ts'
import type { Decimal } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { Order } from '../orders/order.ts'
import type { DatedRules, MarketRules } from '../rules/market-rules.ts'
import type { Cursor } from '../strategy/view.ts'
import { RestingOrders } from './resting-orders.ts'

/** The candle that orders meet. One object is reused for the whole run; under the path `detail` it is a finer one. */
export type Bar = { time: number; open: number; high: number; low: number; close: number; volume: number }

/** One symbol of a run: its candles, its rules and the orders that meet them. */
export class SymbolMarket {
  /** Index among the run's series. */
  readonly symbol: number
  readonly candles: CandleSeries
  /** The candle that closed last; −1 before the first. Shared with the views that a strategy holds. */
  readonly cursor: Cursor
  readonly bar: Bar = { time: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 }
  readonly resting: RestingOrders = new RestingOrders()
  /** Orders that meet the market at the next price they see, oldest first. */
  readonly due: Order[] = []
  /** Market orders that meet a close. */
  readonly dueAtClose: Order[] = []
  /** Orders that have to be looked at on every candle, since a date ends them. */
  dated = 0
  /** Exits attached to entries, which end with their position. */
  exits = 0
  /** Base units that orders may still take of the candle; `null` for any amount. */
  volumeLeft: Decimal | null = null
  /** True while the account may be liquidated, so that every candle has to be looked at. */
  isWatched = false
  readonly #rules: DatedRules
  /** The candle that orders meet or last met. */
  #met = -1

  constructor(symbol: number, candles: CandleSeries, cursor: Cursor, rules: DatedRules) {
    this.symbol = symbol
    this.candles = candles
    this.cursor = cursor
    this.#rules = rules
  }

  /** The candle that orders meet now; between candles, the one that closed last. */
  get index(): number {
    return Math.max(this.#met, this.cursor.index)
  }

  /** The rules in force when the present candle closes, for orders placed then. */
  get rulesAtClose(): MarketRules {
    const { candles, cursor } = this
    return this.#rules.at(candles.time[cursor.index]! + candles.intervalMs)
  }

  /** The rules in force in the candle that orders meet now. */
  get rules(): MarketRules {
    return this.#rules.at(this.bar.time)
  }

  /** True where the candle at `index` concerns any order; the run loop asks at every candle. */
  concerns(index: number): boolean {
    const { resting, candles } = this
    return (
      this.due.length !== 0 ||
      candles.high[index]! >= resting.nextRise ||
      candles.low[index]! <= resting.nextFall ||
      resting.trailing.length !== 0 ||
      this.dueAtClose.length !== 0 ||
      this.dated !== 0 ||
      this.isWatched
    )
  }

  /** Sets the candle that orders meet. */
  meet(index: number): void {
    this.#met = index
    this.show(this.candles, index)
  }

  /** Sets the prices that orders see: those of a candle, or of a finer one inside it. */
  show(candles: CandleSeries, index: number): void {
    const { bar } = this
    bar.time = candles.time[index]!
    bar.open = candles.open[index]!
    bar.high = candles.high[index]!
    bar.low = candles.low[index]!
    bar.close = candles.close[index]!
    bar.volume = candles.volume[index]!
  }

  /** Sets how much of the candle's volume orders may take together. */
  allow(participation: Decimal | null): void {
    if (participation !== null) this.volumeLeft = decimalFromNumber(this.bar.volume).times(participation)
  }
}
