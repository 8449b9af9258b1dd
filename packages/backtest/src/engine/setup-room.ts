import type { SymbolMarket } from '../execution/symbol-market.ts'
import type { StartFrom } from '../options/choices.ts'
import { borrowColumn, returnColumn } from '../storage/column-pool.ts'
import { type CandleViews, createCandleViews } from '../strategy/candle-views.ts'
import { createIndicators } from '../strategy/indicators.ts'
import type { StrategySetup } from '../strategy/strategy.ts'
import { Timeframe } from './timeframe.ts'

type Contents = Omit<StrategySetup<unknown>, 'params'>

/** What a strategy is given to set itself up with, and what has to be kept going for it during the run. */
export class SetupRoom {
  hasTimeframes = false
  readonly #markets: readonly SymbolMarket[]
  readonly #timeframes: Timeframe[] = []
  #columns: Float64Array[] = []

  constructor(markets: readonly SymbolMarket[]) {
    this.#markets = markets
  }

  contents(): Contents {
    const views = this.#markets.map(({ candles, cursor }) => createCandleViews(candles, cursor))
    return {
      candles: views[0]!,
      symbols: views.map(({ symbol }) => symbol),
      indicators: createIndicators(views[0]!, (length) => this.#borrow(length)),
      market: (symbol) => views[this.#indexOf(symbol)]!,
      timeframe: (interval, symbol) => this.#openTimeframe(interval, symbol === undefined ? 0 : this.#indexOf(symbol)),
    }
  }

  /** Shows what has closed on longer intervals by the candle of `symbol` that has just closed. */
  advance(symbol: number): void {
    for (const timeframe of this.#timeframes) if (timeframe.symbol === symbol) timeframe.advance()
  }

  /** First candle on which the strategy is called. */
  firstCandle(startFrom: StartFrom): number {
    if (startFrom === 'firstCandle') return 0
    let first = 0
    for (const column of this.#columns) {
      const known = column.findIndex((value) => !Number.isNaN(value))
      first = Math.max(first, known === -1 ? column.length : known + 1)
    }
    return first
  }

  /** The run is over: views see nothing any more, and their columns serve the next run. */
  close(): void {
    for (const { cursor } of this.#markets) cursor.index = -1
    for (const timeframe of this.#timeframes) timeframe.close()
    for (const column of this.#columns) returnColumn(column)
    this.#columns = []
  }

  #openTimeframe(interval: string, symbol: number): CandleViews {
    const { candles, cursor } = this.#markets[symbol]!
    const timeframe = new Timeframe(symbol, candles, cursor, interval)
    this.#timeframes.push(timeframe)
    this.hasTimeframes = true
    return timeframe.views
  }

  /** Columns as long as the first symbol's candles come from the pool; odd lengths would only push these out of it. */
  #borrow(length: number): Float64Array {
    if (length !== this.#markets[0]!.candles.length) return new Float64Array(length)
    const column = borrowColumn(length)
    this.#columns.push(column)
    return column
  }

  #indexOf(symbol: string): number {
    const index = this.#markets.findIndex(({ candles }) => candles.symbol === symbol)
    if (index !== -1) return index
    const known = this.#markets.map(({ candles }) => candles.symbol).join(', ')
    throw new RangeError(`symbol must be one of ${known}, received ${JSON.stringify(symbol)}`)
  }
}
