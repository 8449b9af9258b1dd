import { Decimal, HUNDRED, ONE, ZERO } from '@tezgah/core/decimal'
import type { Account } from '../account/account.ts'
import type { Holding } from '../account/holding.ts'
import type { SizingContext } from '../account/sizing.ts'
import { closeTimeOf } from '../candles/close-time.ts'
import type { FeeSchedule } from '../market/fees.ts'
import { roundToTick } from '../market/rounding.ts'
import type { SlippageModel } from '../market/slippage.ts'
import type { ExecutionSettings, Latency } from '../options/execution.ts'
import { Order, OrderGroup } from '../orders/order.ts'
import { quantityAfterChange, restAfterChange } from '../orders/order-change.ts'
import { OrderTable } from '../orders/order-table.ts'
import type { OrderList, RefusedOrder } from '../orders/read-request.ts'
import type { CancelReason, ExpiryReason } from '../orders/reasons.ts'
import {
  isRefusal,
  marketTerms,
  type OrderPrice,
  type OrderStatus,
  type OrderTerms,
  type Refusal,
  type Side,
  type Size,
  type Trail,
} from '../orders/terms.ts'
import { admissionRefusal, expectedSizing } from './admission.ts'
import type { Market } from './market.ts'
import type { PreTradeCheck } from './pre-trade-check.ts'
import { reservation } from './reservations.ts'

/** The part of a run's settings that orders are judged and filled by. */
type TradingSettings = {
  readonly execution: ExecutionSettings
  readonly fees: FeeSchedule
  readonly slippage: SlippageModel | null
}

/** Upper bound on orders per run: a strategy in an endless loop fails instead of exhausting memory. */
export const MAX_ORDERS = 10_000_000

/** Before its first candle a symbol has no price that an order could be judged by. */
const NOT_TRADING: Refusal = { reason: 'not_trading', observed: '0 candles', limit: '1 candle' }

/**
 * Takes a strategy's orders over all symbols, and is the only one who begins and ends them.
 *
 * Plain market orders live in their market's list until the next price; every other order is kept here by its id as well.
 */
export class OrderManager {
  readonly table: OrderTable = new OrderTable()
  readonly account: Account
  readonly markets: readonly Market[]
  readonly execution: ExecutionSettings
  readonly fees: FeeSchedule
  /** `null` where orders pass unjudged. */
  preTradeCheck: PreTradeCheck | null = null
  readonly #slippage: SlippageModel | null
  readonly #kept = new Map<number, Order>()
  #sequence = 0

  constructor(account: Account, markets: readonly Market[], settings: TradingSettings) {
    this.account = account
    this.markets = markets
    this.execution = settings.execution
    this.fees = settings.fees
    this.#slippage = settings.slippage
  }

  /** Takes a new order, or a refused one, into the table and returns its id. */
  place(list: OrderList | RefusedOrder): number {
    if ('refusal' in list) return this.#recordRefused(list.terms, list.refusal)
    return this.admit(list.terms, list)?.id ?? this.table.length
  }

  /** Begins an order, or records why it cannot begin and returns `null`. */
  admit(terms: OrderTerms, contingent: OrderList | null): Order | null {
    const market = this.markets[terms.symbol]!
    const refusal = this.#listRefusal(terms, contingent)
    const held = refusal ?? this.#reservation(terms, market)
    const reserved = isRefusal(held) ? held : (this.preTradeCheck?.refusalOf(terms) ?? held)
    if (isRefusal(reserved)) {
      this.#recordRefused(terms, reserved)
      return null
    }
    const order = this.begin(terms)
    order.reserved = reserved
    this.#holdBack(order)
    if (contingent !== null) this.#submitContingent(order, contingent)
    this.send(order)
    return order
  }

  /** A new order in the table; not sent yet. */
  begin(terms: OrderTerms): Order {
    const market = this.markets[terms.symbol]!
    const id = this.#row(terms)
    const order = new Order(id, terms, activeFrom(market, this.execution.latency))
    order.sequence = ++this.#sequence
    if (order.type !== 'market' || terms.expiresAt !== Number.POSITIVE_INFINITY) this.keep(order)
    if (terms.expiresAt !== Number.POSITIVE_INFINITY) market.addDated(order)
    if (terms.size.kind === 'parentQuantity') market.exits++
    return order
  }

