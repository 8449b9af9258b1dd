import type { Decimal } from '../money/decimal.ts'
import type { Order } from '../orders/order.ts'
import type { FillReason } from '../orders/reasons.ts'
import type { Costs, FeeTier } from './market.ts'

/** The price at which an order trades now, and the rule that says so. */
export type Quote = { readonly price: Decimal; readonly fee: FeeTier; readonly reason: FillReason }

/** A trade against the book: slippage moves the price against the order, though never beyond its own limit. */
export function takerQuote(order: Order, price: Decimal, costs: Costs, reason: FillReason): Quote {
  const slippage = order.terms.side === 'buy' ? costs.buySlippage : costs.sellSlippage
  if (slippage === null) return { price, fee: costs.taker, reason }
  return { price: withinLimit(order, price.times(slippage)), fee: costs.taker, reason }
}

/** A trade of an order that rested in the book: without slippage. */
export function makerQuote(price: Decimal, costs: Costs, reason: FillReason): Quote {
  return { price, fee: costs.maker, reason }
}

function withinLimit({ terms: { side, limit } }: Order, price: Decimal): Decimal {
  if (limit === null) return price
  const isBeyond = side === 'buy' ? price.compare(limit.exact) > 0 : price.compare(limit.exact) < 0
  return isBeyond ? limit.exact : price
}
