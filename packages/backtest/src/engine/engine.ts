import { Account } from '../account/account.ts'
import type { CandleSeries } from '../candles/series.ts'
import { BacktestError, isBacktestError } from '../errors.ts'
import { DetailTimeframe } from '../execution/detail-timeframe.ts'
import { FillExecutor } from '../execution/fill-executor.ts'
import { LedgerFills } from '../execution/ledger-fills.ts'
import { closeAtEnd, Liquidation } from '../execution/liquidation.ts'
import { Market } from '../execution/market.ts'
import { MatchingEngine } from '../execution/matching-engine.ts'
import { OrderManager } from '../execution/order-manager.ts'
import { followIndicator } from '../execution/trailing-stop.ts'
import type { LimitFillSettings } from '../execution/triggers.ts'
import { WorstPath } from '../execution/worst-path/worst-path.ts'
import type { Settings } from '../settings/settings.ts'
import { truncate } from '../storage/columns.ts'
import type { Strategy, StrategyHandlers } from '../strategy/strategy.ts'
import { requireSynchronous } from '../strategy/synchronous.ts'
import type { Cursor } from '../strategy/view.ts'
import { type Clock, Context } from './context.ts'
import { EquityRecorder } from './equity-recorder.ts'
import { EventClock } from './event-clock.ts'
import { GuardCheck } from './guard-check.ts'
import { closeAll, finishAll, openAll } from './instant.ts'
import { retainShapes } from './retained-shapes.ts'
import { SetupContext } from './setup-context.ts'

/** One run: series, account and strategy, advanced candle by candle. */
export class Engine {
  readonly series: readonly CandleSeries[]
  readonly strategy: Strategy
  readonly params: unknown
  readonly settings: Settings
  readonly account: Account
  readonly orders: OrderManager
  readonly timeline: EquityRecorder
  /** First candle, of several symbols the first instant, at which the strategy is called. */
  readonly firstCandle: number
  readonly #markets: readonly Market[]
  readonly #matchingEngines: readonly MatchingEngine[]
  readonly #fillExecutor: FillExecutor
  readonly #setupContext: SetupContext
  readonly #clock: Clock
  readonly #context: Context
  readonly #handlers: StrategyHandlers
  /** Of a run over several symbols: when their candles open and close. */
  readonly #eventClock: EventClock
  readonly #searches: WorstPath[] = []
  /** By grid, the cursor of its markets and all their views. */
  readonly #cursors: readonly Cursor[]
  readonly #opening: MatchingEngine[] = []
  readonly #closing: MatchingEngine[] = []
  #position = 0
  #failure: unknown = null