  /** Lets an order be found by its id wherever it stands. */
  keep(order: Order): void {
    this.#kept.set(order.id, order)
  }

  /** Puts an order on its way to the market. */
  send(order: Order): void {
    const market = this.markets[order.terms.symbol]!
    order.stage = 'queued'
    if (order.type === 'market' && this.execution.fillAt !== 'nextOpen') {
      if (this.execution.fillAt === 'close') order.activeFrom = this.#firstClose(order, market)
      market.closeQueue.push(order)
    } else market.marketQueue.push(order)
  }

  /** The working order with this id, if it is one. */
  find(id: number): Order | undefined {
    const kept = this.#kept.get(id)
    if (kept !== undefined) return kept
    for (const { marketQueue, closeQueue } of this.markets) {
      const order = marketQueue.find((each) => each.id === id) ?? closeQueue.find((each) => each.id === id)
      if (order?.isWorking) return order
    }
    return undefined
  }

  /** False where no order of the symbol can be working; cheaper than a list of them. */
  hasWorking(symbol: number): boolean {
    const { marketQueue, closeQueue } = this.markets[symbol]!
    return this.#kept.size !== 0 || marketQueue.length !== 0 || closeQueue.length !== 0
  }

  /** Working orders, of one symbol or of all, oldest first. A copy, since cancelling changes the lists. */
  working(symbol: number | null): Order[] {
    const found = new Set<Order>(this.#kept.values())
    for (const { marketQueue, closeQueue } of this.markets) {
      for (const order of marketQueue) found.add(order)
      for (const order of closeQueue) found.add(order)
    }
    return [...found]
      .filter((order) => order.isWorking && (symbol === null || order.terms.symbol === symbol))
      .sort((one, other) => one.id - other.id)
  }

  holdingOf({ symbol, positionSide }: OrderTerms): Holding {
    return this.account.holding(symbol, positionSide)
  }

  /** Base units held of a symbol, shorts negative. */
  netQuantityMark(symbol: number): number {
    const { holdings, settings } = this.account
    if (settings.positions === 'netting') return holdings[symbol]!.quantityMark
    return this.account.holding(symbol, 'long').quantityMark + this.account.holding(symbol, 'short').quantityMark
  }

  cancel(order: Order, reason: CancelReason): void {
    if (order.isWorking) this.end(order, 'cancelled', reason)
  }

  /** Ends an order that the market does not take; one that has filled in part, and was changed since, is cancelled. */
  refuse(order: Order, refusal: Refusal): void {
    const isUntouched = order.filled.isZero
    if (isUntouched) this.table.explain(order.id, refusal)
    this.end(order, isUntouched ? 'refused' : 'cancelled', refusal.reason)
  }

  expire(order: Order, reason: ExpiryReason): void {
    this.end(order, 'expired', reason)
  }

  /** The only end of an order: gives back what it held and tells those that depend on it. */
  end(order: Order, status: OrderStatus, reason: Refusal['reason'] | CancelReason | ExpiryReason | null): void {
    const market = this.markets[order.terms.symbol]!
    if (order.stage === 'resting') market.resting.remove(order)
    order.stage = 'ended'
    this.release(order)
    if (order.terms.expiresAt !== Number.POSITIVE_INFINITY) market.dated.delete(order)
    if (order.terms.size.kind === 'parentQuantity') market.exits--
    if (this.#kept.size !== 0) this.#kept.delete(order.id)
    this.table.end(order.id, status, market.index, reason)
    if (order.group !== null) this.#leaveGroup(order)
    if (order.children.length !== 0 && order.filled.isZero) this.#cancelContingent(order)
  }

  /** Gives back what the order holds back. */
  release(order: Order): void {
    if (order.reserved.isZero) return
    if (order.isBuy) this.account.releaseCash(order.reserved)
    else this.holdingOf(order.terms).release(order.reserved)
    order.reserved = ZERO
  }

  /** Changes a working order, or says why it stays as it is. */
  modify(order: Order, terms: OrderTerms): Refusal | null {
    const market = this.markets[terms.symbol]!
    const quantity = quantityAfterChange(order, terms, market.rulesAtClose.lot)
    const rest = restAfterChange(order, terms, quantity)
    const refusal = isRefusal(rest)
      ? rest
      : (admissionRefusal(terms, market.rulesAtClose) ?? this.preTradeCheck?.refusalOf(rest) ?? null)
    const refused = refusal ?? this.#holdAnew(order, rest as OrderTerms, market)
    if (refused !== null) return refused
    if (order.stage === 'resting') market.resting.remove(order)
    order.terms = terms
    order.quantity = quantity
    this.table.change(order.id, terms)
    if (order.stage !== 'waiting') this.#queueAgain(order, market)
    return null
  }

  /** Holds back what an order with new terms needs; where that is not free, what it held before. */
  #holdAnew(order: Order, terms: OrderTerms, market: Market): Refusal | null {
    const { group, reserved: held } = order
    this.release(order)
    if (group !== null) this.account.releaseCash(group.reserved)
    const reserved = order.stage === 'waiting' ? ZERO : this.#reservation(terms, market)
    if (isRefusal(reserved)) order.reserved = held
    else if (group === null) order.reserved = reserved
    else if (order.isBuy) {
      group.needs.set(order, reserved)
      group.reserved = group.dearest
    }
    this.#holdBack(order)
    if (group !== null) this.account.reserveCash(group.reserved)
    return isRefusal(reserved) ? reserved : null
  }

  /** A changed order loses its place in the queue and is matched at the next open like a new one. */
  #queueAgain(order: Order, market: Market): void {
    order.isNew = true
    order.sequence = ++this.#sequence
    order.activeFrom = activeFrom(market, this.execution.latency)
    if (order.stage === 'resting') this.send(order)
    else if (order.type === 'market' && this.execution.fillAt === 'close')
      order.activeFrom = this.#firstClose(order, market)
  }

