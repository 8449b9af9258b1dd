import type { Liquidity } from '../costs/fee-schedule.ts'
import type { Decimal } from '../money/decimal.ts'
import type { FillReason } from '../orders/reasons.ts'

/** The price at which an order trades now, before slippage, and the rule that says so. */
export type Quote = { readonly price: Decimal; readonly liquidity: Liquidity; readonly reason: FillReason }

/** A trade against the book; slippage will move its price. */
export function takerQuote(price: Decimal, reason: FillReason): Quote {
  return { price, liquidity: 'taker', reason }
}

/** A trade of an order that rested in the book: without slippage. */
export function makerQuote(price: Decimal, reason: FillReason): Quote {
  return { price, liquidity: 'maker', reason }
}
