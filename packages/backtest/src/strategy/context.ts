import type { Account } from '../account/account.ts'
import type { Leg } from '../account/leg.ts'
import { describeValue } from '../describe-value.ts'
import { BacktestError } from '../errors.ts'
import type { OrderDesk } from '../execution/order-desk.ts'
import { closingPlan } from '../orders/closing-plan.ts'
import type { EndReason } from '../orders/order-table.ts'
import { RequestReader } from '../orders/read-request.ts'
import { readTag } from '../orders/read-tag.ts'
import type { BuyOrder, OrderChange, OrderRequest, SellOrder } from '../orders/request.ts'
import type { OrderStatus, PositionSide } from '../orders/terms.ts'
import { changedTerms } from './modify.ts'
import { placeOneCancelsOther } from './one-cancels-other.ts'
import { type Position, PositionView } from './position.ts'
import { rebalance, type TargetWeights } from './rebalance.ts'

/** How an order stands. */
export type OrderState = { readonly status: OrderStatus; readonly reason: EndReason | null }

/** What became of a change to an order; a change that is refused leaves the order as it was. */
export type ChangeOutcome =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly reason: string; readonly observed: string; readonly limit: string }

/** Where the run stands: the union of all symbols' candles. */
export type Clock = { index: number; time: number }

export type CloseOptions = {
  /** Default the first symbol. */
  readonly symbol?: string
  /** In an account that keeps both positions of a symbol; default both. */
  readonly positionSide?: PositionSide
  readonly tag?: string
}

/** The present moment, and what can be done in it. */
export interface StrategyContext {
  /** Index of the candle that has just closed, from 0; of several symbols, in the union of their candles. */
  readonly index: number
  /** Its open time, epoch milliseconds, UTC. */
  readonly time: number
  /** Position of the first symbol; in a hedging account its long one. */
  readonly position: Position
  /** Quote currency that no working order holds back. */
  readonly cash: number
  /** Cash and positions at the last closes, in quote currency. */
  readonly equity: number
  /**
   * Orders a buy and returns the order's id. What cannot be accepted ends as `refused`; see {@link orderState}.
   * The orders attached to it have the ids after it: its stop, its target, then those of `onFill` with theirs.
   *
   * @throws TypeError for a request of the wrong shape, which is a mistake in the program
   */
  buy(order: BuyOrder): number
  /** Orders a sell and returns the order's id. */
  sell(order: SellOrder): number
  /** Places orders of which the first to fill cancels the others, and returns their ids. */
  oneCancelsOther(orders: readonly OrderRequest[]): number[]
  /**
   * Trades towards the given weights, in percent of equity by symbol (negative is short): first what has to be sold, then
   * what has to be bought. Symbols left out keep what they have. Returns the orders' ids.
   */
  target(weights: TargetWeights): number[]
  /** Cancels the orders that work against a position and closes all of it. Returns the last order's id, or `null` while flat. */
  close(options?: CloseOptions): number | null
  /** Changes price or quantity of a working order. */
  modify(orderId: number, change: OrderChange): ChangeOutcome
  /** Cancels a working order; `false` where it has ended or never existed. */
  cancel(orderId: number): boolean
  /** Cancels every working order, or those of one symbol. */
  cancelAll(symbol?: string): void
  /** How an order stands, or `null` for an id that was never given. */
  orderState(orderId: number): OrderState | null
  /** Position of any symbol. */
  positionOf(symbol: string, positionSide?: PositionSide): Position
}

/** The one context of a run: it is not made anew for each candle. */
export class Context implements StrategyContext {
  readonly position: Position
  readonly #clock: Clock
  readonly #account: Account
  readonly #desk: OrderDesk
  readonly #symbols: readonly string[]
  readonly #requests: RequestReader
  #isOver = false