  /** A close comes before the next open, though not before an order that takes its time has arrived. */
  #firstClose(order: Order, market: Market): number {
    const { milliseconds } = this.execution.latency
    let index = Math.max(order.activeFrom - 1, market.cursor.index)
    if (milliseconds === 0) return index
    const arrives = market.now + milliseconds
    while (index < market.candles.length && closeTimeOf(market.candles, index) < arrives) index++
    return index
  }

  /** Why the market would not take an order, or one of those that follow from it. */
  #listRefusal(terms: OrderTerms, list: OrderList | null): Refusal | null {
    const refusal = this.markets[terms.symbol]!.hasTraded ? this.#termsRefusal(terms) : NOT_TRADING
    if (refusal !== null || list === null) return refusal
    return this.#contingentRefusal(list)
  }

  #contingentRefusal(list: OrderList): Refusal | null {
    for (const exit of [list.stopLoss, list.takeProfit]) {
      const ofExit = exit === null ? null : this.#termsRefusal(exit)
      if (ofExit !== null) return ofExit
    }
    for (const follower of list.onFill) {
      const ofFollower = this.#termsRefusal(follower.terms) ?? this.#contingentRefusal(follower)
      if (ofFollower !== null) return ofFollower
    }
    return null
  }

  #termsRefusal(terms: OrderTerms): Refusal | null {
    const market = this.markets[terms.symbol]!
    return admissionRefusal(terms, market.rulesAtClose)
  }

  #reservation(terms: OrderTerms, market: Market) {
    const { account, fees } = this
    if (terms.trail === null && terms.limit === null && terms.stop === null && terms.touch === null) return ZERO
    const close = market.candles.close[market.cursor.index]!
    const sizing = expectedSizing(terms, fees, market.rulesAtClose.lot, close)
    const price = this.#slippedPrice(terms, sizing, market)
    return reservation(terms, { ...sizing, price }, account, this.holdingOf(terms), close)
  }

  /** A buy that takes from the book when it triggers needs the money for its slippage too. */
  #slippedPrice({ side, limit, size }: OrderTerms, { price }: SizingContext, market: Market): Decimal {
    if (this.#slippage === null || limit !== null || side === 'sell') return price
    market.lastCandle.show(market.candles, market.cursor.index)
    const quantity = size.kind === 'quantity' ? size.value : ZERO
    return this.#slippage.priceOf(side, price, quantity, market.lastCandle, market.rulesAtClose.tick)
  }

  #holdBack(order: Order): void {
    if (order.reserved.isZero) return
    if (order.isBuy) this.account.reserveCash(order.reserved)
    else this.holdingOf(order.terms).reserve(order.reserved)
  }

  #recordRefused(terms: OrderTerms, refusal: Refusal): number {
    const id = this.#row(terms)
    this.table.end(id, 'refused', this.markets[terms.symbol]!.cursor.index, refusal.reason)
    this.table.explain(id, refusal)
    return id
  }

  #row(terms: OrderTerms): number {
    if (this.table.length === MAX_ORDERS) throw new RangeError(`more than ${MAX_ORDERS} orders in one run`)
    const market = this.markets[terms.symbol]!
    const id = this.table.add(terms, market.cursor.index)
    if (!market.hasTraded) this.table.setTimeBefore(id, market.candleTime)
    return id
  }

  /**
   * Places orders of which the first fill cancels the others, and returns their ids. Cash is held back once, for the dearest
   * of them; sells hold back nothing, since all of them are for the same coins.
   */
  placeOneCancelsOther(lists: readonly (OrderList | RefusedOrder)[]): number[] {
    const group = new OrderGroup('oneCancelsOther')
    return lists.map((list) => {
      if ('refusal' in list) return this.place(list)
      // While the next order is judged, what the group holds back counts as free.
      if (!group.reserved.isZero) this.account.releaseCash(group.reserved)
      const order = this.admit(list.terms, list)
      if (order !== null) this.#shareReservation(order, group)
      if (!group.reserved.isZero) this.account.reserveCash(group.reserved)
      return order?.id ?? this.table.length
    })
  }

  #shareReservation(order: Order, group: OrderGroup): void {
    joinGroup([order], group)
    if (order.isBuy) group.needs.set(order, order.reserved)
    group.reserved = group.dearest
    this.release(order)
  }

  /** Adds the orders that are contingent on `order`; they wait until it fills. */
  #submitContingent(order: Order, list: OrderList): void {
    const { stopLoss, takeProfit, onFill } = list
    if (stopLoss === null && takeProfit === null && onFill.length === 0) return
    const exits = [stopLoss, takeProfit]
      .filter((terms) => terms !== null)
      .map((terms) => this.#addWaiting(order, terms))
    if (exits.length > 0) joinGroup(exits, new OrderGroup('bracket'))
    const others = onFill.map((child) => {
      const waiting = this.#addWaiting(order, child.terms)
      this.#submitContingent(waiting, child)
      return waiting
    })
    order.children = [...exits, ...others]
  }

  #addWaiting(parent: Order, terms: OrderTerms): Order {
    const child = this.begin(terms)
    this.keep(child)
    child.stage = 'waiting'
    child.parent = parent
    this.table.setStatus(child.id, 'waiting')
    return child
  }

  /**
   * A fill activates the orders contingent on it, takes its part from a bracket, and cancels the others of its group.
   *
   * @param activeFrom - first candle of the contingent orders
   * @param price - what their distances are measured from
   */
  afterFill(order: Order, quantity: Decimal, price: Decimal, activeFrom: number): void {
    for (const child of order.children) {
      if (child.stage !== 'waiting') continue
      // Indices count the candles of an order's own symbol; the candle of another symbol may have ended already.
      const isOwn = child.terms.symbol === order.terms.symbol
      this.#activateContingent(child, price, isOwn ? activeFrom : this.markets[child.terms.symbol]!.nextIndex)
    }
    const { group, parent } = order
    if (group === null) return
    group.filled = group.filled.plus(quantity)
    if (group.kind === 'bracket' && parent!.netFilled.compare(group.filled) > 0) return
    for (const member of [...group.members]) if (member !== order) this.cancel(member, 'one_cancels_other')
    if (parent !== null && group.kind === 'bracket') this.cancel(parent, 'bracket_closed')
  }

  #activateContingent(child: Order, entryPrice: Decimal, activeFrom: number): void {
    child.terms = termsAfterEntry(child.terms, entryPrice, this.markets[child.terms.symbol]!.rules.tick)
    this.table.change(child.id, child.terms)
    const refusal = this.preTradeCheck?.refusalOf(child.terms) ?? null
    if (refusal !== null) {
      this.refuse(child, refusal)
      return
    }
    child.activeFrom = activeFrom
    this.table.setStatus(child.id, 'working')
    this.send(child)
  }

  /** Takes an order that ended out of its group, which still holds back what the dearest of the others needs. */
  #leaveGroup(order: Order): void {
    const group = order.group!
    group.members.splice(group.members.indexOf(order), 1)
    group.needs.delete(order)
    if (group.reserved.isZero) return
    const dearest = group.dearest
    this.account.releaseCash(group.reserved.minus(dearest))
    group.reserved = dearest
  }

  /** Orders contingent on one that ended without a fill can never become active. */
  #cancelContingent(order: Order): void {
    for (const child of order.children) if (child.stage === 'waiting') this.cancel(child, 'parent_ended')
  }

  /** Cancels exits whose position is closed or reversed, so that they cannot trade against the next one. */
  cancelExits(symbol: number): void {
    for (const order of this.working(symbol)) {
      if (order.terms.size.kind !== 'parentQuantity' || order.stage === 'waiting') continue
      const held = this.holdingOf(order.terms).quantityMark
      const closes = order.isBuy ? held < 0 : held > 0
      if (!closes) this.cancel(order, 'position_closed')
    }
  }
}

