import { type Decimal, ZERO } from '../money/decimal.ts'
import type { RefusalReason } from './reasons.ts'

export type Side = 'buy' | 'sell'
export type OrderType = 'market' | 'limit' | 'stop-market' | 'stop-limit'
export const ORDER_STATUSES = ['working', 'filled', 'cancelled', 'refused'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]
export type SizeKind = 'quantity' | 'quoteAmount' | 'percentOfEquity' | 'percentOfCash' | 'percentOfPosition'

/** How much to trade; what a share or an amount comes to is known only at the fill price. */
export type Size = { readonly kind: SizeKind; readonly value: Decimal }

/** Stands where a request gave no usable size. */
export const NO_SIZE: Size = { kind: 'quantity', value: ZERO }

/** A price in both of its forms: exact for the fill, double for the comparison with candles. */
export type OrderPrice = { readonly exact: Decimal; readonly mark: number }

export type OrderTerms = {
  readonly side: Side
  readonly size: Size
  readonly limit: OrderPrice | null
  readonly stop: OrderPrice | null
  /** The strategy's own words, `null` when it gave none. */
  readonly tag: string | null
}

/** The figure that a refusal found, beside the bound that it broke; spelled out only when the result is read. */
export type Refusal = {
  readonly reason: RefusalReason
  readonly observed: Decimal | string
  readonly limit: Decimal | string
}

/** A request that gave no usable size or price: of its terms only the tag is known. */
export type RefusedRequest = Refusal & { readonly tag: string | null }

export function orderType(terms: OrderTerms): OrderType {
  if (terms.stop === null) return terms.limit === null ? 'market' : 'limit'
  return terms.limit === null ? 'stop-market' : 'stop-limit'
}

/** An order while it works. What becomes of it is kept in the order table; the order book alone changes it. */
export class Order {
  readonly id: number
  readonly terms: OrderTerms
  readonly type: OrderType
  isWorking = true
  /** Index of the first candle that finds this order resting in the book; a stop-limit rests once its stop was touched. */
  restsFrom: number
  /** Quote currency (buy) or base quantity (sell) that this order holds back from others. */
  reserved: Decimal

  constructor(id: number, terms: OrderTerms, createdIndex: number, reserved: Decimal) {
    this.id = id
    this.terms = terms
    this.type = orderType(terms)
    this.reserved = reserved
    this.restsFrom = this.type === 'limit' ? createdIndex + 1 : Number.POSITIVE_INFINITY
  }
}
