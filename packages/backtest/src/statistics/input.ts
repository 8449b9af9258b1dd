import { decimalFromNumber } from '@tezgah/core/decimal'
import type { ConventionName } from '../options/statistics.ts'
import type { EquityJournal } from './segments.ts'

/** The columns of closed trades that the core metrics need; only the first `count` entries of each are read. */
export type TradeColumns = {
  readonly count: number
  /** After fees, account currency. */
  readonly profit: ArrayLike<number>
  /** Profit in percent of the amount at entry: 10 is +10 %. */
  readonly returnPct: ArrayLike<number>
}

/** Closed trades in columns, in the order in which they were closed; only the first `count` entries of each are read. */
export type ClosedTradeColumns = TradeColumns & {
  readonly side: ArrayLike<'long' | 'short'>
  /** Times of the candles of the first entry and the last exit, epoch milliseconds. */
  readonly entryTime: ArrayLike<number>
  readonly exitTime: ArrayLike<number>
  /** The same as indices of candles. */
  readonly entryIndex: ArrayLike<number>
  readonly exitIndex: ArrayLike<number>
  /** Quantity × entry price, account currency. */
  readonly entryValue: ArrayLike<number>
  readonly fees: ArrayLike<number>
  /** Farthest move of the price against and for the trade while it was open, in percent of the entry price; NaN where unknown. */
  readonly maePct: ArrayLike<number>
  readonly mfePct: ArrayLike<number>
  readonly entryTag: ArrayLike<string | null>
  readonly exitReason: ArrayLike<string | null>
}

/** Equity at each candle's close: a column, or the holdings of an account and the closes they are valued at. */
export type EquitySource = Float64Array | { readonly journal: EquityJournal; readonly close: Float64Array }

/** Columns of one entry per candle, and the totals of the account. All but `time` and `equity` can be left out. */
export type StatisticsInput = {
  /** Candle open times, epoch milliseconds, strictly increasing. */
  readonly time: Float64Array
  /** In account currency. */
  readonly equity: EquitySource
  /** Length of a candle in milliseconds. Default the shortest step from one time to the next. */
  readonly intervalMs?: number
  /** Closing prices of the (first) symbol. Without them nothing is compared with buying and holding. */
  readonly close?: Float64Array
  /** First candle at which the strategy could act; `backtesting.py` counts holding from here. Default 0. */
  readonly firstActiveIndex?: number
  /** Cash before the first candle, exact decimal above zero. Default the first equity. */
  readonly initialCash?: string
  /** Equity at the last close, exact decimal. Default the last equity. */
  readonly finalEquity?: string
  /** Candles at whose close a position was open. Default unknown. */
  readonly exposedCandles?: number
  /** Sums over all fills, exact decimals: fees, what slippage cost, and price × quantity. Default 0. */
  readonly feesPaid?: string
  readonly slippagePaid?: string
  readonly turnover?: string
  /** Default none. */
  readonly trades?: ClosedTradeColumns
}

export type FullStatisticsOptions = {
  /** Whose formulas to apply. Default `tezgah`. */
  readonly convention?: ConventionName
  /** A fraction: 0.05 is 5 % a year. Under `empyrical`, as there, of one period: 0.0001 is 0.01 % a day. Default 0. */
  readonly riskFreeRate?: number
  /** Closing prices of a benchmark, one per candle; without it there are no figures against one. */
  readonly benchmark?: Float64Array | null
  /** Periods per year for annual figures, above zero. Default the convention's own. */
  readonly periodsPerYear?: number | null
  /**
   * Days from the first candle's open to the last one's close below which no figure is made annual, 0 or more: the year of a
   * few days is chance, many times over. Default 30 under `tezgah`, 0 under a convention that reproduces another system.
   */
  readonly minimumDays?: number
}

