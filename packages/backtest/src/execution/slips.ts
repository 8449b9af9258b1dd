import type { Liquidity } from '../costs/fee-schedule.ts'
import type { Decimal } from '../money/decimal.ts'
import type { SlippageOn } from '../options/choices.ts'
import type { Order } from '../orders/order.ts'

/**
 * True where slippage moves the price of a fill.
 *
 * @param position - base units held, negative for a short
 */
export function slips(order: Order, liquidity: Liquidity, slippageOn: SlippageOn, position: number): boolean {
  if (slippageOn === 'everyFill') return true
  if (slippageOn === 'marketOrders') return order.type === 'market'
  if (slippageOn === 'takers') return liquidity === 'taker'
  const closes = order.isBuy ? position < 0 : position > 0
  return !closes
}

/** Slippage moves the price against the order, though never beyond its own limit. */
export function heldToLimit({ isBuy, terms: { limit } }: Order, slipped: Decimal): Decimal {
  if (limit === null) return slipped
  const isBeyond = isBuy ? slipped.compare(limit.exact) > 0 : slipped.compare(limit.exact) < 0
  return isBeyond ? limit.exact : slipped
}
