import { SpotAccount } from '../account/spot-account.ts'
import type { CandleSeries } from '../candles/series.ts'
import { BacktestError, isBacktestError } from '../errors.ts'
import { OrderBook } from '../execution/order-book.ts'
import { borrowColumn, returnColumn } from '../storage/column-pool.ts'
import { Context } from '../strategy/context.ts'
import { createIndicators } from '../strategy/indicators.ts'
import type { Strategy, StrategyHandlers } from '../strategy/strategy.ts'
import { type Cursor, View } from '../strategy/view.ts'
import type { Settings } from './options.ts'

/** One run: candles, account and strategy, advanced candle by candle. */
export class Machine {
  readonly candles: CandleSeries
  readonly strategy: Strategy
  readonly params: unknown
  readonly settings: Settings
  readonly account: SpotAccount
  readonly book: OrderBook
  /** Cash and position at each close, in quote currency. */
  readonly equity: Float64Array
  /** Candles at whose close a position was open. */
  exposedCandles = 0
  readonly #cursor: Cursor = { index: -1 }
  #position = 0
  #borrowed: Float64Array[] = []
  readonly #context: Context
  readonly #handlers: StrategyHandlers
  #failure: unknown = null

  constructor(candles: CandleSeries, strategy: Strategy, params: unknown, settings: Settings) {
    this.candles = candles
    this.strategy = strategy
    this.params = params
    this.settings = settings
    this.account = new SpotAccount(settings.initialCash, settings.market.costs)
    this.book = new OrderBook(this.account, settings.market)
    this.equity = new Float64Array(candles.length)
    this.#context = new Context(candles, this.#cursor, this.account, this.book)
    this.#handlers = this.#guard('setup', () => this.#setUp())
  }

  /** Candles processed so far. */
  get position(): number {
    return this.#position
  }

  /** True once every candle is processed; a run that failed never is. */
  get isDone(): boolean {
    return this.#failure === null && this.position === this.candles.length
  }

  /** A strategy that threw halfway through a candle leaves a run that can neither go on nor be reported. */
  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure
  }

  /** Processes candles up to, not including, index `end`. */
  advance(end: number): void {
    this.throwIfFailed()
    if (this.isDone) return
    this.#guard('onCandle', () => this.#loop(end))
    this.#position = end
    if (end === this.candles.length) this.#returnColumns()
  }

  // The hot loop: typed arrays, no allocation, no property that changes shape.
  #loop(end: number): void {
    const { open, high, low, close } = this.candles
    const { account, book, equity } = this
    const working = book.working
    const cursor = this.#cursor
    const context = this.#context
    const handlers = this.#handlers
    const onCandle = handlers.onCandle
    let exposed = 0
    for (let index = cursor.index + 1; index < end; index++) {
      cursor.index = index
      if (working.length !== 0) book.match(index, open[index]!, high[index]!, low[index]!)
      onCandle.call(handlers, context)
      equity[index] = account.cashMark + account.quantityMark * close[index]!
      if (account.quantityMark !== 0) exposed++
    }
    this.exposedCandles += exposed
  }

  #setUp(): StrategyHandlers {
    const { candles, params } = this
    const cursor = this.#cursor
    const view = (column: Float64Array): View => new View(column, cursor)
    const handlers = this.strategy.setup({
      params,
      indicators: createIndicators(candles, cursor, () => this.#borrow()),
      candles: {
        symbol: candles.symbol,
        interval: candles.interval,
        time: view(candles.time),
        open: view(candles.open),
        high: view(candles.high),
        low: view(candles.low),
        close: view(candles.close),
        volume: view(candles.volume),
      },
    })
    if (typeof handlers?.onCandle !== 'function') throw new TypeError('setup must return an object with onCandle')
    return handlers
  }

  #borrow(): Float64Array {
    const column = borrowColumn(this.candles.length)
    this.#borrowed.push(column)
    return column
  }

  /** The run is over: its views see nothing any more, and their columns serve the next run. */
  #returnColumns(): void {
    this.#cursor.index = -1
    for (const column of this.#borrowed) returnColumn(column)
    this.#borrowed = []
  }

  /** Whatever a strategy throws names the strategy and the candle; a strategy's own BacktestError says enough. */
  #guard<T>(handler: 'setup' | 'onCandle', run: () => T): T {
    try {
      return run()
    } catch (error) {
      this.#failure = isBacktestError(error) ? error : this.#describe(handler, error)
      throw this.#failure
    }
  }

  #describe(handler: 'setup' | 'onCandle', error: unknown): BacktestError {
    const { index } = this.#cursor
    const where = handler === 'setup' ? 'in setup' : `at candle ${index} (${isoTime(this.candles.time[index]!)})`
    const reason = error instanceof Error ? error.message : String(error)
    const message = `strategy "${this.strategy.name}" failed ${where}: ${reason}`
    return new BacktestError('strategy_failed', message, { cause: error })
  }
}

function isoTime(time: number): string {
  return new Date(time).toISOString()
}
