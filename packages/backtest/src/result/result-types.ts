import type { CandleQuality } from '../candles/quality.ts'
import type { Liquidity } from '../market/fees.ts'
import type { FeeCurrency } from '../options/account.ts'
import type { PathRule } from '../options/execution.ts'
import type { EndReason } from '../orders/order-table.ts'
import type { FillReason } from '../orders/reasons.ts'
import type { OrderStatus, OrderType, PositionSide, Side, SizeKind, TimeInForce } from '../orders/terms.ts'
import type { Assumptions } from '../settings/assumptions.ts'
import type { FullStatisticsOptions } from '../statistics/input.ts'
import type { FullStatistics, Statistics } from '../statistics/metrics.ts'

/** Number of the result's format; it changes when a field changes its meaning or goes. */
export const RESULT_SCHEMA = 2

export type Manifest = {
  readonly engineVersion: string
  readonly strategy: string
  readonly params: unknown
  readonly assumptions: Assumptions
  /** The first symbol, whose closes are what buying and holding is measured by. */
  readonly symbol: string
  /** Every symbol of the run, in the order given. */
  readonly symbols: readonly string[]
  /** The shortest of the symbols' intervals. */
  readonly interval: string
  /** The interval of each symbol, where they are not all the same. */
  readonly intervals?: readonly string[] | undefined
  /** Open time of the first candle, epoch milliseconds, UTC. */
  readonly from: number
  /** Open time of the last candle, epoch milliseconds, UTC. */
  readonly to: number
  /** Candles, of several symbols instants at which one of any of them closes. */
  readonly candleCount: number
  /** Gaps, empty candles and outliers of each symbol's candles, in the order of {@link symbols}. */
  readonly quality: readonly CandleQuality[]
  /**
   * SHA-256 of the candles: the columns time, open, high, low, close, volume one after another, little-endian doubles. Of
   * several symbols the SHA-256 of their hashes (lower-case hex) joined by commas.
   */
  readonly dataSha256: string
  /** SHA-256 of the parameters as JSON with sorted keys. */
  readonly paramsSha256: string
  readonly seed: number
  /** SHA-256 of everything else in the result; see `docs/result.md`. */
  readonly digest: string
}

/** What is held of one symbol at the end. */
export type PositionReport = {
  readonly symbol: string
  /** `null` where a symbol has one position, long or short. */
  readonly positionSide: PositionSide | null
  /** Base units, negative for a short. */
  readonly quantity: string
  /** Last close, in quote currency. */
  readonly mark: string
  /** Profit of what is open at `mark`, before fees. */
  readonly unrealised: string
}

/**
 * Where the money is at the end. `cash + Σ quantity × mark = initialCash + realised + unrealised − feesPaid − interestPaid`,
 * exactly.
 */
export type AccountReport = {
  readonly initialCash: string
  readonly cash: string
  readonly positions: readonly PositionReport[]
  readonly finalEquity: string
  /** Profit of closed trades, before fees. */
  readonly realised: string
  /** Profit of what is open, before fees. */
  readonly unrealised: string
  readonly feesPaid: string
  /** Interest on what was borrowed; 0 in a spot account. */
  readonly interestPaid: string
}

