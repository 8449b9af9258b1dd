import { Account } from '../account/account.ts'
import { Clock as SeriesClock } from '../candles/clock.ts'
import type { CandleSeries } from '../candles/series.ts'
import { BacktestError, isBacktestError } from '../errors.ts'
import { CandleWalk } from '../execution/candle-walk.ts'
import { DetailCursor } from '../execution/detail.ts'
import { endTrades } from '../execution/end-of-run.ts'
import { Liquidation } from '../execution/liquidation.ts'
import { OrderDesk } from '../execution/order-desk.ts'
import { Settlement } from '../execution/settlement.ts'
import { SymbolMarket } from '../execution/symbol-market.ts'
import { followIndicator } from '../execution/trailing-stop.ts'
import { GuardPost } from '../guard/guard-post.ts'
import type { Settings } from '../options/settings.ts'
import { type Clock, Context } from '../strategy/context.ts'
import type { Strategy, StrategyHandlers } from '../strategy/strategy.ts'
import { closeTogether, openTogether } from './moment.ts'
import { pin } from './pinned.ts'
import { SetupRoom } from './setup-room.ts'
import { Timeline } from './timeline.ts'

/** One run: series, account and strategy, advanced candle by candle. */
export class Machine {
  readonly series: readonly CandleSeries[]
  readonly strategy: Strategy
  readonly params: unknown
  readonly settings: Settings
  readonly account: Account
  readonly desk: OrderDesk
  readonly timeline: Timeline
  /** First candle, of several symbols the first moment, at which the strategy is called. */
  readonly firstCandle: number
  readonly #markets: readonly SymbolMarket[]
  readonly #walks: readonly CandleWalk[]
  readonly #settlement: Settlement
  readonly #room: SetupRoom
  readonly #clock: Clock
  readonly #context: Context
  readonly #handlers: StrategyHandlers
  /** Of a run over several symbols: which of them have a candle at each moment. */
  readonly #calendar: SeriesClock
  readonly #trading: CandleWalk[] = []
  #position = 0
  #failure: unknown = null

  constructor(strategy: Strategy, params: unknown, settings: Settings) {
    const { candles: series } = settings
    this.series = series
    this.strategy = strategy
    this.params = params
    this.settings = settings
    this.timeline = new Timeline(series)
    this.#calendar = new SeriesClock(series)
    this.account = new Account(settings.account, series.length)
    const isMargin = settings.account.model === 'margin'
    const shared = series.length === 1 ? null : { index: -1, time: Number.NaN }
    this.#markets = series.map(
      (candles, symbol) =>
        new SymbolMarket(symbol, candles, { index: -1 }, settings.rules(candles.symbol), isMargin, shared),
    )
    this.desk = new OrderDesk(this.account, this.#markets, settings)
    this.#settlement = new Settlement(this.desk, settings.slippage)
    this.#walks = this.#markets.map((market) => this.#createWalk(market))
    this.#clock = shared ?? new SingleClock(this.#markets[0]!)
    const symbols = series.map(({ symbol }) => symbol)
    this.#context = new Context(this.#clock, symbols, this.account, this.desk)
    this.#room = new SetupRoom(this.#markets)
    this.desk.guard = this.#guard('setup', () =>
      settings.guard === null ? null : new GuardPost(settings.guard, this.desk),
    )
    this.#handlers = this.#guard('setup', () => this.#setUp())
    this.firstCandle = this.#room.firstCandle(settings.execution.startFrom, this.timeline.time)
    pin(this, this.account, this.desk, this.#context, this.#walks[0]!, this.#markets[0]!)
  }

  /** Candles, of several symbols moments, in all. */
  get length(): number {
    return this.timeline.length
  }

  /** Candles processed so far. */
  get position(): number {
    return this.#position
  }

  /** True once every candle is processed; a run that failed never is. */
  get isDone(): boolean {
    return this.#failure === null && this.#position === this.length
  }