/** An input with every default filled in; `null` is what was not given and has none. */
export type CompleteInput = Required<Omit<StatisticsInput, 'close' | 'exposedCandles' | 'trades'>> & {
  readonly close: Float64Array | null
  readonly exposedCandles: number | null
  /** Metrics of the short list need no other columns. */
  readonly trades: TradeColumns & Partial<ClosedTradeColumns>
}

export const NO_TRADES: ClosedTradeColumns = {
  count: 0,
  side: [],
  entryTime: [],
  exitTime: [],
  entryIndex: [],
  exitIndex: [],
  entryValue: [],
  profit: [],
  returnPct: [],
  fees: [],
  maePct: [],
  mfePct: [],
  entryTag: [],
  exitReason: [],
}

/** @throws RangeError naming the field, what is allowed and what was received */
export function completeInput(input: Omit<StatisticsInput, 'trades'>, trades: CompleteInput['trades']): CompleteInput {
  const { time, equity, close = null, exposedCandles = null } = input
  const columns = { equity: equity instanceof Float64Array ? equity : equity.close, close: close ?? time }
  for (const [name, { length }] of Object.entries(columns)) {
    if (length === time.length) continue
    throw new RangeError(`${name} must have one entry per candle (${time.length}), received ${length}`)
  }
  const initialCash = input.initialCash ?? markOf(equity, 0)
  const cash = Number(initialCash)
  if (!(cash > 0 && Number.isFinite(cash))) {
    throw new RangeError(`initialCash must be a finite number above zero, received ${initialCash}`)
  }
  requireTrades(trades)
  return {
    time,
    equity,
    intervalMs: input.intervalMs ?? shortestStep(time),
    close,
    firstActiveIndex: input.firstActiveIndex ?? 0,
    initialCash,
    finalEquity: input.finalEquity ?? markOf(equity, time.length - 1),
    exposedCandles,
    feesPaid: input.feesPaid ?? '0',
    slippagePaid: input.slippagePaid ?? '0',
    turnover: input.turnover ?? '0',
    trades,
  }
}

/** @throws RangeError naming the field, what is allowed and what was received */
export function requireOptions(
  { benchmark, minimumDays = 0, periodsPerYear, riskFreeRate = 0 }: FullStatisticsOptions,
  candles: number,
): void {
  if (benchmark && benchmark.length !== candles) {
    throw new RangeError(`benchmark must have one close per candle (${candles}), received ${benchmark.length}`)
  }
  if (typeof periodsPerYear === 'number' && !(periodsPerYear > 0 && Number.isFinite(periodsPerYear))) {
    throw new RangeError(`periodsPerYear must be a finite number above zero or null, received ${periodsPerYear}`)
  }
  if (!(minimumDays >= 0 && Number.isFinite(minimumDays))) {
    throw new RangeError(`minimumDays must be a finite number from 0, received ${minimumDays}`)
  }
  if (!(riskFreeRate > -1 && Number.isFinite(riskFreeRate))) {
    throw new RangeError(`riskFreeRate must be a finite fraction above -1, received ${riskFreeRate}`)
  }
}

function requireTrades({ count, ...columns }: CompleteInput['trades']): void {
  for (const [name, { length }] of Object.entries(columns)) {
    if (length >= count) continue
    throw new RangeError(`trades.${name} must have an entry for each of ${count} trades, received ${length}`)
  }
}

/** A mark as a decimal, for accounts whose exact amounts are not given. */
function markOf(equity: EquitySource, index: number): string {
  const mark = equity instanceof Float64Array ? equity[index] : undefined
  if (mark === undefined || !Number.isFinite(mark)) {
    throw new RangeError(`initialCash and finalEquity must be given unless equity is a column of finite numbers`)
  }
  return decimalFromNumber(mark).toString()
}

function shortestStep(time: Float64Array): number {
  let shortest = Number.POSITIVE_INFINITY
  for (let index = 1; index < time.length; index++) shortest = Math.min(shortest, time[index]! - time[index - 1]!)
  return Number.isFinite(shortest) ? shortest : 0
}
