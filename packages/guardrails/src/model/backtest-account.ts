import type { Side } from './intent.ts'

/** An order as a backtest asks about it: numbers are exact decimals as text. */
export type BacktestOrder = {
  readonly symbol: string
  readonly side: Side
  readonly type:
    | 'market'
    | 'limit'
    | 'stop-market'
    | 'stop-limit'
    | 'trailing-stop'
    | 'market-if-touched'
    | 'limit-if-touched'
  /** Base units, `null` where the size is nothing. */
  readonly quantity: string | null
  readonly limitPrice: string | null
  /** What triggers it, `null` for a trailing stop. */
  readonly stopPrice: string | null
  /** True if the account lets it do no more than reduce what is held. */
  readonly reduceOnly: boolean
}

/** What a guard must know of a backtest's account; that of `@tezgah/backtest` has it. Times are epoch milliseconds, UTC. */
export interface BacktestAccount {
  /** When the last candle closed. */
  readonly time: number
  readonly equity: string
  readonly cash: string
  readonly freeCash: string
  freeQuantity(symbol: string): string
  closeOf(symbol: string): string | null
  positions(): readonly { readonly symbol: string; readonly quantity: string }[]
  workingOrders(): readonly (BacktestOrder & { readonly id: number })[]
  /** From the `first`-th on, oldest first. */
  fills(first: number): readonly {
    readonly orderId: number
    readonly symbol: string
    readonly side: Side
    readonly quantity: string
    readonly price: string
    readonly time: number
  }[]
  /** From the `first`-th on, oldest first. */
  closedTrades(first: number): readonly {
    readonly symbol: string
    readonly profit: string
    readonly exitReason: string
    readonly exitTime: number
  }[]
}
