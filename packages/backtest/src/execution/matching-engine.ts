import { decimalFromNumber } from '@tezgah/core/decimal'
import type { Order } from '../orders/order.ts'
import { truncate } from '../storage/columns.ts'
import type { DetailTimeframe } from './detail-timeframe.ts'
import type { FillExecutor } from './fill-executor.ts'
import { breaksPostOnly, type FillPrice, fillAtLevel, fillOnArrival, type MatchContext, takerFill } from './fills.ts'
import type { LedgerFills } from './ledger-fills.ts'
import type { Liquidation } from './liquidation.ts'
import type { Market } from './market.ts'
import type { OrderManager } from './order-manager.ts'
import { isUnambiguousEntry, PathDependence } from './path-dependence.ts'
import { PricePath, type RouteSource } from './price-path.ts'
import { takeCrossed } from './resting-orders.ts'
import { favourableFirstPrice, followPrice } from './trailing-stop.ts'
import { type LimitFillSettings, reachesLimit } from './triggers.ts'

/**
 * Matches the orders of one symbol against a candle.
 *
 * First the open: queued orders, and those whose level the open has reached or crossed. Then the price
 * moves along its path, and the order whose level it reaches first trades there; the candle is split at that point and the
 * rest of it judged anew, together with the orders that the fill has activated.
 */
export class MatchingEngine {
  readonly market: Market
  readonly #orders: OrderManager
  readonly #fillExecutor: FillExecutor
  readonly #ledgerFills: LedgerFills | null
  readonly #detail: DetailTimeframe | null
  readonly #liquidation: Liquidation | null
  readonly #path: PricePath
  readonly #dependence: PathDependence
  /** Limit orders that this candle has no more volume for; they rest again from the next one. */
  #deferred: Order[] = []
  /**
   * Limit orders that the price only touches. Returned to the book at the next candle; with `path: detail`, at the next
   * detail candle.
   */
  #touchedLimits: Order[] = []
  /** The order that traded at the present price, or would have but for want of volume. */
  #attempted: Order | null = null
  /** Orders that are matched at the present open; one list, reused for every candle. */
  readonly #atOpen: Order[] = []
  readonly #isTrailingLast: boolean
  /** The price that orders are held against. */
  readonly #context: MatchContext
  #fills = 0
  /** True from the open of a candle that concerns an order until its close. */
  #isInside = false

  constructor(
    market: Market,
    orders: OrderManager,
    fillExecutor: FillExecutor,
    ledgerFills: LedgerFills | null,
    limits: LimitFillSettings,
    detail: DetailTimeframe | null,
    liquidation: Liquidation | null,
    routes: RouteSource | null,
  ) {
    this.market = market
    this.#orders = orders
    this.#fillExecutor = fillExecutor
    this.#ledgerFills = ledgerFills
    this.#context = { market, execution: orders.execution, limits, price: 0, isOpen: false }
    this.#detail = detail
    this.#liquidation = liquidation
    this.#path = new PricePath(market, orders, routes)
    this.#isTrailingLast = orders.execution.trailingPath === 'favourableFirst'
    this.#dependence = new PathDependence(market, this.#path, liquidation)
  }

  /** Matches the orders of this symbol against the whole candle at `index`. */
  run(index: number): void {
    const atOpen = this.openCandle(index)
    for (const order of atOpen) this.matchOpen(order)
    this.finish()
  }

  /** True while a candle that was entered is under way. */
  get isInside(): boolean {
    return this.#isInside
  }

