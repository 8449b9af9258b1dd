import type { Liquidity } from '../execution/market.ts'
import type { OrderStatus, OrderType, Side, SizeKind } from '../orders/order.ts'
import type { CancelReason, FillReason, RefusalReason } from '../orders/reasons.ts'
import type { Statistics } from '../statistics/index.ts'

/** Number of the result's format; it changes when a field changes its meaning or goes. */
export const RESULT_SCHEMA = 1

/** What the run assumed of the world, every assumption by name. */
export type Assumptions = {
  readonly account: 'spot'
  readonly initialCash: string
  readonly makerFeeRate: string
  readonly takerFeeRate: string
  /** Fees are exact products of value and rate. */
  readonly feeRounding: 'none'
  readonly lot: string
  /** Quantities are rounded down to the lot. */
  readonly quantityRounding: 'floor'
  readonly slippageBps: string
  /** A decision made at a close acts from the next open. */
  readonly fillAt: 'nextOpen'
  readonly limitFill: 'cross' | 'touch'
  /** A limit that the open is beyond trades at the open. */
  readonly limitGap: 'open'
  /** A stop that the open is beyond trades at the open. */
  readonly stopGap: 'open'
  /** Inside a candle: the open, then stops, then limits. */
  readonly path: 'worst'
  /** Which lots a sell closes. */
  readonly lots: 'fifo'
  readonly daysPerYear: number
  /** Used to annualise; `null` where one candle leaves nothing to observe. */
  readonly periodsPerYear: number | null
}

export type Manifest = {
  readonly engineVersion: string
  readonly strategy: string
  readonly params: unknown
  readonly assumptions: Assumptions
  readonly symbol: string
  readonly interval: string
  /** Open time of the first candle, epoch milliseconds, UTC. */
  readonly from: number
  /** Open time of the last candle, epoch milliseconds, UTC. */
  readonly to: number
  readonly candleCount: number
  /** SHA-256 of the candles: the columns time, open, high, low, close, volume one after another, little-endian doubles. */
  readonly dataSha256: string
  /** SHA-256 of the parameters as JSON with sorted keys. */
  readonly paramsSha256: string
  readonly seed: number
  /** SHA-256 of everything else in the result; see `docs/result.md`. */
  readonly digest: string
}

/** Where the money is at the end. `cash + quantity × mark = initialCash + realised + unrealised − feesPaid`, exactly. */
export type AccountReport = {
  readonly initialCash: string
  readonly cash: string
  /** Base units held. */
  readonly quantity: string
  /** Last close. */
  readonly mark: string
  readonly finalEquity: string
  /** Profit of closed lots, before fees. */
  readonly realised: string
  /** Profit of open lots at `mark`, before fees. */
  readonly unrealised: string
  readonly feesPaid: string
}

export type OrderReport = {
  readonly id: number
  readonly symbol: string
  readonly side: Side
  readonly type: OrderType
  /** What was asked for, `null` where that was no usable size. */
  readonly size: { readonly kind: SizeKind; readonly value: string } | null
  readonly limitPrice: string | null
  readonly stopPrice: string | null
  readonly status: OrderStatus
  /** Why it was refused or cancelled. */
  readonly reason: RefusalReason | CancelReason | null
  /** For a refusal: the figure found … */
  readonly observed: string | null
  /** … and the bound that it broke. */
  readonly limit: string | null
  readonly tag: string | null
  readonly createdIndex: number
  readonly createdTime: number
  /** Candle on which it was filled, cancelled or refused; `null` while working. */
  readonly closedIndex: number | null
  readonly closedTime: number | null
  readonly filledQuantity: string | null
}

export type FillReport = {
  readonly orderId: number
  readonly symbol: string
  readonly side: Side
  readonly index: number
  /** Open time of the candle it happened in. */
  readonly time: number
  readonly price: string
  readonly quantity: string
  readonly fee: string
  readonly liquidity: Liquidity
  readonly reason: FillReason
}

export type TradeReport = {
  readonly symbol: string
  readonly side: 'long' | 'short'
  readonly quantity: string
  readonly entryIndex: number
  readonly entryTime: number
  readonly entryPrice: string
  /** `null` while open. */
  readonly exitIndex: number | null
  readonly exitTime: number | null
  readonly exitPrice: string | null
  readonly fees: string
  /** After fees; while open, valued at the last close. */
  readonly profit: string
  /** Profit in percent of the entry value (price × quantity). */
  readonly returnPct: number
  /** The closing order's tag, else the rule of its fill; `open` while open. */
  readonly exitReason: string
}

/** One entry per candle. */
export type EquityCurve<Column> = {
  readonly time: Column
  /** Quote currency at the close. */
  readonly equity: Column
  /** Fraction below the highest equity so far, 0 to 1. */
  readonly drawdown: Column
}

type Report<Column> = {
  readonly schema: typeof RESULT_SCHEMA
  readonly manifest: Manifest
  readonly stats: Statistics
  readonly account: AccountReport
  readonly orders: readonly OrderReport[]
  readonly fills: readonly FillReport[]
  /** Closed trades in the order of their exits, then those still open. */
  readonly trades: readonly TradeReport[]
  readonly equity: EquityCurve<Column>
}

/** The published form: what `JSON.stringify(result)` writes. Money, fill prices and quantities are exact decimal strings. */
export type BacktestReport = Report<readonly number[]>

/** A finished run. Lists and digests are made when first read. */
export interface BacktestResult extends Report<Float64Array> {
  toJSON(): BacktestReport
}
