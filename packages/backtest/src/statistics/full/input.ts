import type { ConventionName } from '../conventions/convention.ts'

/** Closed trades in columns, in the order in which they were closed; only the first `count` entries of each are read. */
export type ClosedTradeColumns = {
  readonly count: number
  readonly side: ArrayLike<'long' | 'short'>
  /** Times of the candles of the first entry and the last exit, epoch milliseconds. */
  readonly entryTime: ArrayLike<number>
  readonly exitTime: ArrayLike<number>
  /** The same as indices of candles. */
  readonly entryIndex: ArrayLike<number>
  readonly exitIndex: ArrayLike<number>
  /** Quantity × entry price, account currency. */
  readonly entryValue: ArrayLike<number>
  /** After fees, account currency. */
  readonly profit: ArrayLike<number>
  /** Profit in percent of the amount at entry: 10 is +10 %. */
  readonly returnPct: ArrayLike<number>
  readonly fees: ArrayLike<number>
  /** Farthest the price went against and for the trade while it was open, in percent of the entry price; NaN where unknown. */
  readonly maePct: ArrayLike<number>
  readonly mfePct: ArrayLike<number>
  readonly entryTag: ArrayLike<string | null>
  readonly exitReason: ArrayLike<string | null>
}

/** What the full statistics of a run are computed from. */
export type FullStatisticsInput = {
  /** Candle open times, epoch milliseconds, strictly increasing. */
  readonly time: Float64Array
  /** Length of a candle in milliseconds. */
  readonly intervalMs: number
  /** Equity in account currency, marked at each candle's close. */
  readonly equity: Float64Array
  /** Closing prices of the (first) symbol. */
  readonly close: Float64Array
  /** First candle at which the strategy could act; `backtesting.py` counts holding from here. 0 where it is not given. */
  readonly firstActiveIndex?: number
  /** Cash before the first candle, exact decimal above zero. */
  readonly initialCash: string
  /** Equity at the last close, exact decimal. */
  readonly finalEquity: string
  /** Candles at whose close a position was open. */
  readonly exposedCandles: number
  /** Sums over all fills, exact decimals: fees, what slippage cost, and price × quantity. */
  readonly feesPaid: string
  readonly slippagePaid: string
  readonly turnover: string
  readonly trades: ClosedTradeColumns
}

export type FullStatisticsOptions = {
  /** Whose formulas to apply; `tezgah` where it is not given. */
  readonly convention?: ConventionName
  /** A fraction, 0 where it is not given: 0.05 is 5 % a year. Under `empyrical`, as there, of one period: 0.0001 is 0.01 % a day. */
  readonly riskFreeRate?: number
  /** Closing prices of a benchmark, one per candle; without it there are no figures against one. */
  readonly benchmark?: Float64Array | null
  /** Periods per year for annual figures, above zero; the convention's own where it is not given. */
  readonly periodsPerYear?: number | null
}

/** @throws RangeError naming the field, its limit and what was received */
export function requireSoundInput(input: FullStatisticsInput, options: FullStatisticsOptions): void {
  const { time, equity, close, trades } = input
  if (equity.length !== time.length || close.length !== time.length) {
    throw new RangeError(
      `time, equity and close must have one entry per candle, were ${time.length}, ${equity.length} and ${close.length}`,
    )
  }
  const { benchmark, periodsPerYear, riskFreeRate = 0 } = options
  if (benchmark && benchmark.length !== time.length) {
    throw new RangeError(`benchmark must have one close per candle, ${time.length}, had ${benchmark.length}`)
  }
  if (typeof periodsPerYear === 'number' && !(periodsPerYear > 0 && Number.isFinite(periodsPerYear))) {
    throw new RangeError(`periodsPerYear must be a finite number above zero or null, was ${periodsPerYear}`)
  }
  if (!(riskFreeRate > -1 && Number.isFinite(riskFreeRate))) {
    throw new RangeError(`riskFreeRate must be a finite fraction above -1, was ${riskFreeRate}`)
  }
  const cash = Number(input.initialCash)
  if (!(cash > 0 && Number.isFinite(cash))) {
    throw new RangeError(`initialCash must be a finite number above zero, was ${input.initialCash}`)
  }
  requireTrades(trades)
}

function requireTrades({ count, ...columns }: ClosedTradeColumns): void {
  for (const [name, { length }] of Object.entries(columns)) {
    if (length < count)
      throw new RangeError(`trades.${name} must have an entry for each of ${count} trades, had ${length}`)
  }
}
