import type { Account } from './accounts.ts'
import type { Amount } from './amounts.ts'

export type Side = 'buy' | 'sell'
export type OrderMethod = 'limit' | 'market' | 'stoplimit' | 'stopmarket'
export type OrderStatus = 'Untouched' | 'Partial' | 'Canceled' | 'Closed'

export type PairOptions = {
  /** Exchange's number of the pair. */
  readonly id: number
  readonly base: string
  readonly quote: string
  /** Decimals of a base amount. */
  readonly baseScale: number
  /** Decimals of a price. */
  readonly priceScale: number
  /** Shown as `tickSize`. It is not what orders are held to: the scale is. */
  readonly tickSize: string
  /** Least value of an order, in quote. */
  readonly minimumValue: string
  readonly methods?: readonly OrderMethod[]
  /** Price before anything traded. */
  readonly price: string
}

export type PairStatus = 'TRADING' | 'HALTED'

export type Pair = {
  readonly id: number
  readonly name: string
  readonly normalized: string
  readonly base: string
  readonly quote: string
  readonly baseScale: number
  readonly priceScale: number
  readonly tickSize: string
  readonly minimumValue: Amount
  readonly methods: readonly OrderMethod[]
  readonly startPrice: Amount
  /** Place in lists. */
  readonly order: number
}

/** What is asked for, read and within the pair's rules. */
export type OrderTerms = {
  readonly pair: Pair
  readonly side: Side
  readonly method: OrderMethod
  /** Market buy and stop-market buy: quote money to spend, fee included. Everything else: base amount. */
  readonly quantity: Amount
  /** Zero where the method has none. */
  readonly price: Amount
  readonly stopPrice: Amount
  readonly clientId: string
}

export type Order = OrderTerms & {
  readonly id: number
  readonly account: Account
  readonly time: number
  updatedAt: number
  status: OrderStatus
  /** Base amount in all; for a market buy known once the price is. */
  amount: Amount
  left: Amount
  /** Held back from the account for this order: quote of a buy, base of a sell. */
  reserved: Amount
  /** What frames 451 and 452 call so: quote money of the rest, fee and tax on top for a buy, off for a sell. */
  denominatorLeft: Amount
  /** Price of the first fill; zero before. */
  firstPrice: Amount
  /** Quote money that a market buy could not spend. */
  dust: Amount
  /** `left` and `denominatorLeft` when the cancel was queued; `null` while none is. */
  cancel: { readonly left: Amount; readonly denominatorLeft: Amount } | null
}

export function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

export function isOpen(order: Order): boolean {
  return order.status === 'Untouched' || order.status === 'Partial'
}

export function spendsQuote(terms: Pick<OrderTerms, 'side' | 'method'>): boolean {
  return terms.side === 'buy' && (terms.method === 'market' || terms.method === 'stopmarket')
}

/** `limitPrice` of a resting or taking order; `null` for a market order. */
export function limitOf(order: Order): Amount | null {
  return order.method === 'limit' ? order.price : null
}