  /** Enters a candle without a look at its open. */
  enterCandle(index: number): void {
    const { market } = this
    market.setCandle(index)
    market.limitVolume(this.#orders.execution.participation, index)
    this.#detail?.enter(market, index)
    this.#fills = 0
    this.#dependence.enterCandle()
    this.#isInside = true
  }

  /** Enters a candle that opens and returns the orders to match at its open, oldest first. */
  openCandle(index: number): Order[] {
    const { market } = this
    this.enterCandle(index)
    market.beginOpen(this.#orders.execution.participation)
    if (market.hasExpiry && market.candle.time >= market.nextExpiry) this.#expireDated()
    this.#context.isOpen = true
    this.#liquidation?.atOpen(market)
    return this.#takeForOpen()
  }

  /** Matches one order at the open. */
  matchOpen(order: Order): void {
    if (!order.isWorking) return
    if (this.#isExhausted) this.#rest(order)
    else if (order.type === 'market' && this.#ledgerFills?.fill(order, this.market) === true) this.#fills++
    else this.#activate(order, this.market.candle.open)
  }

  /** Moves the price from the open to the close. */
  finish(): void {
    const { market } = this
    this.#isInside = false
    market.endOpen(this.#orders.execution.participation)
    const isQuiet = market.resting.isEmpty && market.marketQueue.length === 0 && this.#deferred.length === 0
    if (isQuiet && this.#detail === null && !market.isLiquidable) {
      this.#context.isOpen = false
      return
    }
    this.#moveOn()
    while (this.#detail?.next(market) === true) {
      this.#restTouched()
      if (market.candle.time >= market.nextExpiry) this.#expireDated()
      this.#context.isOpen = true
      for (const order of this.#takeForOpen()) this.matchOpen(order)
      this.#moveOn()
    }
    if (this.#isTrailingLast) this.#judgeTrailingLast()
    this.#restTouched()
    for (const order of this.#deferred) if (order.isWorking) market.resting.add(order)
    this.#deferred = []
  }

  /** From the open, at which the orders that fills there have activated are matched too, to the close. */
  #moveOn(): void {
    this.#matchActivated(this.market.candle.open)
    this.#context.isOpen = false
    this.#moveInside()
  }

  #restTouched(): void {
    for (const order of this.#touchedLimits) if (order.isWorking) this.market.resting.add(order)
    this.#touchedLimits = []
  }

  /** Trailing stops after everything else: moved by the favourable extreme, then judged against the adverse one. */
  #judgeTrailingLast(): void {
    const { candle, resting, rules } = this.market
    for (const order of [...resting.trailing]) {
      if (this.#isExhausted) return
      const price = favourableFirstPrice(order, candle, this.#dependence.wasActivated(order), rules.tick)
      if (price === null) continue
      resting.take(order)
      order.isTriggered = true
      this.#trade(order, takerFill(price, 'trailing_stop'), true)
      this.#rest(order)
    }
  }

  /** Takes the market orders to match at the close of the candle at `index`, oldest first. */
  takeForClose(index: number): Order[] {
    const { market } = this
    // Where no order was matched in the candle before, its whole volume is available.
    const isNew = !market.isAtCandle(index)
    market.setCandle(index)
    if (isNew) {
      market.limitVolume(this.#orders.execution.participation, index)
      this.#fills = 0
    }
    const { closeQueue } = market
    const taken = closeQueue.filter((order) => order.isWorking && order.activeFrom <= index)
    const later = closeQueue.filter((order) => order.isWorking && order.activeFrom > index)
    closeQueue.splice(0, closeQueue.length, ...later)
    return taken.sort((one, other) => one.sequence - other.sequence)
  }

  /** Matches one order at the close. */
  matchClose(order: Order): void {
    if (!order.isWorking) return
    const { market } = this
    if (!this.#isExhausted) {
      this.#trade(order, takerFill(decimalFromNumber(market.candle.close), 'market_at_close'), false, market.index + 1)
    }
    if (!order.isWorking || this.#endIfImmediate(order)) return
    // Once a close is enough: what the strategy does next does not bring this price back.
    order.activeFrom = market.index + 1
    market.closeQueue.push(order)
  }

  #expireDated(): void {
    for (const order of this.market.takeExpired()) this.#orders.expire(order, 'good_till_date')
  }

  #takeForOpen(): Order[] {
    const { market } = this
    const { marketQueue, resting } = market
    const taken = this.#atOpen
    truncate(taken, 0)
    let kept = 0
    for (let at = 0; at < marketQueue.length; at++) {
      const order = marketQueue[at]!
      if (!order.isWorking) continue
      if (order.activeFrom <= market.index) taken.push(order)
      else marketQueue[kept++] = order
    }
    truncate(marketQueue, kept)
    if (!resting.isEmpty)
      takeCrossed(resting, market.candle.open, market.index, this.#context.limits, !this.#isTrailingLast, taken)
    if (taken.length > 1) taken.sort((one, other) => one.sequence - other.sequence)
    return taken
  }

  /** An order is activated at `price`, or judged at the open: it trades, or goes into the book. */
  #activate(order: Order, price: number): void {
    const { isTriggered: wasTriggered } = order
    const { execution } = this.#orders
    const at = this.#context
    at.price = price
    this.#attempted = null
    if (order.stage === 'resting') this.market.resting.take(order)
    if (order.terms.isPostOnly && breaksPostOnly(order, at)) {
      this.#orders.refuse(order, {
        reason: 'would_take',
        observed: decimalFromNumber(price),
        limit: order.terms.limit!.exact,
      })
      return
    }
    const fillPrice = fillOnArrival(order, at)
    if (fillPrice !== null) this.#trade(order, fillPrice, !at.isOpen)
    order.isNew = false
    const isStopLimit = order.type === 'stop-limit' && order.isTriggered && !wasTriggered
    const isStrict = isStopLimit && execution.stopLimitGap === 'wholeCandle'
    if (isStrict && order.isWorking && this.#attempted !== order) this.#restTriggered(order)
    else this.#rest(order)
  }

  /** An order that still works after it was matched at a price waits for the next one. */
  #rest(order: Order): void {
    if (!order.isWorking || order.stage === 'resting') return
    if (this.#endIfImmediate(order)) return
    if ((order.type === 'market' || order.isTriggered) && order.terms.limit === null) this.#sendToNext(order)
    else if (this.#attempted === order) this.#deferred.push(order)
    else this.market.resting.add(order)
  }

  /** Cancels an order that may not wait (IOC, FOK) after it was matched once; true where it did. */
  #endIfImmediate(order: Order): boolean {
    const { timeInForce } = order.terms
    if (timeInForce !== 'IOC' && timeInForce !== 'FOK') return false
    this.#orders.cancel(order, timeInForce === 'IOC' ? 'ioc_remainder' : 'fok_not_fillable')
    return true
  }

  #sendToNext(order: Order): void {
    order.activeFrom = this.market.index + 1
    order.stage = 'queued'
    this.market.marketQueue.push(order)
  }

  #moveInside(): void {
    const path = this.#path
    path.enterCandle()
    this.#follow()
    while (!this.#isExhausted) {
      // The adverse direction depends on every order that waits, so also on those that were only touched.
      this.#restTouched()
      if (!path.choose()) return
      const order = this.#nearest()
      const liquidation = this.#liquidation?.between(this.market, path.price, path.target) ?? null
      if (liquidation !== null && (order === null || path.isNearer(liquidation, order.level))) {
        path.stopAt(liquidation)
        this.#liquidation!.liquidate(this.market, liquidation)
      } else if (order === null) this.#arrive()
      else this.#matchLevel(order)
      this.#matchActivated(path.price)
    }
  }

  /** The order that the price reaches first on its way; of several at one level, stops before limits. */
  #nearest(): Order | null {
    const { resting } = this.market
    const { isRise, target } = this.#path
    const trigger = resting.nearestTrigger(isRise, target)
    const trailing = this.#isTrailingLast ? null : resting.nearestTrailing(isRise, target)
    const limit = this.#nearestLimit(isRise, target)
    const stop =
      trailing !== null && (trigger === null || this.#path.isNearer(trailing.level, trigger.level)) ? trailing : trigger
    return limit !== null && (stop === null || this.#path.isNearer(limit.level, stop.level)) ? limit : stop
  }

  #nearestLimit(isRise: boolean, target: number): Order | null {
    const { resting, index } = this.market
    for (;;) {
      const order = resting.nearestLimit(isRise, target)
      if (order === null || reachesLimit(order, target, index, this.#context.limits)) return order
      // A mere touch that does not fill must not hide another order at the same level.
      this.#deferTouched(order)
    }
  }

  #deferTouched(order: Order): void {
    this.market.resting.take(order)
    this.#touchedLimits.push(order)
  }

  /** Trailing stops follow the price as it moves. */
  #follow(): void {
    if (this.#isTrailingLast) return
    const { resting, rules } = this.market
    for (const order of resting.trailing) followPrice(order, this.#path.price, rules.tick)
  }

  #arrive(): void {
    this.#path.arrive()
    this.#follow()
  }

  /** Matches every order at this level before the price moves on. */
  #matchLevel(first: Order): void {
    let order: Order | null = first
    do {
      this.#match(order)
      this.#matchActivated(this.#path.price)
      if (this.#isExhausted) return
      order = this.#nearest()
      // A triggered order comes back with its limit for a level, which may lie ahead: then the path chooses first.
    } while (order !== null && order.level === this.#path.price)
  }

  /** The price has reached an order's level. */
  #match(order: Order): void {
    const { resting } = this.market
    const path = this.#path
    const isDependent = this.#dependence.judge(order)
    if (isDependent) order.isPathDependent = true
    resting.take(order)
    path.stopAt(order.level)
    this.#follow()
    const fillPrice = fillAtLevel(order, this.market.candle, this.#orders.execution)
    if (fillPrice === null) this.#restTriggered(order)
    else {
      this.#trade(order, fillPrice, isDependent)
      this.#rest(order)
    }
  }

  /** A stop-limit that was triggered beyond its limit. */
  #restTriggered(order: Order): void {
    if (this.#endIfImmediate(order)) return
    if (this.#orders.execution.stopLimitFrom === 'fill') this.market.resting.add(order)
    else this.#deferred.push(order)
  }

  /** Matches the orders that a fill in this candle has activated at the present price. */
  #matchActivated(price: number): void {
    const { market } = this
    const { marketQueue, index } = market
    for (let at = 0; at < marketQueue.length; ) {
      const order = marketQueue[at]!
      if (order.activeFrom > index) at++
      else {
        marketQueue.splice(at, 1)
        this.#dependence.noteActivation(order, this.#context.isOpen)
        if (this.#isExhausted) this.#rest(order)
        else if (order.isWorking) this.#activate(order, price)
        at = 0
      }
    }
  }

  /** True once this candle has had all the fills that it may. */
  get #isExhausted(): boolean {
    return this.#fills > 0 && this.#orders.execution.fillsPerCandle === 'one'
  }

  #trade(
    order: Order,
    fillPrice: FillPrice,
    isDependent: boolean,
    activeFrom: number = this.#activeFromOf(order),
  ): void {
    const before = order.filled
    this.#attempted = order
    this.#fillExecutor.fill(order, this.market, fillPrice, isDependent || order.isPathDependent, activeFrom)
    if (order.filled !== before) this.#fills++
  }

  /** When orders attached to `order` begin to work. */
  #activeFromOf(order: Order): number {
    const { bracketFrom } = this.#orders.execution
    const next = this.market.index + 1
    if (bracketFrom === 'nextCandle') return next
    if (bracketFrom === 'whenUnambiguous' && !isUnambiguousEntry(order, this.market.candle)) return next
    return this.market.index
  }
}
