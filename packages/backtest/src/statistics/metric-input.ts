import { type CalendarPeriod, lastIndices, observedYears, type Sampling, valuesAt } from './calendar.ts'
import { type Drawdown, drawdownsOf, type FirstPeak } from './drawdowns.ts'
import type { CompleteInput } from './input.ts'
import type { MetricValue } from './metrics.ts'
import { ReturnSeries } from './sample.ts'
import { type EquityScan, scanEquity, scanEquityColumn } from './scan.ts'
import { equityColumn } from './segments.ts'
import type { TradeSet } from './trade-set.ts'

/** Computes one metric; `trades` are all closed trades, the long ones or the short ones. */
export type Metric = (input: MetricInput, trades: TradeSet) => MetricValue

/** What a convention decides of the returns before any metric. */
export type Basis = {
  /** Which marks make the series of returns. */
  readonly sampling: Sampling
  /** Whether the initial cash stands before the first mark, or the first mark is the beginning. */
  readonly startsAtInitialCash: boolean
  readonly periodsPerYear: number | null
  /** As given. */
  readonly riskFreeRate: number
  /** Of one period. */
  readonly riskFree: number
}

/** What metrics are computed from: the input and what follows from it, each computed when first read. */
export class MetricInput {
  readonly input: CompleteInput
  readonly initialCash: number
  /** From the first candle to the last one. */
  readonly years: number
  readonly periodsPerYear: number | null
  /** As given. */
  readonly riskFreeRate: number
  /** Of one period. */
  readonly riskFree: number
  readonly benchmark: Float64Array | null
  readonly #basis: Basis
  #equity: Float64Array | undefined
  #scan: EquityScan | undefined
  #indices: Int32Array | undefined
  #series: ReturnSeries | undefined
  #benchmarkSeries: ReturnSeries | undefined
  #drawdowns: readonly Drawdown[] | undefined
  readonly #changes = new Map<CalendarPeriod, PeriodChanges>()

  constructor(input: CompleteInput, basis: Basis, benchmark: Float64Array | null, scan?: EquityScan) {
    this.input = input
    this.#basis = basis
    this.initialCash = Number(input.initialCash)
    this.years = observedYears(input.time)
    this.periodsPerYear = basis.periodsPerYear
    this.riskFreeRate = basis.riskFreeRate
    this.riskFree = basis.riskFree
    this.benchmark = benchmark
    this.#scan = scan
  }

  /** Equity at each candle's close, written out. */
  get equity(): Float64Array {
    const { equity } = this.input
    if (equity instanceof Float64Array) return equity
    this.#equity ??= equityColumn(equity.journal, equity.close, this.initialCash)
    return this.#equity
  }

  /** Moments of the returns from candle to candle, and the largest drawdown from the initial cash on. */
  get scan(): EquityScan {
    const { equity, intervalMs, time } = this.input
    this.#scan ??=
      equity instanceof Float64Array
        ? scanEquityColumn(equity, time, intervalMs, this.initialCash)
        : scanEquity(equity.journal, equity.close, time, intervalMs, this.initialCash)
    return this.#scan
  }

  /** Returns of the equity from sample to sample. */
  get series(): ReturnSeries {
    this.#series ??= new ReturnSeries(this.sampled(this.equity))
    return this.#series
  }

  /** Returns of a benchmark's closes over the same periods. */
  benchmarkSeries(closes: Float64Array): ReturnSeries {
    this.#benchmarkSeries ??= new ReturnSeries(this.sampled(closes))
    return this.#benchmarkSeries
  }

  /** The values of a column at the candles that the convention samples. */
  sampled(column: Float64Array): Float64Array {
    const { sampling } = this.#basis
    if (sampling === 'candle') return column
    this.#indices ??= lastIndices(this.input.time, sampling)
    return valuesAt(column, this.#indices)
  }

  /** Drawdowns of the equity at every candle. */
  get drawdowns(): readonly Drawdown[] {
    this.#drawdowns ??= drawdownsOf(this.equity, this.input.time, this.firstPeak)
    return this.#drawdowns
  }

  get firstPeak(): FirstPeak | null {
    const { time, intervalMs } = this.input
    if (!this.#basis.startsAtInitialCash || time.length === 0) return null
    return { mark: this.initialCash, time: time[0]! - intervalMs }
  }

  /** Changes of the equity over calendar periods, as fractions. */
  changes(sampling: CalendarPeriod): PeriodChanges {
    let changes = this.#changes.get(sampling)
    if (changes === undefined) {
      changes = this.#changesOf(sampling)
      this.#changes.set(sampling, changes)
    }
    return changes
  }

  #changesOf(sampling: CalendarPeriod): PeriodChanges {
    const { time } = this.input
    const indices = lastIndices(time, sampling)
    const marks = valuesAt(this.equity, indices)
    const start = this.#basis.startsAtInitialCash ? this.initialCash : this.series.marks[0]!
    const values = marks.map((mark, i) => {
      const before = i === 0 ? start : marks[i - 1]!
      return before > 0 ? (mark - before) / before : Number.NaN
    })
    // Where the first sample is the beginning, a first period that ends with it has no return.
    const from = this.#basis.startsAtInitialCash || time[indices[0]!] !== this.sampled(time)[0] ? 0 : 1
    return { time: valuesAt(time, indices).subarray(from), values: values.subarray(from) }
  }
}

/** `values` are NaN after ruin; `time` is that of the last candle of each period. */
export type PeriodChanges = { readonly time: Float64Array; readonly values: Float64Array }
