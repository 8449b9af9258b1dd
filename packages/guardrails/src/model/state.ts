import type { Side } from './intent.ts'

/** `active`: everything may pass; `reducing`: only what shrinks a position; `halted`: only cancels. */
export type TradingMode = 'active' | 'reducing' | 'halted'

/** What the account holds. Equity counts open positions at their present prices. */
export type AccountState = {
  /** When this was read or computed. */
  readonly at: number
  readonly equity: string
  readonly balances: Readonly<Record<string, { readonly free: string; readonly total: string }>>
}

/** Signed base quantity; a symbol occurs at most once. */
export type PositionState = { readonly symbol: string; readonly quantity: string }

/** An order that may still trade, from the moment it is sent. */
export type OpenOrderState = {
  readonly id: string
  readonly symbol: string
  readonly side: Side
  /** What may still trade. */
  readonly quantity: string
  /** Limit price, or stop price where there is no limit, `null` for a market order. */
  readonly price: string | null
  readonly reduceOnly: boolean
}

export type PriceState = { readonly at: number; readonly price: string }

export type MarketState = {
  readonly base: string
  readonly quote: string
  /** When prices were last heard. */
  readonly at: number
  readonly lastPrice: string
  readonly bid: string
  readonly ask: string
  readonly tickSize: string
  readonly lotSize: string
  /** In quote currency. */
  readonly minNotional: string
  /** Oldest first. */
  readonly recentPrices?: readonly PriceState[]
}

export type SentOrderState = {
  readonly at: number
  readonly symbol: string
  readonly side: Side
  readonly quantity: string
  readonly price: string | null
}

export type ClosedTradeState = {
  readonly at: number
  readonly symbol: string
  /** After fees, negative for a loss. */
  readonly profit: string
  readonly exit: 'stop' | 'other'
}

/** What happened, oldest first, complete from `since` on. */
export type ActivityState = {
  /** Nothing is missing after this moment; 0 where nothing ever was. */
  readonly since: number
  readonly orders?: readonly SentOrderState[]
  readonly trades?: readonly { readonly at: number }[]
  readonly closed?: readonly ClosedTradeState[]
}

export type EquityPoint = { readonly at: number; readonly equity: string }

export type EquityState = {
  /** `at` is the first moment of the day. */
  readonly dayStart?: EquityPoint
  /** The highest equity there ever was. */
  readonly peak?: EquityPoint
  /** Oldest first. */
  readonly samples?: readonly EquityPoint[]
}

/**
 * Everything that a decision sees, as one JSON object: amounts are decimal text, times whole milliseconds since the
 * epoch, UTC. What no policy of the set needs may be absent. Members that are not listed here refuse.
 */
export type State = {
  /** The present moment. */
  readonly at: number
  /** How far `at` may be off. */
  readonly clockErrorMs: number
  readonly mode: TradingMode
  readonly account?: AccountState
  readonly positions?: readonly PositionState[]
  readonly openOrders?: readonly OpenOrderState[]
  readonly markets?: Readonly<Record<string, MarketState>>
  readonly activity?: ActivityState
  readonly equity?: EquityState
}