/** Joins orders of which one is to end the others. */
function joinGroup(orders: readonly Order[], group: OrderGroup): void {
  for (const order of orders) {
    order.group = group
    group.members.push(order)
  }
}

/** Terms that follow from the price of the entry are filled in; others stay as they are. */
export function termsAfterEntry(terms: OrderTerms, entryPrice: Decimal, tick: Decimal | null): OrderTerms {
  const { distance, trail } = terms
  if (distance !== null) return atDistance(terms, entryPrice, tick)
  const isRelative = trail !== null && trail.activationPercent !== null
  return isRelative ? withActivation(terms, trail, entryPrice) : terms
}

/** The exit's price, a percentage away from the entry's, rounded to the tick so that its fill is never the better for it. */
function atDistance(terms: OrderTerms, entryPrice: Decimal, tick: Decimal | null): OrderTerms {
  const { percent, isProfit } = terms.distance!
  const isAbove = (terms.side === 'sell') === isProfit
  const exact = awayFrom(entryPrice, percent, isAbove)
  const rounded = tick === null ? exact : roundToTick(exact, tick, terms.side)
  const price: OrderPrice = { exact: rounded, mark: rounded.toNumber() }
  return isProfit ? { ...terms, limit: price } : { ...terms, stop: price }
}

/** The trail becomes active a percentage away from the entry's price, on the side of its profit. */
function withActivation(terms: OrderTerms, trail: Trail, entryPrice: Decimal): OrderTerms {
  const exact = awayFrom(entryPrice, trail.activationPercent!, terms.side === 'sell')
  return { ...terms, trail: { ...trail, activation: { exact, mark: exact.toNumber() } } }
}

