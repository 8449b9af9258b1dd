import { type Decimal, floorQuotient, floorToStep, percentOf, smaller, ZERO } from '@tezgah/core/decimal'
import { affordableQuantity, type FeeRate, type FeeSchedule, feeSurcharge } from '../market/fees.ts'
import type { Order } from '../orders/order.ts'
import { isRefusal, type Refusal, type Size } from '../orders/terms.ts'
import type { Account } from './account.ts'
import type { Holding } from './holding.ts'

/** What a size is settled from: an account as it stands, or as it would stand. */
export type SizingAccount = Pick<Account, 'settings' | 'equityAt' | 'buyingPower'>
export type SizingHolding = Pick<Holding, 'side' | 'quantity' | 'quantityMark' | 'freeQuantity'>

/** What a size has to be settled against. */
export type SizingContext = {
  /** Quote currency per base unit, slippage included. */
  readonly price: Decimal
  readonly tier: FeeRate
  readonly fees: FeeSchedule
  /** Smallest step of a quantity. */
  readonly lot: Decimal
}

/**
 * The quantity that `order` trades in all, floored to the lot, or why it cannot trade; zero where there is nothing to do:
 * a target is reached already, or the position that an exit was for is gone.
 *
 * Shares and amounts include the fees, so that spending all of the cash never overdraws it.
 */
export function orderQuantity(
  order: Order,
  sizing: SizingContext,
  account: SizingAccount,
  holding: SizingHolding,
): Decimal | Refusal {
  const { size, isReduceOnly } = order.terms
  if (size.kind === 'parentQuantity') return exitQuantity(order, holding)
  if (isReduceOnly && closableQuantity(order, holding).isZero) {
    return { reason: 'nothing_to_reduce', observed: size.value, limit: ZERO }
  }
  if (size.kind === 'percentOfPosition') return shareOfPosition(order, holding, sizing.lot)
  const wanted = size.kind === 'targetPercent' ? distanceToTarget(order, sizing, account, holding) : null
  if (wanted?.isZero) return ZERO
  if (mayOnlyReduce(order, account, holding)) return reducing(order, sizing, account, holding, wanted)
  if (isReduceOnly) return reduceOnly(order, sizing, account, holding)
  return increase(order, sizing, account, holding, wanted)
}

/** True for an order that can do no more than reduce what is held. */
export function isReducing(order: Order, account: SizingAccount, holding: SizingHolding): boolean {
  return order.terms.isReduceOnly || mayOnlyReduce(order, account, holding)
}

/** True for an order that has nothing to open: a spot account holds no shorts, and each holding of a hedge points one way. */
export function mayOnlyReduce({ isBuy }: Order, { settings }: SizingAccount, { side }: SizingHolding): boolean {
  return side === null ? settings.model === 'spot' && !isBuy : isBuy === (side === 'short')
}

function reducing(
  order: Order,
  sizing: SizingContext,
  account: SizingAccount,
  holding: SizingHolding,
  target: Decimal | null,
): Decimal | Refusal {
  const { kind } = order.terms.size
  const isGiven = target !== null || kind === 'quantity' || kind === 'quoteAmount'
  return isGiven ? reduceBy(order, sizing, holding, target) : reduceOnly(order, sizing, account, holding)
}

/** What an order may use of the quantity held: all that is free and what it holds back itself. */
export function closableQuantity(order: Order, holding: SizingHolding): Decimal {
  if (!closes(order, holding)) return ZERO
  const free = order.reserved.isZero || order.isBuy ? holding.freeQuantity : holding.freeQuantity.plus(order.reserved)
  // An exit, which holds nothing back, may have closed what others hold back.
  return free.isPositive ? free : ZERO
}

/** True where the order goes against the position held. */
function closes(order: Order, holding: SizingHolding): boolean {
  return order.isBuy ? holding.quantityMark < 0 : holding.quantityMark > 0
}

/** The exits of a bracket share what their entry has filled. */
function exitQuantity({ group, parent, isBuy }: Order, holding: SizingHolding): Decimal {
  const held = isBuy === holding.quantityMark < 0 ? holding.quantity.abs() : ZERO
  const open = parent!.netFilled.minus(group === null ? ZERO : group.filled)
  return smaller(open, held)
}

function shareOfPosition(order: Order, holding: SizingHolding, lot: Decimal): Decimal | Refusal {
  const available = closableQuantity(order, holding)
  const wanted = percentOf(order.terms.size.value, closes(order, holding) ? holding.quantity.abs() : ZERO)
  if (available.isZero) return { reason: 'insufficient_position', observed: wanted, limit: available }
  // All of a position may leave: what a fee in base left of it is no multiple of the lot.
  if (wanted.compare(available) >= 0) return available
  return wholeLots(wanted, lot)
}

function reduceBy(
  order: Order,
  sizing: SizingContext,
  holding: SizingHolding,
  target: Decimal | null,
): Decimal | Refusal {
  const available = closableQuantity(order, holding)
  const { size, isReduceOnly } = order.terms
  const wanted = target ?? amountOf(order, sizing)
  const isShort = target === null && floorToStep(wanted, sizing.lot).compare(available) > 0
  if (available.isZero || (isShort && !isReduceOnly)) {
    return {
      reason: 'insufficient_position',
      observed: size.kind === 'quantity' ? size.value : wanted,
      limit: available,
    }
  }
  return wanted.compare(available) >= 0 ? available : wholeLots(wanted, sizing.lot)
}

