import type { Account } from '../account/account.ts'
import type { Leg } from '../account/leg.ts'
import type { FeeSchedule } from '../costs/fee-schedule.ts'
import type { SlippageModel } from '../costs/slippage.ts'
import type { GuardPost } from '../guard/guard-post.ts'
import { type Decimal, floorToStep, ZERO } from '../money/decimal.ts'
import type { ExecutionSettings, Settings } from '../options/settings.ts'
import { Order } from '../orders/order.ts'
import { OrderTable } from '../orders/order-table.ts'
import type { OrderPlan, RefusedPlan } from '../orders/read-request.ts'
import type { CancelReason, ExpiryReason } from '../orders/reasons.ts'
import type { OrderStatus, OrderTerms, Refusal } from '../orders/terms.ts'
import { isRefusal } from '../orders/terms.ts'
import { admissionRefusal, expectedOffer } from './admission.ts'
import { liveFrom } from './latency.ts'
import { attachFollowers, leaveGroup, orphanChildren } from './links.ts'
import { reservation } from './reservation.ts'
import type { Offer } from './size.ts'
import type { SymbolMarket } from './symbol-market.ts'

/** More orders than any strategy means to place; a runaway loop ends here and not in the machine's memory. */
export const MAX_ORDERS = 10_000_000

/** Before its first candle a symbol has no price that an order could be judged by. */
const NOT_TRADING: Refusal = { reason: 'not_trading', observed: '0 candles', limit: '1 candle' }

/**
 * Takes a strategy's orders over all symbols, and is the only one who begins and ends them.
 *
 * Plain market orders live in their market's list until the next price; every other order is kept here by its id as well.
 */
export class OrderDesk {
  readonly table: OrderTable = new OrderTable()
  readonly account: Account
  readonly markets: readonly SymbolMarket[]
  readonly execution: ExecutionSettings
  readonly fees: FeeSchedule
  /** `null` where orders pass unjudged. */
  guard: GuardPost | null = null
  readonly #slippage: SlippageModel | null
  readonly #kept = new Map<number, Order>()
  #sequence = 0

  constructor(account: Account, markets: readonly SymbolMarket[], settings: Settings) {
    this.account = account
    this.markets = markets
    this.execution = settings.execution
    this.fees = settings.fees
    this.#slippage = settings.slippage
  }

  /** Takes a new order, or a refused one, into the table and returns its id. */
  place(plan: OrderPlan | RefusedPlan): number {
    if ('refusal' in plan) return this.#recordRefused(plan.terms, plan.refusal)
    return this.admit(plan.terms, plan)?.id ?? this.table.length
  }

  /** Begins an order, or records why it cannot begin and returns `null`. */
  admit(terms: OrderTerms, followers: OrderPlan | null): Order | null {
    const market = this.markets[terms.symbol]!
    const refusal = this.#planRefusal(terms, followers)
    const held = refusal ?? this.#reservation(terms, market)
    const reserved = isRefusal(held) ? held : (this.guard?.refusalOf(terms) ?? held)
    if (isRefusal(reserved)) {
      this.#recordRefused(terms, reserved)
      return null
    }
    const order = this.begin(terms)
    order.reserved = reserved
    this.#holdBack(order)
    if (followers !== null) attachFollowers(this, order, followers)
    this.send(order)
    return order
  }

  /** A new order in the table; not sent yet. */
  begin(terms: OrderTerms): Order {
    const market = this.markets[terms.symbol]!
    const id = this.#row(terms)
    const order = new Order(id, terms, liveFrom(market, this.execution.latency))
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
    order.stage = 'due'
    if (order.type === 'market' && this.execution.fillAt !== 'nextOpen') {
      if (this.execution.fillAt === 'close') order.liveFrom = this.#firstClose(order, market)
      market.dueAtClose.push(order)
    } else market.due.push(order)
  }

  /** The working order with this id, if it is one. */
  find(id: number): Order | undefined {
    const kept = this.#kept.get(id)
    if (kept !== undefined) return kept
    for (const { due, dueAtClose } of this.markets) {
      const order = due.find((each) => each.id === id) ?? dueAtClose.find((each) => each.id === id)
      if (order?.isWorking) return order
    }
    return undefined
  }

  /** False where no order of the symbol can be working; cheaper than a list of them. */
  hasWorking(symbol: number): boolean {
    const { due, dueAtClose } = this.markets[symbol]!
    return this.#kept.size !== 0 || due.length !== 0 || dueAtClose.length !== 0
  }