function awayFrom(price: Decimal, percent: Decimal, isAbove: boolean): Decimal {
  return price.times(ONE.plus(new Decimal(isAbove ? percent.units : -percent.units, percent.scale + 2)))
}

/**
 * The first candle in which an order placed now can trade: the next one, later by its latency.
 *
 * An order that arrives inside a candle trades in the next one, since a candle does not tell its price at that time.
 */
function activeFrom(market: Market, { candles: delay, milliseconds }: Latency): number {
  const { candles } = market
  let index = market.nextIndex + delay
  if (milliseconds === 0) return index
  const arrives = market.now + milliseconds
  while (index < candles.length && candles.time[index]! < arrives) index++
  return index
}

const WHOLE_POSITION: Size = { kind: 'percentOfPosition', value: HUNDRED, reference: ZERO }
const PLAIN_LISTS = { buy: plainList('buy'), sell: plainList('sell') }

/** A market order for all of a position. Most strategies close on every other decision, so the plain list is one object. */
export function closeOrder(holding: Holding, tag: string | null): OrderList {
  const side = holding.quantityMark > 0 ? 'sell' : 'buy'
  const plain = PLAIN_LISTS[side]
  if (tag === null && holding.side === null && holding.symbol === 0) return plain
  return { ...plain, terms: { ...plain.terms, symbol: holding.symbol, positionSide: holding.side, tag } }
}

function plainList(side: Side): OrderList {
  return { terms: marketTerms(0, side, WHOLE_POSITION), stopLoss: null, takeProfit: null, onFill: [] }
}