/** Base units of a size in base or quote. */
function amountOf({ terms: { size } }: Order, { price, lot }: SizingContext): Decimal {
  return size.kind === 'quoteAmount' ? floorQuotient(size.value, price, lot) : size.value
}

function reduceOnly(
  order: Order,
  sizing: SizingContext,
  account: SizingAccount,
  holding: SizingHolding,
): Decimal | Refusal {
  const available = closableQuantity(order, holding)
  const { kind } = order.terms.size
  if (kind === 'quantity' || kind === 'quoteAmount') {
    const wanted = amountOf(order, sizing)
    return wanted.compare(available) >= 0 ? available : wholeLots(wanted, sizing.lot)
  }
  const wanted = increase(order, sizing, account, holding, null)
  return isRefusal(wanted) ? wanted : smaller(wanted, available)
}

/** How far the position is from its target weight, in the order's direction; zero where it is there or beyond. */
function distanceToTarget(
  order: Order,
  { price, lot }: SizingContext,
  account: SizingAccount,
  holding: SizingHolding,
): Decimal {
  const equity = account.equityAt(order.terms.symbol, price)
  const { value } = order.terms.size
  const share = percentOf(value.abs(), equity)
  const size = share.isPositive ? floorQuotient(share, price, lot) : ZERO
  const target = value.isPositive ? size : size.negated()
  const distance = order.isBuy ? target.minus(holding.quantity) : holding.quantity.minus(target)
  return distance.isPositive ? distance : ZERO
}

function increase(
  order: Order,
  sizing: SizingContext,
  account: SizingAccount,
  holding: SizingHolding,
  target: Decimal | null,
): Decimal | Refusal {
  const { kind, value } = order.terms.size
  const closing = closableQuantity(order, holding)
  const available = availableFunds(order, sizing.price, account, closing)
  if (kind === 'quantity') return exactQuantity(order, sizing, closing, available)
  if (kind === 'quoteAmount' && value.compare(available) > 0) {
    return { reason: 'insufficient_cash', observed: value, limit: available }
  }
  const budget = budgetOf(order, sizing.price, account, available)
  const affordable = affordableQuantity(budget, sizing.price, sizing.tier, sizing.fees, sizing.lot)
  const quantity = target === null ? affordable : smaller(target, affordable)
  const bounded = boundedByRisk(order, sizing, account, quantity)
  return bounded.isPositive ? bounded : { reason: 'below_lot', observed: budget, limit: orderCost(sizing.lot, sizing) }
}

/**
 * Money that the order may use: all that is free, and what it and its group hold back. What it closes needs none, and sets
 * as much free as it was worth.
 */
export function availableFunds(order: Order, price: Decimal, account: SizingAccount, closing: Decimal): Decimal {
  let money = account.buyingPower(order.terms.symbol, price, closing)
  if (!order.reserved.isZero && order.isBuy) money = money.plus(order.reserved)
  if (order.group !== null) money = money.plus(order.group.reserved)
  return closing.isZero ? money : money.plus(closing.times(price))
}

function exactQuantity(order: Order, sizing: SizingContext, closing: Decimal, available: Decimal): Decimal | Refusal {
  const quantity = floorToStep(order.terms.size.value, sizing.lot)
  if (!quantity.isPositive) return { reason: 'below_lot', observed: order.terms.size.value, limit: sizing.lot }
  if (quantity.compare(closing) <= 0) return quantity
  const cost = orderCost(quantity, sizing)
  return cost.compare(available) > 0 ? { reason: 'insufficient_cash', observed: cost, limit: available } : quantity
}

/** What a purchase of `quantity` costs with its fees; a short sale is held to the same. */
export function orderCost(quantity: Decimal, { price, tier, fees }: SizingContext): Decimal {
  const value = price.times(quantity)
  const cost = fees.currency === 'quote' ? value.times(tier.buyFactor) : value
  return cost.plus(feeSurcharge(fees, tier, value))
}

/** The money that an amount or a share stands for, at most what is available. */
function budgetOf(order: Order, price: Decimal, account: SizingAccount, available: Decimal): Decimal {
  const { kind, value } = order.terms.size
  if (kind === 'quoteAmount') return value
  if (kind === 'percentOfCash') return percentOf(value, available)
  if (kind === 'percentOfEquity') {
    return smaller(percentOf(value, account.equityAt(order.terms.symbol, price)), available)
  }
  return available
}

/**
 * Sizes by risk: as many units as lose the given share of equity on the way to the stop, or on a move of the given
 * volatility; never more than can be paid for.
 */
function boundedByRisk(order: Order, sizing: SizingContext, account: SizingAccount, affordable: Decimal): Decimal {
  const { size, symbol } = order.terms
  if (size.kind !== 'riskPercent' && size.kind !== 'volatilityPercent') return affordable
  return smaller(quantityAtRisk(size, sizing, account.equityAt(symbol, sizing.price)), affordable)
}

/** Units that lose the share of `equity`; none where the price stands at the stop, since nothing measures the risk there. */
export function quantityAtRisk(
  { kind, value, reference }: Size,
  { price, lot }: SizingContext,
  equity: Decimal,
): Decimal {
  const way = kind === 'volatilityPercent' ? reference : price.minus(reference).abs()
  const loss = percentOf(value, equity)
  return loss.isPositive && way.isPositive ? floorQuotient(loss, way, lot) : ZERO
}

function wholeLots(value: Decimal, lot: Decimal): Decimal | Refusal {
  const quantity = floorToStep(value, lot)
  return quantity.isPositive ? quantity : { reason: 'below_lot', observed: value, limit: lot }
}
