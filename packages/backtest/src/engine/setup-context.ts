import { closeTimeOf } from '../candles/close-time.ts'
import { resample } from '../candles/resample.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { Market } from '../execution/market.ts'
import type { StartFrom } from '../options/execution.ts'
import { borrowColumn, returnColumn } from '../storage/column-pool.ts'
import { fromCallSite } from '../strategy/call-site.ts'
import { createIndicators } from '../strategy/indicators.ts'
import type { StrategySetup } from '../strategy/strategy.ts'
import { type CandleViews, type Cursor, columnOf, createCandleViews, cursorOf, type View } from '../strategy/view.ts'

type Contents = Omit<StrategySetup<unknown>, 'params'>
/** What an indicator is computed into, and the cursor that it is seen up to. */
type Indicator = { readonly column: Float64Array; readonly cursor: Cursor }

/** When candles of a run close. */
export interface Instants {
  readonly length: number
  closeAt(index: number): number
}

/** The input of `setup`, and the timeframes and indicator columns that it opened. */
export class SetupContext {
  hasTimeframes = false
  readonly #markets: readonly Market[]
  readonly #timeframes: Timeframe[] = []
  #columns: Float64Array[] = []
  #indicators: Indicator[] = []

  constructor(markets: readonly Market[]) {
    this.#markets = markets
  }

  contents(): Contents {
    const views = this.#markets.map(({ candles, cursor }) => createCandleViews(candles, cursor))
    const contents: Contents = {
      candles: views[0]!,
      symbols: views.map(({ symbol }) => symbol),
      indicators: createIndicators(views[0]!, (values) => this.#borrow(values)),
      market: (symbol) => fromCallSite(contents.market, () => views[this.#indexOf(symbol)]!),
      timeframe: (interval, symbol) =>
        fromCallSite(contents.timeframe, () =>
          this.#openTimeframe(interval, symbol === undefined ? 0 : this.#indexOf(symbol)),
        ),
    }
    return contents
  }

  /** Shows what has closed on longer intervals by the candle of `symbol` that has just closed. */
  advance(symbol: number): void {
    for (const timeframe of this.#timeframes) if (timeframe.symbol === symbol) timeframe.advance()
  }

  /** First candle, of several symbols the first instant, at which the strategy is called. */
  firstCandle(startFrom: StartFrom, instants: Instants): number {
    if (startFrom === 'firstCandle') return 0
    // The first instant itself counts as warm-up, as does that at which the last indicator becomes known.
    const warm = this.#indicators.reduce((latest, one) => Math.max(latest, this.#firstKnown(one)), instants.closeAt(0))
    let first = 0
    while (first < instants.length && instants.closeAt(first) <= warm) first++
    return first
  }

  /** When an indicator has its first value; infinite where it never has one. */
  #firstKnown({ column, cursor }: Indicator): number {
    const known = column.findIndex((value) => !Number.isNaN(value))
    if (known === -1) return Number.POSITIVE_INFINITY
    const timeframe = this.#timeframes.find((each) => each.isOf(cursor))
    if (timeframe !== undefined) return timeframe.closeTime(known)
    return closeTimeOf(this.#markets.find((market) => market.cursor === cursor)!.candles, known)
  }

  /** The run is over: views see nothing any more, and their columns serve the next run. */
  close(): void {
    for (const { cursor } of this.#markets) cursor.index = -1
    for (const timeframe of this.#timeframes) timeframe.close()
    for (const column of this.#columns) returnColumn(column)
    this.#columns = []
    this.#indicators = []
  }

  #openTimeframe(interval: string, symbol: number): CandleViews {
    const { candles, cursor } = this.#markets[symbol]!
    const timeframe = new Timeframe(symbol, candles, cursor, interval)
    this.#timeframes.push(timeframe)
    this.hasTimeframes = true
    if (cursor.index >= 0) timeframe.advance()
    return timeframe.views
  }

  /** Columns as long as the first symbol's candles come from the pool; odd lengths would only push these out of it. */
  #borrow(values: View): Float64Array {
    const { length } = columnOf(values)
    const isPooled = length === this.#markets[0]!.candles.length
    const column = isPooled ? borrowColumn(length) : new Float64Array(length)
    if (isPooled) this.#columns.push(column)
    this.#indicators.push({ column, cursor: cursorOf(values) })
    return column
  }

  #indexOf(symbol: string): number {
    const index = this.#markets.findIndex(({ candles }) => candles.symbol === symbol)
    if (index !== -1) return index
    const known = this.#markets.map(({ candles }) => candles.symbol).join(', ')
    throw new RangeError(`symbol must be one of ${known}, received ${JSON.stringify(symbol)}`)
  }
}

/** Candles of a longer interval, seen from the run's own: a candle appears once it is closed. */
export class Timeframe {
  readonly symbol: number
  readonly views: CandleViews
  readonly #candles: CandleSeries
  readonly #base: Cursor
  readonly #cursor: Cursor = { index: -1 }
  readonly #closed: Int32Array

  constructor(symbol: number, candles: CandleSeries, base: Cursor, interval: string) {
    const { series, closed } = resample(candles, interval)
    this.symbol = symbol
    this.#candles = candles
    this.#base = base
    this.#closed = closed
    this.views = createCandleViews(series, this.#cursor)
  }

  /** The candle of the run's own interval at the base cursor has closed. */
  advance(): void {
    this.#cursor.index = this.#closed[this.#base.index]! - 1
  }

  isOf(cursor: Cursor): boolean {
    return cursor === this.#cursor
  }

  /** When the candle at `index` appears: at the close of one of the symbol's own. */
  closeTime(index: number): number {
    const own = this.#closed.findIndex((count) => count > index)
    return closeTimeOf(this.#candles, own)
  }

  close(): void {
    this.#cursor.index = -1
  }
}