/** How a trailing stop follows. */
export type TrailReport = {
  readonly kind: 'amount' | 'percent' | 'indicator'
  /** Quote currency, percent, or the factor on the indicator. */
  readonly value: string
  readonly activation: string | null
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
  readonly touchPrice: string | null
  readonly trail: TrailReport | null
  readonly timeInForce: TimeInForce
  /** When a GTD order ends, epoch milliseconds. */
  readonly expiresAt: number | null
  readonly postOnly: boolean
  readonly reduceOnly: boolean
  readonly positionSide: PositionSide | null
  readonly status: OrderStatus
  /** Why it was refused, cancelled or expired. */
  readonly reason: EndReason | null
  /** For a refusal: the figure found … */
  readonly observed: string | null
  /** … and the bound that it broke. */
  readonly limit: string | null
  readonly tag: string | null
  /**
   * Candle of its symbol at whose close it was placed; −1 before the symbol's first. Of a liquidation, which happens inside a
   * candle, the candle before it.
   */
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
  readonly positionSide: PositionSide | null
  /** Candle of its symbol. */
  readonly index: number
  /** Open time of the candle it happened in; of a finer one, where the path is `detail`. */
  readonly time: number
  readonly price: string
  readonly quantity: string
  /** Quote currency: what the fill cost, with the part that was taken in base at what that was worth at the price. */
  readonly fee: string
  /** What the rate's part of the fee was taken in; a fixed part and what a minimum adds are always in quote. */
  readonly feeCurrency: FeeCurrency
  /**
   * Base units that the fee took out of what was bought, `0` where it was paid in quote. So a fill moves the position by
   * `quantity − baseFee` (a sell by `−quantity`), and cash by `∓ price × quantity − (fee − price × baseFee)`.
   */
  readonly baseFee: string
  /** Quote currency that slippage cost: |price − price before slippage| × quantity. */
  readonly slippage: string
  readonly liquidity: Liquidity
  readonly reason: FillReason
  /** True if the candle does not prove the fill: it depends on the assumed order of prices. */
  readonly pathDependent: boolean
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
  /** Maximum adverse excursion: how far the price went against the trade, in percent of the entry price. */
  readonly maePct: number
  /** Maximum favourable excursion, likewise. */
  readonly mfePct: number
  /** Tag of the order that opened it. */
  readonly entryTag: string | null
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

/** The range of a result over a few paths of prices inside the candles; other paths may end outside it. */
export type Bounds = {
  /** Quote currency. */
  readonly finalEquity: { readonly lowest: string; readonly highest: string }
  readonly maxDrawdownPct: { readonly lowest: number | null; readonly highest: number | null }
  /** What each path gave. */
  readonly paths: readonly {
    readonly path: PathRule
    readonly finalEquity: string
    readonly maxDrawdownPct: number | null
  }[]
}

/** Quantiles of one figure over sampled runs, the lowest and the highest included. */
export type SampledRange = {
  readonly lowest: number
  readonly p05: number
  readonly p25: number
  readonly median: number
  readonly p75: number
  readonly p95: number
  readonly highest: number
}

/** The figures of a run over many admissible paths inside its candles; `null` where a run has no such figure. */
export type SampledBounds = {
  readonly samples: number
  /** Quote currency. */
  readonly finalEquity: SampledRange | null
  readonly maxDrawdownPct: SampledRange | null
  readonly sharpe: SampledRange | null
}

type Report<Column> = {
  readonly schema: typeof RESULT_SCHEMA
  readonly manifest: Manifest
  readonly stats: Statistics
  readonly account: AccountReport
  readonly orders: readonly OrderReport[]
  readonly fills: readonly FillReport[]
  /**
   * Closed trades in the order of their exits, then those still open: `stats.tradeCount` and `stats.openTradeCount` of them.
   * Every count of trades is that of the closed ones, unless it says open.
   */
  readonly trades: readonly TradeReport[]
  readonly equity: EquityCurve<Column>
  /** `null` unless the run was asked for them. */
  readonly bounds: Bounds | null
  /**
   * Candles under the path `worst` or `best` that took the worst or the best path that was found, while there may be another
   * beyond it: their search was given up, or an order was refused for want of money on one of the paths. Left out where there
   * are none.
   */
  readonly uncertainPaths?: number | undefined
}

/** The published form: what `JSON.stringify(result)` writes. Money, fill prices and quantities are exact decimal strings. */
export type BacktestReport = Report<readonly number[]>

/** A finished run. Lists and digests are made when first read. */
export interface BacktestResult extends Report<Float64Array> {
  /**
   * The equity curve at every `every`-th candle and at the last one, without making the whole curve: for charts of long
   * runs, and where memory is dear. Not part of the JSON.
   *
   * @param every - a whole number from 1
   * @throws RangeError if it is not
   */
  sampledEquity(every: number): EquityCurve<Float64Array>
  /**
   * Every statistic under one convention: some eighty figures, by month, by tag, the deepest drawdowns. They are computed
   * at each call and are no part of the JSON, since they follow from it.
   *
   * @param options - default what the run's own `statistics` options say
   * @throws RangeError if an option is out of its range
   */
  fullStatistics(options?: FullStatisticsOptions): FullStatistics
  /**
   * Repeats the run `samples` times, each time along other paths inside all of its candles, drawn from the run's seed: between
   * open and close over both extremes with up to nine turns at any price. No part of the JSON; the runs are made at each call.
   *
   * @param samples - a whole number from 1 to 10000
   * @throws RangeError if it is not
   */
  sampledBounds(samples: number): SampledBounds
  toJSON(): BacktestReport
}
