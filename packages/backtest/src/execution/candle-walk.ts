import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { Order } from '../orders/order.ts'
import { takeBeyondOpen } from './beyond-open.ts'
import type { DetailCursor } from './detail.ts'
import { breaksPostOnly, type Encounter, firstQuote } from './first-quote.ts'
import { levelQuote } from './level-quote.ts'
import { type LimitFillSettings, reachesLimit } from './limit-fill.ts'
import type { Liquidation } from './liquidation.ts'
import type { OrderDesk } from './order-desk.ts'
import { PathDependence } from './path-dependence.ts'
import { PathWalk } from './path-walk.ts'
import { type Quote, takerQuote } from './quote.ts'
import type { Settlement } from './settlement.ts'
import type { SymbolMarket } from './symbol-market.ts'
import { favourableFirstPrice, followPrice } from './trailing-stop.ts'

/**
 * Lets one symbol's orders meet a candle.
 *
 * First the open: what is due, and what the open has gone beyond. Then the price moves along its path, and the order whose
 * level it reaches first trades there; the candle is split at that point and the rest of it judged anew, with whatever
 * orders that fill has brought to life.
 */
export class CandleWalk {
  readonly market: SymbolMarket
  readonly #desk: OrderDesk
  readonly #settlement: Settlement
  readonly #detail: DetailCursor | null
  readonly #liquidation: Liquidation | null
  readonly #path: PathWalk
  readonly #dependence: PathDependence
  /** Limit orders that this candle has no more volume for; they rest again from the next one. */
  #aside: Order[] = []
  /** Limit orders that the price only touches; they rest again from the next candle, be it a finer one. */
  #touched: Order[] = []
  /** The order that traded at the present price, or would have but for want of volume. */
  #tried: Order | null = null
  /** What meets the present open; one list for all of them. */
  readonly #taken: Order[] = []
  readonly #isTrailingLast: boolean
  /** The price that orders are held against. */
  readonly #at: Encounter
  #fills = 0

  constructor(
    market: SymbolMarket,
    desk: OrderDesk,
    settlement: Settlement,
    limits: LimitFillSettings,
    detail: DetailCursor | null,
    liquidation: Liquidation | null,
  ) {
    this.market = market
    this.#desk = desk
    this.#settlement = settlement
    this.#at = { market, execution: desk.execution, limits, price: 0, isOpen: false }
    this.#detail = detail
    this.#liquidation = liquidation
    this.#path = new PathWalk(market, desk)
    this.#isTrailingLast = desk.execution.trailingPath === 'favourableFirst'
    this.#dependence = new PathDependence(market, this.#path, liquidation)
  }

  /** Lets the orders of this symbol meet the whole candle at `index`. */
  run(index: number): void {
    const atOpen = this.begin(index)
    for (const order of atOpen) this.meetOpen(order)
    this.finish()
  }

