import type { OrderTerms, Refusal } from '../orders/terms.ts'

/** Judges an order before the market sees it, after the rules of the market and the account have accepted it. */
export interface PreTradeCheck {
  /** Why an order with these terms must not be placed, `null` where it may. */
  refusalOf(terms: OrderTerms): Refusal | null
}