  constructor(clock: Clock, symbols: readonly string[], account: Account, desk: OrderDesk) {
    this.#clock = clock
    this.#symbols = symbols
    this.#account = account
    this.#desk = desk
    this.#requests = new RequestReader(symbols, account.settings.model, account.settings.positions)
    this.position = new PositionView(this.#leg(0, 'long'))
  }

  get index(): number {
    return this.#clock.index
  }

  get time(): number {
    return this.#clock.time
  }

  get cash(): number {
    return this.#account.freeCash.toNumber()
  }

  get equity(): number {
    return this.#account.equityMark()
  }

  buy(order: BuyOrder): number {
    this.#assertRunning()
    return this.#desk.place(this.#requests.read('buy', order))
  }

  sell(order: SellOrder): number {
    this.#assertRunning()
    return this.#desk.place(this.#requests.read('sell', order))
  }

  oneCancelsOther(orders: readonly OrderRequest[]): number[] {
    this.#assertRunning()
    return placeOneCancelsOther(this.#desk, this.#requests, orders)
  }

  target(weights: TargetWeights): number[] {
    this.#assertRunning()
    return rebalance(this.#desk, this.#symbols, weights)
  }

  close(options: CloseOptions = NO_OPTIONS): number | null {
    this.#assertRunning()
    const symbol = this.#symbolIndex(options.symbol)
    this.#checkPositionSide(options.positionSide)
    const tag = readTag(options.tag)
    let last: number | null = null
    for (const leg of this.#account.legs) {
      const isMeant = leg.symbol === symbol && (options.positionSide === undefined || leg.side === options.positionSide)
      if (!isMeant || leg.quantityMark === 0) continue
      this.#cancelAgainst(leg)
      last = this.#desk.place(closingPlan(leg, tag))
    }
    return last
  }

  modify(orderId: number, change: OrderChange): ChangeOutcome {
    this.#assertRunning()
    const order = this.#desk.find(orderId)
    if (order === undefined)
      return { accepted: false, reason: 'not_working', observed: String(orderId), limit: 'a working order' }
    const terms = changedTerms(order, change)
    const refusal = 'reason' in terms ? terms : this.#desk.modify(order, terms)
    if (refusal === null) return { accepted: true }
    return { accepted: false, reason: refusal.reason, observed: String(refusal.observed), limit: String(refusal.limit) }
  }

  cancel(orderId: number): boolean {
    this.#assertRunning()
    const order = this.#desk.find(orderId)
    if (order === undefined) return false
    this.#desk.cancel(order, 'cancelled_by_strategy')
    return true
  }

  cancelAll(symbol?: string): void {
    this.#assertRunning()
    const index = symbol === undefined ? null : this.#symbolIndex(symbol)
    for (const order of this.#desk.working(index)) this.#desk.cancel(order, 'cancelled_by_strategy')
  }

  orderState(orderId: number): OrderState | null {
    const { table } = this.#desk
    const isKnown = Number.isSafeInteger(orderId) && orderId >= 1 && orderId <= table.length
    return isKnown ? { status: table.status(orderId), reason: table.reason(orderId) } : null
  }

  positionOf(symbol: string, positionSide: PositionSide = 'long'): Position {
    return new PositionView(this.#leg(this.#symbolIndex(symbol), positionSide))
  }

  /** After the last candle an order would stand in the result as if the strategy had placed it in time. */
  end(): void {
    this.#isOver = true
  }

  #assertRunning(): void {
    if (this.#isOver)
      throw new BacktestError('strategy_failed', 'the run is over: its context takes no orders any more')
  }

  #checkPositionSide(positionSide: unknown): void {
    if (positionSide === undefined) return
    const isHedging = this.#account.settings.positions === 'hedging'
    if (isHedging && (positionSide === 'long' || positionSide === 'short')) return
    const allowed = isHedging ? 'long or short' : 'left out unless account.positions is hedging'
    throw new TypeError(`close: positionSide must be ${allowed}, received ${describeValue(positionSide)}`)
  }

  #leg(symbol: number, positionSide: PositionSide): Leg {
    return this.#account.leg(symbol, this.#account.settings.positions === 'netting' ? null : positionSide)
  }

  #cancelAgainst(leg: Leg): void {
    if (!this.#desk.hasWorking(leg.symbol)) return
    const side = leg.quantityMark > 0 ? 'sell' : 'buy'
    for (const order of this.#desk.working(leg.symbol)) {
      // Exits of an entry that has not filled yet do not work against this position: they will protect the next one.
      const isAgainst = order.terms.side === side && order.terms.positionSide === leg.side && order.stage !== 'waiting'
      if (isAgainst) this.#desk.cancel(order, 'replaced_by_close')
    }
  }

  #symbolIndex(symbol: string | undefined): number {
    if (symbol === undefined) return 0
    const index = this.#symbols.indexOf(symbol)
    if (index !== -1) return index
    throw new TypeError(`symbol must be one of ${this.#symbols.join(', ')}, received ${describeValue(symbol)}`)
  }
}

const NO_OPTIONS: CloseOptions = {}
