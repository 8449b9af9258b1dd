import { decimalFromNumber } from '@tezgah/core/decimal'
import { Order } from '../../orders/order.ts'
import type { OrderTerms } from '../../orders/terms.ts'
import type { FillExecutor } from '../fill-executor.ts'
import { breaksPostOnly, type FillPrice, fillAtLevel, fillOnArrival, type MatchContext, takerFill } from '../fills.ts'
import { closeOrder, type OrderManager, termsAfterEntry } from '../order-manager.ts'
import { isUnambiguousEntry } from '../path-dependence.ts'
import { levelOf } from '../resting-orders.ts'
import { levelBehind } from '../trailing-stop.ts'
import { fillsOnTouch, type LimitFillSettings } from '../triggers.ts'
import { FillModel } from './fill-model.ts'
import type { Scene } from './scene.ts'
import { WalkAccount } from './walk-account.ts'
import { HIGH, LOW, Status, type WalkState } from './walk-state.ts'

/** What a walk judges orders by. */
export type WalkRules = {
  readonly orders: OrderManager
  readonly fillExecutor: FillExecutor
  readonly limits: LimitFillSettings
}

/** At one level stops and touches come before trailing stops, and those before limits. */
export const Rank = { trigger: 0, trail: 1, limit: 2 } as const

/**
 * Moves states of a candle from price to price. The rules are those of the matching engine, which judge copies of the
 * orders here; what they decide changes the state and nothing of the run.
 */
export class CandleWalk {
  readonly scene: Scene
  readonly account: WalkAccount
  readonly fills: FillModel
  /** The state at the open, after everything that trades there. */
  readonly start: WalkState
  readonly #rules: WalkRules
  readonly #context: MatchContext
  readonly #levelsBehind: readonly Map<number, number>[]
  readonly #termsAfter: readonly Map<number, OrderTerms>[]
  readonly #isLiquidable: boolean
  readonly #hasTrail: boolean
  /** Orders that a fill has activated, to be judged at its price. */
  readonly #activated: number[] = []

  constructor(scene: Scene, rules: WalkRules) {
    const { orders, fillExecutor, limits } = rules
    const { market } = scene
    this.scene = scene
    this.#rules = rules
    this.account = new WalkAccount(scene, orders.account)
    this.fills = new FillModel(scene, orders, fillExecutor, this.account)
    this.#context = { market, execution: orders.execution, limits, price: 0, isOpen: false }
    this.#levelsBehind = scene.orders.map(() => new Map())
    this.#termsAfter = scene.orders.map(() => new Map())
    this.#isLiquidable = market.isLiquidable
    this.#hasTrail = scene.orders.some(({ kind }) => kind === 'trail')
    this.start = this.#createStart()
  }

