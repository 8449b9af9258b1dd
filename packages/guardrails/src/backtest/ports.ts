import type { BacktestAccount, BacktestOrder } from '../model/backtest-account.ts'

/** Why an order is refused, as the result of a backtest shows it. */
export type BacktestRefusal = { readonly observed: string; readonly limit: string }

/** Ends a run: an account went beyond a limit of a policy that halts. */
export type BacktestStop = {
  readonly stop: true
  readonly code: string
  /** The request's field that holds the limit, `null` where none does. */
  readonly field: string | null
  readonly message: string
}

/** Reviews the orders of one run: it sees the account at each close, and then the orders of the strategy. */
export interface BacktestJudge {
  observe(account: BacktestAccount): BacktestStop | null
  /** `null` lets the order pass. */
  review(order: BacktestOrder, account: BacktestAccount): BacktestRefusal | BacktestStop | null
}

/** What `guard` of a backtest takes. */
export interface BacktestGuard {
  readonly name: string
  begin(symbols: readonly string[]): BacktestJudge
}
