import { type DecimalInput, toDecimal, ZERO } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'
import type { Account } from '../account/account.ts'
import type { Holding } from '../account/holding.ts'
import { BacktestError } from '../errors.ts'
import { closeOrder, type OrderManager } from '../execution/order-manager.ts'
import { changedTerms } from '../orders/order-change.ts'
import { asGiven, readTag } from '../orders/read-price.ts'
import { type OrderList, type RefusedOrder, RequestReader } from '../orders/read-request.ts'
import type { BuyOrder, OrderChange, OrderRequest, SellOrder } from '../orders/request.ts'
import { marketTerms, NO_SIZE, type PositionSide, type Refusal } from '../orders/terms.ts'
import { atCallSite, fromCallSite } from '../strategy/call-site.ts'
import type {
  ChangeOutcome,
  CloseOptions,
  OrderState,
  Position,
  StrategyContext,
  TargetWeights,
} from '../strategy/strategy.ts'

/** Where the run stands: the union of all symbols' candles. */
export type Clock = { index: number; time: number }

/** The one context of a run: it is not made anew for each candle. */
export class Context implements StrategyContext {
  readonly position: Position
  readonly #clock: Clock
  readonly #account: Account
  readonly #orders: OrderManager
  readonly #symbols: readonly string[]
  readonly #requests: RequestReader
  #isOver = false