  /** A strategy that threw halfway through a candle leaves a run that can neither go on nor be reported. */
  throwIfFailed(): void {
    if (this.#failure !== null) throw this.#failure
  }

  /** Processes candles up to, not including, index `end`. */
  advance(end: number): void {
    this.throwIfFailed()
    if (this.isDone) return
    this.#guard('onCandle', () => (this.#markets.length === 1 ? this.#loopOne(end) : this.#loopMany(end)))
    this.#position = end
    if (end === this.length) this.#finish()
  }

  // The hot loop: typed arrays, no allocation, no property that changes shape.
  #loopOne(end: number): void {
    const market = this.#markets[0]!
    const walk = this.#walks[0]!
    const { account } = this
    const { marks } = account
    const { cursor } = market
    const { close, high, low, time } = market.candles
    const { isLiquidable } = market
    const context = this.#context
    const handlers = this.#handlers
    const onCandle = handlers.onCandle
    const room = this.#room
    const first = this.firstCandle
    for (let index = cursor.index + 1; index < end; index++) {
      if (market.concerns(index)) walk.run(index)
      else if (isLiquidable && account.mayBeLiquidated(0, low[index]!, high[index]!)) walk.run(index)
      cursor.index = index
      marks[0] = close[index]!
      if (room.hasTimeframes) room.advance(0)
      if (isLiquidable && index > 0) account.accrueInterest(index, time[index]! - time[index - 1]!)
      if (market.resting.trailing.length !== 0) followIndicators(market)
      // What was ordered before for this close trades before the strategy sees it, what is ordered now for it, after.
      if (market.dueAtClose.length !== 0) for (const order of walk.takeForClose(index)) walk.meetClose(order)
      if (index >= first) onCandle.call(handlers, context)
      if (market.dueAtClose.length !== 0) for (const order of walk.takeForClose(index)) walk.meetClose(order)
    }
  }

  #loopMany(end: number): void {
    const { timeline } = this
    const clock = this.#clock
    const first = this.firstCandle
    for (let index = this.#position; index < end; index++) {
      this.#calendar.advance()
      const { present, presentCount, time } = this.#calendar
      clock.index = index
      clock.time = time
      const trading = this.#trading
      trading.length = 0
      for (let at = 0; at < presentCount; at++) trading.push(this.#walks[present[at]!]!)
      openTogether(trading, this.account)
      this.#close(trading, index)
      closeTogether(trading)
      if (index >= first) this.#handlers.onCandle(this.#context)
      closeTogether(trading)
      timeline.record(index, this.account)
    }
  }

  /** The candles of this moment have closed: interest on what is borrowed falls due once, for all symbols together. */
  #close(trading: readonly CandleWalk[], index: number): void {
    const { account } = this
    const { time } = this.timeline
    for (const { market } of trading) {
      const { cursor, candles, symbol } = market
      cursor.index++
      account.marks[symbol] = candles.close[cursor.index]!
      this.#room.advance(symbol)
    }
    if (trading[0]!.market.isLiquidable && index > 0) account.accrueInterest(index, time[index]! - time[index - 1]!)
    for (const { market } of trading) if (market.resting.trailing.length !== 0) followIndicators(market)
  }

  #createWalk(market: SymbolMarket): CandleWalk {
    const { account, execution, seed } = this.settings
    const finer = execution.detail.find(({ symbol }) => symbol === market.candles.symbol)
    const { limitFill, limitGap, touchProbability } = execution
    return new CandleWalk(
      market,
      this.desk,
      this.#settlement,
      { limitFill, limitGap, touchProbability: touchProbability ?? 0, seed },
      finer === undefined ? null : new DetailCursor(finer),
      account.model === 'margin' ? new Liquidation(this.desk, this.#settlement) : null,
    )
  }

  #setUp(): StrategyHandlers {
    const handlers = this.strategy.setup({ params: this.params, ...this.#room.contents() })
    if (typeof handlers?.onCandle !== 'function') throw new TypeError('setup must return an object with onCandle')
    const { guard } = this.desk
    return guard === null ? handlers : watched(handlers, guard)
  }

  /** The run is over: positions may be closed, its views see nothing any more, and their columns serve the next run. */
  #finish(): void {
    const { openTradesAtEnd } = this.settings.execution
    if (openTradesAtEnd !== 'keep') {
      endTrades(this.desk, this.#settlement, openTradesAtEnd === 'close' ? 'close' : 'open')
    }
    this.timeline.finish(this.account)
    this.#context.end()
    this.#room.close()
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
    const { index, time } = this.#clock
    const where = handler === 'setup' ? 'in setup' : `at candle ${index} (${new Date(time).toISOString()})`
    const reason = error instanceof Error ? error.message : String(error)
    const message = `strategy "${this.strategy.name}" failed ${where}: ${reason}`
    return new BacktestError('strategy_failed', message, { cause: error })
  }
}

/** A guard sees every close before the strategy does; without one the loop knows nothing of it. */
function watched(handlers: StrategyHandlers, guard: GuardPost): StrategyHandlers {
  return {
    onCandle(context) {
      guard.observe()
      handlers.onCandle(context)
    },
  }
}

function followIndicators({ resting, rules }: SymbolMarket): void {
  for (const order of resting.trailing) followIndicator(order, rules.tick)
}

/** The clock of a run with one symbol is that symbol's cursor: nothing has to be written at every candle. */
class SingleClock implements Clock {
  readonly #market: SymbolMarket

  constructor(market: SymbolMarket) {
    this.#market = market
  }

  get index(): number {
    return this.#market.cursor.index
  }

  get time(): number {
    return this.#market.candles.time[this.#market.cursor.index]!
  }
}
