import { Decimal, ONE } from '../money/decimal.ts'
import type { Order } from '../orders/order.ts'
import { OrderGroup } from '../orders/order-group.ts'
import type { OrderPlan } from '../orders/read-request.ts'
import type { OrderPrice, OrderTerms, Trail } from '../orders/terms.ts'
import { roundToTick } from '../rules/rounding.ts'
import type { OrderDesk } from './order-desk.ts'

/** Begins the orders that follow from `order`; they wait until it fills. */
export function attachFollowers(desk: OrderDesk, order: Order, plan: OrderPlan): void {
  const { stopLoss, takeProfit, onFill } = plan
  if (stopLoss === null && takeProfit === null && onFill.length === 0) return
  const exits = [stopLoss, takeProfit].filter((terms) => terms !== null).map((terms) => wait(desk, order, terms))
  if (exits.length > 0) joinGroup(exits, new OrderGroup('bracket'))
  const others = onFill.map((follower) => {
    const child = wait(desk, order, follower.terms)
    attachFollowers(desk, child, follower)
    return child
  })
  order.children = [...exits, ...others]
}

/** Joins orders of which one is to end the others. */
export function joinGroup(orders: readonly Order[], group: OrderGroup): void {
  for (const order of orders) {
    order.group = group
    group.members.push(order)
  }
}

function wait(desk: OrderDesk, parent: Order, terms: OrderTerms): Order {
  const child = desk.begin(terms)
  desk.keep(child)
  child.stage = 'waiting'
  child.parent = parent
  desk.table.setStatus(child.id, 'waiting')
  return child
}

/**
 * A fill brings the followers to life, takes its part from a bracket, and ends the others of its group.
 *
 * @param liveFrom - first candle that the followers meet
 * @param price - what their distances are measured from
 */
export function afterFill(desk: OrderDesk, order: Order, quantity: Decimal, price: Decimal, liveFrom: number): void {
  for (const child of order.children) {
    if (child.stage !== 'waiting') continue
    // Indices count the candles of an order's own symbol; another one's candle of this moment may be over already.
    const isOwn = child.terms.symbol === order.terms.symbol
    bringToLife(desk, child, price, isOwn ? liveFrom : desk.markets[child.terms.symbol]!.nextIndex)
  }
  const { group, parent } = order
  if (group === null) return
  group.filled = group.filled.plus(quantity)
  if (group.kind === 'bracket' && parent!.received.compare(group.filled) > 0) return
  for (const member of [...group.members]) if (member !== order) desk.cancel(member, 'one_cancels_other')
  if (parent !== null && group.kind === 'bracket') desk.cancel(parent, 'bracket_closed')
}

function bringToLife(desk: OrderDesk, child: Order, entryPrice: Decimal, liveFrom: number): void {
  const { distance, trail } = child.terms
  if (distance !== null) child.terms = atDistance(child.terms, entryPrice, desk.markets[child.terms.symbol]!.rules.tick)
  else if (trail !== null && trail.activationPercent !== null)
    child.terms = withActivation(child.terms, trail, entryPrice)
  desk.table.change(child.id, child.terms)
  const refusal = desk.guard?.refusalOf(child.terms) ?? null
  if (refusal !== null) {
    desk.refuse(child, refusal)
    return
  }
  child.liveFrom = liveFrom
  desk.table.setStatus(child.id, 'working')
  desk.send(child)
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

/** A member that ended leaves its group, which goes on holding back what the dearest of the others needs. */
export function leaveGroup(desk: OrderDesk, order: Order): void {
  const group = order.group!
  group.members.splice(group.members.indexOf(order), 1)
  group.needs.delete(order)
  if (group.reserved.isZero) return
  const dearest = group.dearest
  desk.account.releaseCash(group.reserved.minus(dearest))
  group.reserved = dearest
}

/** Followers of an order that ended without a fill will never come to life. */
export function orphanChildren(desk: OrderDesk, order: Order): void {
  for (const child of order.children) if (child.stage === 'waiting') desk.cancel(child, 'parent_ended')
}

/** Exits of a position that is gone, or has turned, must not meet the next one. */
export function endExits(desk: OrderDesk, symbol: number): void {
  for (const order of desk.working(symbol)) {
    if (order.terms.size.kind !== 'parentQuantity' || order.stage === 'waiting') continue
    const held = desk.legOf(order.terms).quantityMark
    const closes = order.isBuy ? held < 0 : held > 0
    if (!closes) desk.cancel(order, 'position_closed')
  }
}