  constructor(clock: Clock, symbols: readonly string[], account: Account, orders: OrderManager) {
    this.#clock = clock
    this.#symbols = symbols
    this.#account = account
    this.#orders = orders
    this.#requests = new RequestReader(symbols, account.settings.model, account.settings.positions)
    this.position = new PositionView(this.#holding(0, 'long'))
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
    try {
      this.#assertRunning()
      return this.#orders.place(this.#requests.read('buy', order))
    } catch (error) {
      throw atCallSite(error, this.buy)
    }
  }

  sell(order: SellOrder): number {
    try {
      this.#assertRunning()
      return this.#orders.place(this.#requests.read('sell', order))
    } catch (error) {
      throw atCallSite(error, this.sell)
    }
  }

  oneCancelsOther(requests: readonly OrderRequest[]): number[] {
    return fromCallSite(this.oneCancelsOther, () => {
      this.#assertRunning()
      return this.#orders.placeOneCancelsOther(this.#readRequests(requests))
    })
  }

  target(weights: TargetWeights): number[] {
    return fromCallSite(this.target, () => {
      this.#assertRunning()
      return rebalance(this.#orders, this.#symbols, weights)
    })
  }

  close(options: CloseOptions = NO_OPTIONS): number | null {
    try {
      return this.#close(options)
    } catch (error) {
      throw atCallSite(error, this.close)
    }
  }

  #close(options: CloseOptions): number | null {
    this.#assertRunning()
    const symbol = this.#symbolIndex(options.symbol)
    this.#checkPositionSide(options.positionSide)
    const tag = readTag(options.tag)
    let last: number | null = null
    for (const holding of this.#account.holdings) {
      const isMeant =
        holding.symbol === symbol && (options.positionSide === undefined || holding.side === options.positionSide)
      if (!isMeant || holding.quantityMark === 0) continue
      this.#cancelAgainst(holding)
      last = this.#orders.place(closeOrder(holding, tag))
    }
    return last
  }

  modify(orderId: number, change: OrderChange): ChangeOutcome {
    return fromCallSite(this.modify, () => this.#modify(orderId, change))
  }

  #modify(orderId: number, change: OrderChange): ChangeOutcome {
    this.#assertRunning()
    const order = this.#orders.find(orderId)
    if (order === undefined)
      return { accepted: false, reason: 'not_working', observed: String(orderId), limit: 'a working order' }
    const terms = changedTerms(order, change)
    const refusal = 'reason' in terms ? terms : this.#orders.modify(order, terms)
    if (refusal === null) return { accepted: true }
    return { accepted: false, reason: refusal.reason, observed: String(refusal.observed), limit: String(refusal.limit) }
  }

  cancel(orderId: number): boolean {
    this.#assertRunning()
    const order = this.#orders.find(orderId)
    if (order === undefined) return false
    this.#orders.cancel(order, 'cancelled_by_strategy')
    return true
  }

  cancelAll(symbol?: string): void {
    fromCallSite(this.cancelAll, () => {
      this.#assertRunning()
      const index = symbol === undefined ? null : this.#symbolIndex(symbol)
      for (const order of this.#orders.working(index)) this.#orders.cancel(order, 'cancelled_by_strategy')
    })
  }

  orderState(orderId: number): OrderState | null {
    const { table } = this.#orders
    const isKnown = Number.isSafeInteger(orderId) && orderId >= 1 && orderId <= table.length
    return isKnown ? { status: table.status(orderId), reason: table.reason(orderId) } : null
  }

  positionOf(symbol: string, positionSide: PositionSide = 'long'): Position {
    return fromCallSite(this.positionOf, () => new PositionView(this.#holding(this.#symbolIndex(symbol), positionSide)))
  }

  /** After the last candle an order would stand in the result as if the strategy had placed it in time. */
  end(): void {
    this.#isOver = true
  }

  #assertRunning(): void {
    if (this.#isOver)
      throw new BacktestError(
        'strategy_failed',
        'the run has ended: ctx cannot place, change or cancel orders after the last candle',
      )
  }

  #checkPositionSide(positionSide: unknown): void {
    if (positionSide === undefined) return
    const isHedging = this.#account.settings.positions === 'hedging'
    if (isHedging && (positionSide === 'long' || positionSide === 'short')) return
    const allowed = isHedging ? 'long or short' : 'left out unless account.positions is hedging'
    throw new TypeError(`close: positionSide must be ${allowed}, received ${describeValue(positionSide)}`)
  }

  #holding(symbol: number, positionSide: PositionSide): Holding {
    return this.#account.holding(symbol, this.#account.settings.positions === 'netting' ? null : positionSide)
  }

  #cancelAgainst(holding: Holding): void {
    if (!this.#orders.hasWorking(holding.symbol)) return
    const side = holding.quantityMark > 0 ? 'sell' : 'buy'
    for (const order of this.#orders.working(holding.symbol)) {
      // Exits of an entry that has not filled yet do not work against this position: they will protect the next one.
      const isAgainst =
        order.terms.side === side && order.terms.positionSide === holding.side && order.stage !== 'waiting'
      if (isAgainst) this.#orders.cancel(order, 'replaced_by_close')
    }
  }

  #readRequests(requests: readonly OrderRequest[]): (OrderList | RefusedOrder)[] {
    if (!Array.isArray(requests) || requests.length < 2) {
      throw new TypeError(`oneCancelsOther takes two orders or more, received ${describeValue(requests)}`)
    }
    return requests.map(({ side, ...request }) => this.#requests.read(side, request as never))
  }

  #symbolIndex(symbol: string | undefined): number {
    if (symbol === undefined) return 0
    const index = this.#symbols.indexOf(symbol)
    if (index !== -1) return index
    throw new TypeError(`symbol must be one of ${this.#symbols.join(', ')}, received ${describeValue(symbol)}`)
  }
}

const NO_OPTIONS: CloseOptions = {}

/**
 * Places the market orders that bring each symbol to its weight: sells before buys, so that what is sold pays for what is
 * bought. How much each trades is worked out at its fill; sides are chosen by the last closes. A weight that is no number
 * is refused like any other size that comes from data.
 *
 * @throws TypeError for an unknown symbol, and in a hedging account, where a weight does not say which position it is of
 */
function rebalance(orders: OrderManager, symbols: readonly string[], weights: TargetWeights): number[] {
  if (orders.account.settings.positions === 'hedging') {
    throw new TypeError('target is for accounts with one position of each symbol, account.positions is hedging')
  }
  const plans = Object.entries(weights).map(([name, weight]) => planFor(orders, symbols, name, weight))
  const inOrder = [...plans.filter(isSell), ...plans.filter((plan) => !isSell(plan))]
  return inOrder.map((plan) => orders.place(plan))
}

function isSell({ terms }: OrderList | RefusedOrder): boolean {
  return terms.side === 'sell'
}

function planFor(
  orders: OrderManager,
  symbols: readonly string[],
  name: string,
  input: DecimalInput,
): OrderList | RefusedOrder {
  const symbol = symbols.indexOf(name)
  if (symbol === -1) {
    throw new TypeError(`target: symbol must be one of ${symbols.join(', ')}, received ${describeValue(name)}`)
  }
  const value = toDecimal(input)
  if (value === null) {
    const refusal: Refusal = { reason: 'invalid_size', observed: `target ${asGiven(input)}`, limit: 'a percentage' }
    return { terms: marketTerms(symbol, 'buy', NO_SIZE), refusal }
  }
  const { account } = orders
  const held = orders.netQuantityMark(symbol) * account.marks[symbol]!
  const wanted = (value.toNumber() / 100) * account.equityMark()
  const side = held > wanted ? 'sell' : 'buy'
  const terms = marketTerms(symbol, side, { kind: 'targetPercent', value, reference: ZERO })
  return { terms, stopLoss: null, takeProfit: null, onFill: [] }
}

class PositionView implements Position {
  readonly #holding: Holding

  constructor(holding: Holding) {
    this.#holding = holding
  }

  get isOpen(): boolean {
    return this.#holding.quantityMark !== 0
  }

  get quantity(): number {
    return this.#holding.quantityMark
  }

  get averagePrice(): number {
    return this.#holding.averagePrice
  }
}