  #createStart(): WalkState {
    const { orders, holdings, open, high, low, market } = this.scene
    return {
      price: open,
      visited: (open >= high ? HIGH : 0) | (open <= low ? LOW : 0),
      fills: 0,
      cash: this.#rules.orders.account.cashMark,
      held: holdings.map(({ quantityMark }) => quantityMark),
      volumeLeft: market.volumeLeft === null ? Number.POSITIVE_INFINITY : market.volumeLeft.toNumber(),
      status: orders.map(({ order }) => firstStatus(order)),
      level: orders.map(({ order }) => order.level),
      entry: orders.map(() => 0),
      filled: orders.map(() => 0),
      previous: null,
      isBeaten: false,
    }
  }

  /** True once nothing more can trade in the candle, for every way the price can go. */
  isOver(state: WalkState): boolean {
    if (this.#isExhausted(state)) return true
    if (this.#isLiquidable && state.held.some((held) => held !== 0)) return false
    return !state.status.some(isAlive)
  }

  /** What the account is worth at the close if nothing trades any more, but for other symbols. */
  worth({ cash, held }: WalkState): number {
    return held.reduce((sum, quantity) => sum + quantity * this.scene.close, cash)
  }

  /** Moves the price all the way to `target`. */
  moveTo(state: WalkState, target: number): void {
    while (!this.step(state, target));
  }

  /** Moves the price towards `target`, at most to the next level at which something happens; true once it is there. */
  step(state: WalkState, target: number): boolean {
    const isRise = target > state.price
    let next = this.#nearest(state, isRise, target)
    const level = next < 0 ? target : state.level[next]!
    const liquidation = this.#liquidationPrice(state, level)
    if (liquidation !== null) {
      this.#arrive(state, liquidation)
      this.#liquidate(state, liquidation)
      return false
    }
    if (next < 0) {
      this.#arrive(state, target)
      return true
    }
    // All orders at a level trade before the price moves on.
    do {
      this.#match(state, next)
      this.#matchActivated(state)
      next = this.#nearest(state, isRise, target)
    } while (next >= 0 && state.level[next] === state.price)
    return false
  }

  /** The terms of order `at` once its entry has filled at `entryPrice`. */
  termsAfter(at: number, entryPrice: number): OrderTerms {
    const known = this.#termsAfter[at]!.get(entryPrice)
    if (known !== undefined) return known
    const { terms } = this.scene.orders[at]!
    const after = termsAfterEntry(terms, decimalFromNumber(entryPrice), this.scene.market.rules.tick)
    this.#termsAfter[at]!.set(entryPrice, after)
    return after
  }

  /** Where trailing stop `at` stands behind the best price `best`. */
  levelBehind(at: number, best: number): number {
    const known = this.#levelsBehind[at]!.get(best)
    if (known !== undefined) return known
    const level = levelBehind(this.scene.orders[at]!.order, best, this.scene.market.rules.tick)
    this.#levelsBehind[at]!.set(best, level)
    return level
  }

  /** True where order `at` waits for a rising price. */
  isMetRising(state: WalkState, at: number): boolean {
    const { kind, sign } = this.scene.orders[at]!
    const isStop = state.status[at] !== Status.triggered && (kind === 'stop' || kind === 'trail')
    return isStop === (sign === 1)
  }

  rankOf(state: WalkState, at: number): number {
    const { kind } = this.scene.orders[at]!
    if (kind === 'trail') return Rank.trail
    return kind === 'limit' || state.status[at] === Status.triggered ? Rank.limit : Rank.trigger
  }

  #isExhausted({ fills }: WalkState): boolean {
    return fills > 0 && this.#rules.orders.execution.fillsPerCandle === 'one'
  }

  #nearest(state: WalkState, isRise: boolean, target: number): number {
    const { orders } = this.scene
    let nearest = -1
    if (this.#isExhausted(state)) return nearest
    for (let at = 0; at < orders.length; at++) {
      const status = state.status[at]!
      if (status !== Status.resting && status !== Status.triggered) continue
      const level = state.level[at]!
      if (isRise ? level > target || level < state.price : level < target || level > state.price) continue
      if (this.isMetRising(state, at) !== isRise || !this.#reaches(state, at, target)) continue
      if (nearest < 0 || this.#isBefore(state, at, nearest, isRise)) nearest = at
    }
    return nearest
  }

  /** False for a limit that the price only touches, where that is not enough. */
  #reaches(state: WalkState, at: number, target: number): boolean {
    if (state.level[at] !== target || this.rankOf(state, at) !== Rank.limit) return true
    return fillsOnTouch(this.scene.orders[at]!.order, this.scene.market.index, this.#rules.limits)
  }

  #isBefore(state: WalkState, at: number, other: number, isRise: boolean): boolean {
    const way = state.level[at]! - state.level[other]!
    if (way !== 0) return way < 0 === isRise
    const rank = this.rankOf(state, at) - this.rankOf(state, other)
    if (rank !== 0) return rank < 0
    const { orders } = this.scene
    return orders[at]!.order.sequence < orders[other]!.order.sequence
  }

  /** The price is at `price`; trailing stops follow. */
  #arrive(state: WalkState, price: number): void {
    const { orders, high, low } = this.scene
    state.price = price
    if (price >= high) state.visited |= HIGH
    if (price <= low) state.visited |= LOW
    if (!this.#hasTrail) return
    for (let at = 0; at < orders.length; at++) if (orders[at]!.kind === 'trail') this.#follow(state, at)
  }

  #follow(state: WalkState, at: number): void {
    const status = state.status[at]!
    const { price } = state
    const isBuy = this.scene.orders[at]!.sign === 1
    if (status === Status.pending) {
      const { activation } = this.#judged(state, at).terms.trail!
      if (activation !== null && (isBuy ? price > activation.mark : price < activation.mark)) return
      state.status[at] = Status.resting
      state.level[at] = this.levelBehind(at, price)
    } else if (status === Status.resting) {
      const level = this.levelBehind(at, price)
      if (isBuy ? level < state.level[at]! : level > state.level[at]!) state.level[at] = level
    }
  }

  /** Order `at` as it stands in the state, for the rules to judge. */
  #judged(state: WalkState, at: number): Order {
    const { order, terms } = this.scene.orders[at]!
    const entry = state.entry[at]!
    order.terms = entry === 0 ? terms : this.termsAfter(at, entry)
    order.level = state.level[at]!
    order.isTriggered = state.status[at] === Status.triggered
    return order
  }

  /** The price has reached order `at`. */
  #match(state: WalkState, at: number): void {
    const wasTriggered = state.status[at] === Status.triggered
    // An order that trades does not follow the price to its own level.
    state.status[at] = Status.idle
    this.#arrive(state, state.level[at]!)
    const order = this.#judged(state, at)
    order.isTriggered = wasTriggered
    const fillPrice = fillAtLevel(order, this.scene.market.candle, this.#rules.orders.execution)
    if (fillPrice === null) this.#restTriggered(state, at)
    else this.#trade(state, at, fillPrice)
  }

  #matchActivated(state: WalkState): void {
    for (let first = 0; first < this.#activated.length; first++) {
      const at = this.#activated[first]!
      if (state.status[at] !== Status.waiting) continue
      if (this.#isExhausted(state)) state.status[at] = Status.idle
      else this.#activate(state, at)
    }
    this.#activated.length = 0
  }

  /** An order that a fill has activated trades at the present price, or goes into the book. */
  #activate(state: WalkState, at: number): void {
    const order = this.#judged(state, at)
    order.isNew = true
    order.extremePrice = Number.NaN
    this.#context.price = state.price
    if (breaksPostOnly(order, this.#context)) {
      state.status[at] = Status.ended
      return
    }
    const fillPrice = fillOnArrival(order, this.#context)
    const { isTriggered } = order
    order.isNew = false
    if (fillPrice !== null) this.#trade(state, at, fillPrice)
    else if (isTriggered && this.#rules.orders.execution.stopLimitGap === 'wholeCandle' && order.type === 'stop-limit')
      this.#restTriggered(state, at)
    else this.#rest(state, at, order)
  }

  #rest(state: WalkState, at: number, order: Order): void {
    const { timeInForce, trail } = order.terms
    if (timeInForce === 'IOC' || timeInForce === 'FOK') state.status[at] = Status.ended
    else if (trail === null) {
      state.status[at] = order.isTriggered ? Status.triggered : Status.resting
      state.level[at] = levelOf(order)
    } else {
      state.status[at] = Status.pending
      this.#follow(state, at)
    }
  }

  /** A stop or touch order that was triggered beyond its limit. */
  #restTriggered(state: WalkState, at: number): void {
    const order = this.#judged(state, at)
    order.isTriggered = true
    if (this.#rules.orders.execution.stopLimitFrom === 'fill') this.#rest(state, at, order)
    else {
      const { timeInForce } = order.terms
      state.status[at] = timeInForce === 'IOC' || timeInForce === 'FOK' ? Status.ended : Status.idle
    }
  }

  #trade(state: WalkState, at: number, fillPrice: FillPrice): void {
    const price = this.fills.fill(state, at, fillPrice)
    if (price === null) return
    this.#queueChildren(state, at, price)
    this.#endGroup(state, at)
    this.#endExits(state)
  }

  #queueChildren(state: WalkState, at: number, price: number): void {
    const { children, order } = this.scene.orders[at]!
    const { bracketFrom } = this.#rules.orders.execution
    if (bracketFrom === 'whenUnambiguous' && !isUnambiguousEntry(order, this.scene)) return
    for (const child of children) {
      if (state.status[child] !== Status.waiting) continue
      const { distance, trail } = this.scene.orders[child]!.terms
      if (distance !== null || (trail !== null && trail.activationPercent !== null)) state.entry[child] = price
      this.#activated.push(child)
    }
  }

  #endGroup(state: WalkState, at: number): void {
    const { orders, groups } = this.scene
    const { group, parent } = orders[at]!
    if (group < 0) return
    const isBracket = groups[group]!.kind === 'bracket'
    if (isBracket && this.fills.openForExits(state, at) > 0) return
    orders.forEach((each, member) => {
      if (each.group === group && member !== at) end(state, member)
    })
    if (isBracket && parent >= 0) end(state, parent)
  }

  /** Exits whose position is closed or reversed. */
  #endExits(state: WalkState): void {
    this.scene.orders.forEach(({ isExit, leg, sign }, at) => {
      const isActive = isAlive(state.status[at]!) || this.#activated.includes(at)
      if (isExit && isActive && state.held[leg]! * sign >= 0) end(state, at)
    })
  }

  /** The price at which the account falls below its maintenance margin on the way to `target`; `null` if it does not. */
  #liquidationPrice(state: WalkState, target: number): number | null {
    if (!this.#isLiquidable || state.held.every((held) => held === 0)) return null
    const now = this.#marginLeft(state, state.price)
    if (now < 0) return state.price
    const then = this.#marginLeft(state, target)
    return then >= 0 ? null : state.price + ((target - state.price) * now) / (now - then)
  }

  #marginLeft(state: WalkState, price: number): number {
    this.account.state = state
    const { maintenanceMarginRate } = this.account.settings
    return this.account.equity(price) - maintenanceMarginRate.toNumber() * this.account.exposure(price)
  }

  #liquidate(state: WalkState, price: number): void {
    for (let at = 0; at < state.status.length; at++) end(state, at)
    const fillPrice = takerFill(decimalFromNumber(price), 'liquidation')
    this.scene.holdings.forEach((holding, leg) => {
      if (state.held[leg] === 0) return
      const order = new Order(0, closeOrder(holding, 'liquidation').terms, 0)
      this.fills.close(state, leg, order, fillPrice)
    })
  }
}

function firstStatus({ type, extremePrice, isTriggered, stage }: Order): Status {
  if (stage === 'waiting') return Status.waiting
  if (type === 'trailing-stop') return Number.isNaN(extremePrice) ? Status.pending : Status.resting
  return isTriggered ? Status.triggered : Status.resting
}

function isAlive(status: Status): boolean {
  return status >= Status.pending && status <= Status.triggered
}

function end(state: WalkState, at: number): void {
  if (state.status[at]! < Status.filled) state.status[at] = Status.ended
}