  /** Enters the candle and returns the orders that meet its open, oldest first. */
  begin(index: number): Order[] {
    const { market } = this
    market.meet(index)
    market.allow(this.#desk.execution.participation)
    this.#detail?.enter(market, index)
    this.#fills = 0
    this.#dependence.begin()
    if (market.bar.time >= market.nextExpiry) this.#expireDated()
    this.#at.isOpen = true
    this.#liquidation?.atOpen(market)
    return this.#takeForOpen()
  }

  /** Lets one order meet the open. */
  meetOpen(order: Order): void {
    if (!order.isWorking) return
    if (this.#isExhausted) this.#rest(order)
    else this.#activate(order, this.market.bar.open)
  }

  /** Moves the price from the open to the close. */
  finish(): void {
    const { market } = this
    const isQuiet = market.resting.isEmpty && market.due.length === 0 && this.#aside.length === 0
    if (isQuiet && this.#detail === null && !market.isLiquidable) {
      this.#at.isOpen = false
      return
    }
    this.#moveOn()
    while (this.#detail?.next(market) === true) {
      this.#restTouched()
      if (market.bar.time >= market.nextExpiry) this.#expireDated()
      this.#at.isOpen = true
      for (const order of this.#takeForOpen()) this.meetOpen(order)
      this.#moveOn()
    }
    if (this.#isTrailingLast && !this.#isExhausted) this.#judgeTrailingLast()
    this.#restTouched()
    for (const order of this.#aside) if (order.isWorking) market.resting.add(order)
    this.#aside = []
  }

  /** From the open, which what the orders there have brought to life still meets, to the close. */
  #moveOn(): void {
    this.#activateBorn(this.market.bar.open)
    this.#at.isOpen = false
    this.#moveInside()
  }

  #restTouched(): void {
    for (const order of this.#touched) if (order.isWorking) this.market.resting.add(order)
    this.#touched = []
  }

  /** Trailing stops after everything else: moved by the favourable extreme, then judged against the adverse one. */
  #judgeTrailingLast(): void {
    const { bar, resting, rules } = this.market
    for (const order of [...resting.trailing]) {
      const price = favourableFirstPrice(order, bar, this.#dependence.isBorn(order), rules.tick)
      if (price === null) continue
      resting.take(order)
      order.isTriggered = true
      this.#trade(order, takerQuote(price, 'trailing_stop'), true)
      this.#rest(order)
    }
  }

  /** Takes the market orders that meet the close of the candle at `index`, oldest first. */
  takeForClose(index: number): Order[] {
    const { market } = this
    // Where nothing met the candle before, its volume is still untouched.
    const isNew = !market.hasMet(index)
    market.meet(index)
    if (isNew) {
      market.allow(this.#desk.execution.participation)
      this.#fills = 0
    }
    const { dueAtClose } = market
    const taken = dueAtClose.filter((order) => order.isWorking && order.liveFrom <= index)
    const later = dueAtClose.filter((order) => order.isWorking && order.liveFrom > index)
    dueAtClose.splice(0, dueAtClose.length, ...later)
    return taken.sort((one, other) => one.sequence - other.sequence)
  }

  /** Lets one order trade at the close. */
  meetClose(order: Order): void {
    if (!order.isWorking) return
    const { market } = this
    if (!this.#isExhausted) {
      this.#trade(order, takerQuote(decimalFromNumber(market.bar.close), 'market_at_close'), false, market.index + 1)
    }
    if (!order.isWorking || this.#endIfImmediate(order)) return
    // Once a close is enough: what the strategy does next does not bring this price back.
    order.liveFrom = market.index + 1
    market.dueAtClose.push(order)
  }

  #expireDated(): void {
    for (const order of this.market.takeExpired()) this.#desk.expire(order, 'good_till_date')
  }

  #takeForOpen(): Order[] {
    const { market } = this
    const { due, resting } = market
    const taken = this.#taken
    taken.length = 0
    let kept = 0
    for (const order of due) {
      if (!order.isWorking) continue
      if (order.liveFrom <= market.index) taken.push(order)
      else due[kept++] = order
    }
    due.length = kept
    if (!resting.isEmpty) takeBeyondOpen(market, this.#at.limits, !this.#isTrailingLast, taken)
    if (taken.length > 1) taken.sort((one, other) => one.sequence - other.sequence)
    return taken
  }

  /** An order comes to life at `price`, or is judged at the open: it trades, or goes into the book. */
  #activate(order: Order, price: number): void {
    const { isTriggered: wasTriggered } = order
    const { execution } = this.#desk
    const at = this.#at
    at.price = price
    this.#tried = null
    if (order.stage === 'resting') this.market.resting.take(order)
    if (order.terms.isPostOnly && breaksPostOnly(order, at)) {
      this.#desk.refuse(order, {
        reason: 'would_take',
        observed: decimalFromNumber(price),
        limit: order.terms.limit!.exact,
      })
      return
    }
    const quote = firstQuote(order, at)
    if (quote !== null) this.#trade(order, quote, !at.isOpen)
    order.isNew = false
    const isStopLimit = order.type === 'stop-limit' && order.isTriggered && !wasTriggered
    const isStrict = isStopLimit && execution.stopLimitGap === 'wholeCandle'
    if (isStrict && order.isWorking && this.#tried !== order) this.#restTriggered(order)
    else this.#rest(order)
  }

  /** Whatever still works after it met a price waits for the next one. */
  #rest(order: Order): void {
    if (!order.isWorking || order.stage === 'resting') return
    if (this.#endIfImmediate(order)) return
    if ((order.type === 'market' || order.isTriggered) && order.terms.limit === null) this.#sendToNext(order)
    else if (this.#tried === order) this.#aside.push(order)
    else this.market.resting.add(order)
  }

  /** What may not wait ends once it met a price; true where that is so. */
  #endIfImmediate(order: Order): boolean {
    const { timeInForce } = order.terms
    if (timeInForce !== 'IOC' && timeInForce !== 'FOK') return false
    this.#desk.cancel(order, timeInForce === 'IOC' ? 'ioc_remainder' : 'fok_not_fillable')
    return true
  }

  #sendToNext(order: Order): void {
    order.liveFrom = this.market.index + 1
    order.stage = 'due'
    this.market.due.push(order)
  }

  #moveInside(): void {
    const path = this.#path
    path.begin()
    this.#follow()
    while (!this.#isExhausted) {
      // Which way is adverse hangs on all that waits, so on what a target was held against before as well.
      this.#restTouched()
      if (!path.choose()) return
      const order = this.#nearest()
      const liquidation = this.#liquidation?.between(this.market, path.price, path.target) ?? null
      if (liquidation !== null && (order === null || path.isNearer(liquidation, order.level))) {
        path.stopAt(liquidation)
        this.#liquidation!.liquidate(this.market, liquidation)
      } else if (order === null) this.#arrive()
      else this.#meetLevel(order)
      this.#activateBorn(path.price)
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
      if (order === null || reachesLimit(order, target, index, this.#at.limits)) return order
      // A mere touch that does not fill must not hide another order at the same level.
      this.#setAside(order)
    }
  }

  #setAside(order: Order): void {
    this.market.resting.take(order)
    this.#touched.push(order)
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

  /** The price has come to a level: whatever waits there is met before the price turns or goes on. */
  #meetLevel(first: Order): void {
    let order: Order | null = first
    do {
      this.#meet(order)
      this.#activateBorn(this.#path.price)
      if (this.#isExhausted) return
      order = this.#nearest()
      // A triggered order comes back with its limit for a level, which may lie ahead: then the path chooses first.
    } while (order !== null && order.level === this.#path.price)
  }

  /** The price has come to an order's level. */
  #meet(order: Order): void {
    const { resting } = this.market
    const path = this.#path
    const isDependent = this.#dependence.judge(order)
    if (isDependent) order.hangsOnPath = true
    resting.take(order)
    path.stopAt(order.level)
    this.#follow()
    const quote = levelQuote(order, this.market.bar, this.#desk.execution)
    if (quote === null) this.#restTriggered(order)
    else {
      this.#trade(order, quote, isDependent)
      this.#rest(order)
    }
  }

  /** A stop-limit that was reached where its limit does not let it trade. */
  #restTriggered(order: Order): void {
    if (this.#endIfImmediate(order)) return
    if (this.#desk.execution.stopLimitFrom === 'fill') this.market.resting.add(order)
    else this.#aside.push(order)
  }

  /** Orders that a fill in this candle has brought to life meet the price as it stands. */
  #activateBorn(price: number): void {
    const { market } = this
    const { due, index } = market
    for (let at = 0; at < due.length; ) {
      const order = due[at]!
      if (order.liveFrom > index) at++
      else {
        due.splice(at, 1)
        this.#dependence.bear(order, this.#at.isOpen)
        if (this.#isExhausted) this.#rest(order)
        else if (order.isWorking) this.#activate(order, price)
        at = 0
      }
    }
  }

  /** True once this candle has had all the fills that it may. */
  get #isExhausted(): boolean {
    return this.#fills > 0 && this.#desk.execution.fillsPerCandle === 'one'
  }

  #trade(order: Order, quote: Quote, isDependent: boolean, liveFrom: number = this.#liveFromOf(order)): void {
    const before = order.filled
    this.#tried = order
    this.#settlement.trade(order, this.market, quote, isDependent || order.hangsOnPath, liveFrom)
    if (order.filled !== before) this.#fills++
  }

  /** When orders attached to `order` begin to work. */
  #liveFromOf(order: Order): number {
    const { bracketFrom } = this.#desk.execution
    const next = this.market.index + 1
    if (bracketFrom === 'nextCandle') return next
    if (bracketFrom === 'whenUnambiguous' && !this.#dependence.isUnambiguousEntry(order)) return next
    return this.market.index
  }
}
