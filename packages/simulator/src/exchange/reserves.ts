import { maxOf, minOf } from '@tezgah/core/fixed-point'
import { type Amount, multiplyDown, multiplyUp, UNIT } from './amounts.ts'
import { type Charge, costPerUnit, type FeeRate, feeOn, reservedFeeOn } from './fees.ts'
import { limitOf, type Order, spendsQuote } from './order.ts'

export type SettlementTime = { readonly now: number; readonly settlesAt: number }

/** What an order of these terms holds back: quote with `rate` on top for a buy, base for a sell. */
export function reserveOf(order: Pick<Order, 'side' | 'method' | 'quantity' | 'price'>, rate: FeeRate): Amount {
  if (order.side === 'sell' || spendsQuote(order)) return order.quantity
  return limitReserve(order.price, order.quantity, rate)
}

/** `denomLeft` of a fresh order: fee and tax on top of a buy, off a sell. */
export function quoteReserveOf(side: Order['side'], price: Amount, quantity: Amount, rate: FeeRate): Amount {
  const value = multiplyDown(price, quantity)
  const held = reservedFeeOn(value, rate)
  return side === 'buy' ? value + held : value - held
}

/** Base amount that the money held back for a buy still pays for at `price`. A last step of 10⁻¹⁶ is never left over. */
export function affordable(order: Order, price: Amount, rate: FeeRate): Amount {
  if (order.side === 'sell' || limitOf(order) !== null) return order.left
  const amount = (order.reserved * UNIT * UNIT) / (costPerUnit(rate) * price)
  return order.left <= amount + 1n && multiplyDown(price, order.left) <= order.reserved ? order.left : amount
}

/**
 * Books one fill of one order: balances, what is held back, fee and tax. Nothing gets below zero: where rounding asks for
 * more than is held back the free balance pays, and where there is none the tax, then the fee, is cut.
 *
 * @param maker - rate at which the rest of a limit buy is held back
 */
export function applyFill(
  order: Order,
  price: Amount,
  quantity: Amount,
  rate: FeeRate,
  maker: FeeRate,
  time: SettlementTime,
): Charge {
  const value = multiplyDown(price, quantity)
  const asked = feeOn(value, rate)
  order.left -= quantity
  const charge =
    order.side === 'buy' ? settleBuy(order, value, asked, maker, time) : settleSell(order, value, asked, time)
  const moved = order.side === 'buy' ? value + charge.fee + charge.tax : value - charge.fee - charge.tax
  order.denominatorLeft = order.left === 0n ? 0n : maxOf(order.denominatorLeft - moved, 0n)
  if (order.side === 'buy') order.account.receive(order.pair.base, quantity, time.now, time.settlesAt)
  return charge
}

function settleSell(order: Order, value: Amount, asked: Charge, { now, settlesAt }: SettlementTime): Charge {
  const { account, pair } = order
  const quantity = order.reserved - order.left
  account.spend(pair.base, quantity)
  order.reserved = order.left
  const fee = minOf(asked.fee, value)
  const tax = minOf(asked.tax, value - fee)
  account.receive(pair.quote, value - fee - tax, now, settlesAt)
  return { fee, tax }
}

function settleBuy(order: Order, value: Amount, asked: Charge, maker: FeeRate, { now }: SettlementTime): Charge {
  const { account, pair } = order
  const restValue = order.method === 'limit' ? multiplyUp(order.price, order.left) : 0n
  const missing = value + asked.fee + asked.tax + restValue - order.reserved
  if (missing > 0n) {
    const topUp = minOf(missing, maxOf(account.free(pair.quote, now), 0n))
    account.reserve(pair.quote, topUp)
    order.reserved += topUp
  }
  const room = order.reserved - value - restValue
  const fee = minOf(asked.fee, room)
  const tax = minOf(asked.tax, room - fee)
  account.spend(pair.quote, value + fee + tax)
  order.reserved -= value + fee + tax
  const needed = order.method === 'limit' ? limitReserve(order.price, order.left, maker) : order.reserved
  if (order.reserved > needed) releaseReserve(order, order.reserved - needed)
  return { fee, tax }
}

/** Gives back what is held for an order that ends, or more of it than the order needs. */
export function releaseReserve(order: Order, amount: Amount): void {
  order.account.release(order.side === 'buy' ? order.pair.quote : order.pair.base, amount)
  order.reserved -= amount
}

/** What a limit buy holds back: rounded up, so that it always pays for the value itself. */
export function limitReserve(price: Amount, quantity: Amount, rate: FeeRate): Amount {
  const value = multiplyUp(price, quantity)
  return value + reservedFeeOn(value, rate)
}
