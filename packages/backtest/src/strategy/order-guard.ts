import type { OrderType, Side } from '../orders/terms.ts'

/** An order as a guard judges it: what a strategy asked for, at the close at which it did. Numbers are exact decimals as text. */
export type GuardedOrder = {
  readonly symbol: string
  readonly side: Side
  readonly type: OrderType
  /**
   * Base units, above 0, floored to the lot. Of a share or an amount, the quantity at the order's own price, or at the
   * last close; `null` where that is nothing or cannot be paid for.
   */
  readonly quantity: string | null
  /** Quote currency per base unit, `null` where the order has none. */
  readonly limitPrice: string | null
  /** The price that triggers it: of a stop or of a touch. `null` where the order has none, and for a trailing stop. */
  readonly stopPrice: string | null
  /** True for an order that can do no more than reduce what is held. */
  readonly reduceOnly: boolean
}

export type GuardedWorkingOrder = GuardedOrder & { readonly id: number }

export type GuardedPosition = {
  readonly symbol: string
  /** Base units, shorts negative, never 0. */
  readonly quantity: string
}

export type GuardedFill = {
  readonly orderId: number
  readonly symbol: string
  readonly side: Side
  readonly quantity: string
  readonly price: string
  /** Epoch milliseconds, UTC: open time of the candle, or of the finer one, in which it happened. */
  readonly time: number
}

export type GuardedTrade = {
  readonly symbol: string
  /** Quote currency after fees. */
  readonly profit: string
  /** Rule that set the price of the exit, for example `stop` or `market`. */
  readonly exitReason: string
  /** Epoch milliseconds, UTC, as of a fill. */
  readonly exitTime: number
}

/** The account at the last closes. Valid only during the call that it is given to. */
export interface GuardedAccount {
  /** When the last candle closed, epoch milliseconds, UTC. */
  readonly time: number
  /** Cash and positions at the last closes, quote currency, exact. */
  readonly equity: string
  readonly cash: string
  /** Cash that no working order holds back. */
  readonly freeCash: string
  /** Base units of the symbol that no working order holds back; shorts negative. */
  freeQuantity(symbol: string): string
  /** Last close of a symbol, `null` before its first candle. */
  closeOf(symbol: string): string | null
  positions(): readonly GuardedPosition[]
  /** Without exits that are attached to an entry. */
  workingOrders(): readonly GuardedWorkingOrder[]
  /** Fills from the `first`-th on, counted from 0, in the order in which they happened. */
  fills(first: number): readonly GuardedFill[]
  /** Closed trades from the `first`-th on, counted from 0, in the order of their exits. */
  closedTrades(first: number): readonly GuardedTrade[]
}

/** Why a guard refuses an order. The order ends as refused with reason `guard`, and these texts stand in the result. */
export type GuardRefusal = {
  /** What was found, for example `MAX_NOTIONAL: 120000 TRY`. */
  readonly observed: string
  /** The limit that it broke. */
  readonly limit: string
}

/** Ends the run: its account is beyond a limit. The run throws a `BacktestError` `guard_stopped` with this as its `cause`. */
export type GuardStop = {
  readonly stop: true
  /** A stable name of the reason, for example `limit_reached`. */
  readonly code: string
  /** Path of the input that holds the limit, `null` where none does. */
  readonly field: string | null
  readonly message: string
}

/** One run's judge. It may remember; it must neither read a clock nor draw chance, and answers at once: a promise fails the run. */
export interface OrderJudge {
  /** Called at each close at which the strategy is called, before it. A stop ends the run there. */
  observe(account: GuardedAccount): GuardStop | null | undefined
  /**
   * Judges an order that the account and the market would take, or the change of one. `null` lets it pass.
   * Exits attached to an entry are not asked about: they only reduce what the entry brought.
   */
  review(order: GuardedOrder, account: GuardedAccount): GuardRefusal | GuardStop | null
}

/** Judges every order of a run before the market sees it. */
export interface OrderGuard {
  /** Stands in the manifest: which rules judged, for example their hash. 1 to 256 characters. */
  readonly name: string
  /** A judge with an empty memory: once for a run, and once for each further path of its bounds. */
  begin(symbols: readonly string[]): OrderJudge
}
