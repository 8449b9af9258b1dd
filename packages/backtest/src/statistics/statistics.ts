import type { EquityScan } from './equity-scan.ts'
import type { TradeColumns } from './trades.ts'

/** What the statistics of a run are computed from: columns of one entry per candle, and the account's totals. */
export type StatisticsInput = {
  /** Candle open times, epoch milliseconds, strictly increasing. */
  readonly time: Float64Array
  /** Length of a candle in milliseconds. */
  readonly intervalMs: number
  /** Equity in account currency, marked at each candle's close, or what `scanEquity` read of it. */
  readonly equity: Float64Array | EquityScan
  /** Closing prices. */
  readonly close: Float64Array
  /** Cash before the first candle, above zero; the first peak of the drawdown. */
  readonly initialCash: number
  /** The same as an exact decimal. */
  readonly initialCashExact: string
  /** Equity at the last close, exact decimal. */
  readonly finalEquity: string
  /** Sum of all fees, exact decimal. */
  readonly feesPaid: string
  /** Candles at whose close a position was open. */
  readonly exposedCandles: number
  /** Candles per year for annual figures, above zero; `null` takes what the series shows. */
  readonly periodsPerYear: number | null
  /** Closed trades. */
  readonly trades: TradeColumns
  /** Trades still open after the last candle. */
  readonly openTradeCount: number
}

/**
 * The statistics of one run. Money is an exact decimal string, everything else a finite number. A number that does not
 * exist is `null`, and `notes` says why under the same name. Formulas and sources are with the functions they come from.
 */
export type Statistics = {
  /** Cash before the first candle, account currency. */
  readonly initialCash: string
  /** Cash plus open positions at the last close, account currency. */
  readonly finalEquity: string
  /** (finalEquity / initialCash − 1) × 100. */
  readonly returnPct: number | null
  /** (last close / first close − 1) × 100, without costs. */
  readonly buyAndHoldReturnPct: number | null
  /** Compound annual growth rate in percent, a year being 365.25 days. */
  readonly cagrPct: number | null
  /** Sample deviation of the returns per candle, annualised, in percent. */
  readonly annualVolatilityPct: number | null
  /** Annualised Sharpe ratio, risk-free rate 0. */
  readonly sharpe: number | null
  /** Annualised Sortino ratio, target 0. */
  readonly sortino: number | null
  /** cagrPct / maxDrawdownPct. */
  readonly calmar: number | null
  /** Deepest fall below the running peak in percent: 20 is 20 % below. */
  readonly maxDrawdownPct: number | null
  /** Longest time from a peak until equity is back at or above it, or until the last candle; milliseconds. */
  readonly maxDrawdownDurationMs: number | null
  /** Candles at whose close a position was open, in percent of all candles. */
  readonly exposurePct: number | null
  /** Closed trades. */
  readonly tradeCount: number
  /** Trades still open after the last candle. */
  readonly openTradeCount: number
  /** Closed trades with a profit above zero, in percent of all closed trades. */
  readonly winRatePct: number | null
  /** Gross profit / gross loss of the closed trades, after fees. */
  readonly profitFactor: number | null
  /** Mean return of the closed trades in percent. */
  readonly expectancyPct: number | null
  /** System quality number of the closed trades. */
  readonly sqn: number | null
  /** Sum of all fees, account currency. */
  readonly feesPaid: string
  /** Why a statistic is `null`, by its name; one entry for each `null` and no other. */
  readonly notes: Readonly<Record<string, string>>
}
