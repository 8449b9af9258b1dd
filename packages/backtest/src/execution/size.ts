import type { SpotAccount } from '../account/spot-account.ts'
import { type Decimal, floorQuotient, floorToStep, percentOf, smaller } from '../money/decimal.ts'
import type { Order, Refusal } from '../orders/order.ts'
import type { FeeTier } from './market.ts'

/**
 * The quantity that `order` trades at `price`, floored to the lot, or why it cannot trade.
 *
 * Shares and amounts include the fee, so that spending all of the cash never overdraws it.
 */
export function resolveQuantity(
  order: Order,
  price: Decimal,
  fee: FeeTier,
  account: SpotAccount,
  lot: Decimal,
): Decimal | Refusal {
  return order.terms.side === 'buy' ? buyQuantity(order, price, fee, account, lot) : sellQuantity(order, account, lot)
}

function buyQuantity(
  order: Order,
  price: Decimal,
  fee: FeeTier,
  account: SpotAccount,
  lot: Decimal,
): Decimal | Refusal {
  const { kind, value } = order.terms.size
  const available = withReserved(account.freeCash, order)
  const unitCost = price.times(fee.buyFactor)
  if (kind === 'quantity') {
    const cost = unitCost.times(floorToStep(value, lot))
    return cost.compare(available) > 0 ? insufficientCash(cost, available) : wholeLots(value, lot)
  }
  if (kind === 'quoteAmount' && value.compare(available) > 0) return insufficientCash(value, available)
  const budget = kind === 'quoteAmount' ? value : smaller(shareOf(order, price, account, available), available)
  const quantity = floorQuotient(budget, unitCost, lot)
  return quantity.isPositive ? quantity : { reason: 'below_lot', observed: budget, limit: unitCost.times(lot) }
}

/** Quote currency that the order's share of equity or of free cash comes to. */
function shareOf(order: Order, price: Decimal, account: SpotAccount, available: Decimal): Decimal {
  const { kind, value } = order.terms.size
  return percentOf(value, kind === 'percentOfCash' ? available : account.equityAt(price))
}

/** What an order may use: all that is free and what it holds back itself. */
function withReserved(free: Decimal, { reserved }: Order): Decimal {
  return reserved.isZero ? free : free.plus(reserved)
}

function insufficientCash(observed: Decimal, limit: Decimal): Refusal {
  return { reason: 'insufficient_cash', observed, limit }
}

function wholeLots(value: Decimal, lot: Decimal): Decimal | Refusal {
  const quantity = floorToStep(value, lot)
  return quantity.isPositive ? quantity : { reason: 'below_lot', observed: value, limit: lot }
}

function sellQuantity(order: Order, account: SpotAccount, lot: Decimal): Decimal | Refusal {
  const { kind, value } = order.terms.size
  const available = withReserved(account.freeQuantity, order)
  if (kind === 'quantity' && floorToStep(value, lot).compare(available) > 0) {
    return { reason: 'insufficient_position', observed: value, limit: available }
  }
  const wanted = kind === 'quantity' ? value : percentOf(value, account.quantity)
  if (available.isZero) return { reason: 'insufficient_position', observed: wanted, limit: available }
  return wholeLots(smaller(wanted, available), lot)
}