  constructor(strategy: Strategy, params: unknown, settings: Settings) {
    const { candles: series } = settings
    this.series = series
    this.strategy = strategy
    this.params = params
    this.settings = settings
    this.timeline = new EquityRecorder(series)
    this.#eventClock = new EventClock(series)
    this.account = new Account(settings.account, series.length)
    const isMargin = settings.account.model === 'margin'
    const clock = series.length === 1 ? null : this.#eventClock
    const cursors = Array.from({ length: this.#eventClock.gridCount }, () => ({ index: -1 }))
    this.#cursors = cursors
    this.#markets = series.map((candles, symbol) => {
      const grid = this.#eventClock.gridOf[symbol]!
      const rules = settings.rules(candles.symbol)
      return new Market(symbol, candles, cursors[grid]!, rules, isMargin, clock, grid)
    })
    this.orders = new OrderManager(this.account, this.#markets, settings)
    this.#fillExecutor = new FillExecutor(this.orders, settings.slippage)
    this.#matchingEngines = this.#markets.map((market) => this.#createMatchingEngine(market))
    this.#clock = clock === null ? new SingleClock(this.#markets[0]!) : { index: -1, time: Number.NaN }
    const symbols = series.map(({ symbol }) => symbol)
    this.#context = new Context(this.#clock, symbols, this.account, this.orders)
    this.#setupContext = new SetupContext(this.#markets)
    const guard = this.#guard('setup', () =>
      settings.guard === null ? null : new GuardCheck(settings.guard, this.orders),
    )
    this.orders.preTradeCheck = guard
    this.#handlers = this.#guard('setup', () => this.#setUp(guard))
    this.firstCandle = this.#setupContext.firstCandle(settings.execution.startFrom, this.timeline)
    retainShapes(this, this.account, this.orders, this.#context, this.#matchingEngines[0]!, this.#markets[0]!)
  }

  /** Candles, of several symbols instants, in all. */
  get length(): number {
    return this.timeline.length
  }

  /** Candles processed so far. */
  get position(): number {
    return this.#position
  }

  /** Candles whose worst, or best, path is what was found and not for certain what there is. */
  get uncertainPaths(): number {
    return this.#searches.reduce((sum, { uncertain }) => sum + uncertain, 0)
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
    const matchingEngine = this.#matchingEngines[0]!
    const { account } = this
    const { marks } = account
    const { cursor } = market
    const { close, high, low, time } = market.candles
    const { isLiquidable } = market
    const context = this.#context
    const handlers = this.#handlers
    const onCandle = handlers.onCandle
    const setupContext = this.#setupContext
    const first = this.firstCandle
    for (let index = cursor.index + 1; index < end; index++) {
      if (market.hasWork(index)) matchingEngine.run(index)
      else if (isLiquidable && account.mayBeLiquidated(0, low[index]!, high[index]!)) matchingEngine.run(index)
      cursor.index = index
      marks[0] = close[index]!
      if (setupContext.hasTimeframes) setupContext.advance(0)
      if (isLiquidable && index > 0) account.accrueInterest(index, time[index]! - time[index - 1]!)
      if (market.resting.trailing.length !== 0) followIndicators(market)
      // What was ordered before for this close trades before the strategy sees it, what is ordered now for it, after.
      if (market.closeQueue.length !== 0)
        for (const order of matchingEngine.takeForClose(index)) matchingEngine.matchClose(order)
      if (index >= first) {
        const returned: unknown = onCandle.call(handlers, context)
        if (returned !== undefined) requireSynchronous('onCandle', returned)
      }
      if (market.closeQueue.length !== 0)
        for (const order of matchingEngine.takeForClose(index)) matchingEngine.matchClose(order)
    }
  }

  #loopMany(end: number): void {
    const { account, timeline } = this
    const clock = this.#clock
    const eventClock = this.#eventClock
    const first = this.firstCandle
    for (let index = this.#position; index < end; index++) {
      // What was decided at the last instant meets the opens of that instant first.
      do {
        if (eventClock.open()) openAll(this.#chosen(eventClock.openedAt, this.#opening), account)
        eventClock.advance()
      } while (eventClock.closingCount === 0)
      const closing = this.#chosen(eventClock.closedAt, this.#closing)
      clock.index = index
      clock.time = timeline.time[index]!
      finishAll(closing, account)
      this.#close(closing, index)
      closeAll(closing)
      if (index >= first) requireSynchronous('onCandle', this.#handlers.onCandle(this.#context))
      closeAll(closing)
      timeline.record(index, account)
    }
  }

  /** The symbols whose grid has the present instant in a column of the clock, in their order. */
  #chosen(instants: Float64Array, into: MatchingEngine[]): readonly MatchingEngine[] {
    const { gridCount, time } = this.#eventClock
    if (gridCount === 1) return this.#matchingEngines
    let count = 0
    for (const matchingEngine of this.#matchingEngines) {
      if (instants[matchingEngine.market.grid] === time) into[count++] = matchingEngine
    }
    truncate(into, count)
    return into
  }

  /** The candles of this instant have closed: interest on what is borrowed is charged once, for all symbols together. */
  #close(closing: readonly MatchingEngine[], index: number): void {
    const { account } = this
    const { time } = this.timeline
    const { closedAt, opened, time: now } = this.#eventClock
    for (let grid = 0; grid < this.#cursors.length; grid++) {
      if (closedAt[grid] === now) this.#cursors[grid]!.index = opened[grid]!
    }
    for (const { market } of closing) account.marks[market.symbol] = market.candles.close[market.cursor.index]!
    if (this.#setupContext.hasTimeframes) for (const { market } of closing) this.#setupContext.advance(market.symbol)
    if (closing[0]!.market.isLiquidable && index > 0) account.accrueInterest(index, time[index]! - time[index - 1]!)
    for (const { market } of closing) if (market.resting.trailing.length !== 0) followIndicators(market)
  }

  #createMatchingEngine(market: Market): MatchingEngine {
    const { account, detail, execution, seed, slippage } = this.settings
    const finer = detail.find(({ symbol }) => symbol === market.candles.symbol)
    const { limitFill, limitGap, touchProbability } = execution
    const limits = { limitFill, limitGap, touchProbability: touchProbability ?? 0, seed }
    return new MatchingEngine(
      market,
      this.orders,
      this.#fillExecutor,
      LedgerFills.of(this.orders, market, slippage),
      limits,
      finer === undefined ? null : new DetailTimeframe(finer),
      account.model === 'margin' ? new Liquidation(this.orders, this.#fillExecutor) : null,
      this.settings.routes?.(market) ?? this.#worstPath(market, limits),
    )
  }

  /** The search for the worst or the best path; `null` for paths that are fixed. */
  #worstPath(market: Market, limits: LimitFillSettings): WorstPath | null {
    const { execution, slippage } = this.settings
    const { path } = execution
    if (path !== 'worst' && path !== 'best' && path !== 'detail') return null
    const rules = { orders: this.orders, fillExecutor: this.#fillExecutor, limits }
    const isSlippageKnown = slippage?.dependsOnQuantity !== true
    const search = new WorstPath(market, rules, path === 'best' ? 'best' : 'worst', isSlippageKnown)
    this.#searches.push(search)
    return search
  }

  #setUp(guard: GuardCheck | null): StrategyHandlers {
    const handlers = this.strategy.setup({ params: this.params, ...this.#setupContext.contents() })
    requireSynchronous('setup', handlers)
    if (typeof handlers?.onCandle !== 'function') throw new TypeError('setup must return an object with onCandle')
    return guard === null ? handlers : withGuard(handlers, guard)
  }

  /** The run is over: positions may be closed, its views see nothing any more, and their columns serve the next run. */
  #finish(): void {
    const { openTradesAtEnd } = this.settings.execution
    if (openTradesAtEnd !== 'keep') {
      closeAtEnd(this.orders, this.#fillExecutor, openTradesAtEnd === 'close' ? 'close' : 'open')
    }
    this.timeline.finish(this.account)
    this.#context.end()
    this.#setupContext.close()
  }

  /** Adds the strategy's name and the candle to an error that a strategy throws; a BacktestError passes as it is. */
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
function withGuard(handlers: StrategyHandlers, guard: GuardCheck): StrategyHandlers {
  return {
    onCandle(context) {
      guard.observe()
      return handlers.onCandle(context)
    },
  }
}

function followIndicators({ resting, rules }: Market): void {
  for (const order of resting.trailing) followIndicator(order, rules.tick)
}

/** The clock of a run with one symbol is that symbol's cursor: nothing has to be written at every candle. */
class SingleClock implements Clock {
  readonly #market: Market

  constructor(market: Market) {
    this.#market = market
  }

  get index(): number {
    return this.#market.cursor.index
  }

  get time(): number {
    return this.#market.candles.time[this.#market.cursor.index]!
  }
}
