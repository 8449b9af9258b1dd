import { SpotAccount } from '../account/spot-account.ts'
import type { CandleSeries } from '../candles/series.ts'
import { BacktestError, isBacktestError } from '../errors.ts'
import { OrderBook } from '../execution/order-book.ts'
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
  readonly #context: Context
  readonly #handlers: StrategyHandlers

  constructor(candles: CandleSeries, strategy: Strategy, params: unknown, settings: Settings) {
    this.candles = candles
    this.strategy = strategy
    this.params = params
    this.settings = settings
    this.account = new SpotAccount(settings.initialCash)
    this.book = new OrderBook(this.account, settings.market)
    this.equity = new Float64Array(candles.length)
    this.#context = new Context(candles, this.#cursor, this.account, this.book)
    this.#handlers = this.#guard('setup', () => this.#setUp())
  }

  /** Candles processed so far. */
  get position(): number {
    return this.#cursor.index + 1
  }

  /** Processes candles up to, not including, index `end`. */
  advance(end: number): void {
    this.#guard('onCandle', () => this.#loop(end))
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
    for (let index = cursor.index + 1; index < end; index++) {
      cursor.index = index
      if (working.length !== 0) book.match(index, open[index]!, high[index]!, low[index]!)
      onCandle.call(handlers, context)
      equity[index] = account.cashMark + account.quantityMark * close[index]!
      if (account.quantityMark !== 0) this.exposedCandles++
    }
  }

  #setUp(): StrategyHandlers {
    const { candles, params } = this
    const cursor = this.#cursor
    const view = (column: Float64Array): View => new View(column, cursor)
    return this.strategy.setup({
      params,
      indicators: createIndicators(candles, cursor),
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
  }

  /** Whatever a strategy throws names the strategy and the candle. */
  #guard<T>(handler: 'setup' | 'onCandle', run: () => T): T {
    try {
      return run()
    } catch (error) {
      if (isBacktestError(error)) throw error
      const { index } = this.#cursor
      const where = handler === 'setup' ? 'in setup' : `at candle ${index} (${isoTime(this.candles.time[index]!)})`
      const reason = error instanceof Error ? error.message : String(error)
      throw new BacktestError('strategy_failed', `strategy "${this.strategy.name}" failed ${where}: ${reason}`, {
        cause: error,
      })
    }
  }
}

function isoTime(time: number): string {
  return new Date(time).toISOString()
}