  /** Working orders, of one symbol or of all, oldest first. A copy, since cancelling changes the lists. */
  working(symbol: number | null): Order[] {
    const found = new Set<Order>(this.#kept.values())
    for (const { due, dueAtClose } of this.markets) {
      for (const order of due) found.add(order)
      for (const order of dueAtClose) found.add(order)
    }
    return [...found]
      .filter((order) => order.isWorking && (symbol === null || order.terms.symbol === symbol))
      .sort((one, other) => one.id - other.id)
  }

  legOf({ symbol, positionSide }: OrderTerms): Leg {
    return this.account.leg(symbol, positionSide)
  }

  /** Base units held of a symbol, shorts negative. */
  netQuantityMark(symbol: number): number {
    const { legs, settings } = this.account
    if (settings.positions === 'netting') return legs[symbol]!.quantityMark
    return this.account.leg(symbol, 'long').quantityMark + this.account.leg(symbol, 'short').quantityMark
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
    if (order.group !== null) leaveGroup(this, order)
    if (order.children.length !== 0 && order.filled.isZero) orphanChildren(this, order)
  }

  /** Gives back what the order holds back. */
  release(order: Order): void {
    if (order.reserved.isZero) return
    if (order.isBuy) this.account.releaseCash(order.reserved)
    else this.legOf(order.terms).release(order.reserved)
    order.reserved = ZERO
  }

  /** Changes a working order, or says why it stays as it is. */
  modify(order: Order, terms: OrderTerms): Refusal | null {
    const market = this.markets[terms.symbol]!
    const quantity = quantityAfterChange(order, terms, market.rulesAtClose.lot)
    const rest = restAfterChange(order, terms, quantity)
    const refusal = isRefusal(rest)
      ? rest
      : (admissionRefusal(terms, market.rulesAtClose) ?? this.guard?.refusalOf(rest) ?? null)
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
  #holdAnew(order: Order, terms: OrderTerms, market: SymbolMarket): Refusal | null {
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

  /** A changed order loses its place and meets the next open as a new one does. */
  #queueAgain(order: Order, market: SymbolMarket): void {
    order.isNew = true
    order.sequence = ++this.#sequence
    order.liveFrom = liveFrom(market, this.execution.latency)
    if (order.stage === 'resting') this.send(order)
    else if (order.type === 'market' && this.execution.fillAt === 'close')
      order.liveFrom = this.#firstClose(order, market)
  }

  /** A close comes before the next open, though not before an order that takes its time has arrived. */
  #firstClose(order: Order, market: SymbolMarket): number {
    const arrival = this.execution.latency.milliseconds > 0 ? market.cursor.index + 1 : market.cursor.index
    return Math.max(order.liveFrom - 1, arrival)
  }

  /** Why the market would not take an order, or one of those that follow from it. */
  #planRefusal(terms: OrderTerms, plan: OrderPlan | null): Refusal | null {
    const refusal = this.markets[terms.symbol]!.hasTraded ? this.#termsRefusal(terms) : NOT_TRADING
    if (refusal !== null || plan === null) return refusal
    return this.#followersRefusal(plan)
  }

  #followersRefusal(plan: OrderPlan): Refusal | null {
    for (const exit of [plan.stopLoss, plan.takeProfit]) {
      const ofExit = exit === null ? null : this.#termsRefusal(exit)
      if (ofExit !== null) return ofExit
    }
    for (const follower of plan.onFill) {
      const ofFollower = this.#termsRefusal(follower.terms) ?? this.#followersRefusal(follower)
      if (ofFollower !== null) return ofFollower
    }
    return null
  }

  #termsRefusal(terms: OrderTerms): Refusal | null {
    const market = this.markets[terms.symbol]!
    return admissionRefusal(terms, market.rulesAtClose)
  }

  #reservation(terms: OrderTerms, market: SymbolMarket) {
    const { account, fees } = this
    if (terms.trail === null && terms.limit === null && terms.stop === null && terms.touch === null) return ZERO
    const close = market.candles.close[market.cursor.index]!
    const offer = expectedOffer(terms, fees, market.rulesAtClose.lot, close)
    const price = this.#slippedPrice(terms, offer, market)
    return reservation(terms, { ...offer, price }, account, this.legOf(terms), close)
  }

  /** A buy that takes from the book when it triggers needs the money for its slippage too. */
  #slippedPrice({ side, limit, size }: OrderTerms, { price }: Offer, market: SymbolMarket): Decimal {
    if (this.#slippage === null || limit !== null || side === 'sell') return price
    market.bar.show(market.candles, market.cursor.index)
    const quantity = size.kind === 'quantity' ? size.value : ZERO
    return this.#slippage.priceOf(side, price, quantity, market.bar, market.rulesAtClose.tick)
  }

  #holdBack(order: Order): void {
    if (order.reserved.isZero) return
    if (order.isBuy) this.account.reserveCash(order.reserved)
    else this.legOf(order.terms).reserve(order.reserved)
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
    if (!market.hasTraded) this.table.setTimeBefore(id, market.now)
    return id
  }
}

/** The total quantity of an order that has begun to fill, with new terms; `null` before. */
function quantityAfterChange({ filled, quantity, terms }: Order, changed: OrderTerms, lot: Decimal): Decimal | null {
  if (filled.isZero) return null
  return changed.size === terms.size ? quantity : floorToStep(changed.size.value, lot)
}

/** New terms of what has not traded yet, or why there is nothing left of them. */
function restAfterChange({ filled }: Order, changed: OrderTerms, quantity: Decimal | null): OrderTerms | Refusal {
  if (quantity === null) return changed
  const value = quantity.minus(filled)
  if (value.isPositive) return { ...changed, size: { kind: 'quantity', value, reference: ZERO } }
  return { reason: 'invalid_size', observed: `quantity ${changed.size.value}`, limit: `> ${filled}` }
}
