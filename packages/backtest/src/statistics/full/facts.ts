import { observedYears } from '../annualisation.ts'
import type { Convention } from '../conventions/convention.ts'
import { type Fall, type FirstPeak, fallsOf } from './falls.ts'
import type { FullStatisticsInput, FullStatisticsOptions } from './input.ts'
import { ReturnSeries } from './return-series.ts'
import { type CalendarPeriod, lastIndices, valuesAt } from './sampling.ts'

/** What the rules of a convention are computed from: the input and what follows from it, each made when first read. */
export class Facts {
  readonly input: FullStatisticsInput
  readonly initialCash: number
  /** From the first candle to the last one. */
  readonly years: number
  readonly periodsPerYear: number | null
  /** As given. */
  readonly riskFreeRate: number
  /** Of one period. */
  readonly riskFree: number
  readonly benchmark: Float64Array | null
  readonly #convention: Convention
  #indices: Int32Array | undefined
  #series: ReturnSeries | undefined
  #benchmarkSeries: ReturnSeries | undefined
  #falls: readonly Fall[] | undefined
  readonly #changes = new Map<CalendarPeriod, PeriodChanges>()

  constructor(input: FullStatisticsInput, convention: Convention, options: FullStatisticsOptions) {
    this.input = input
    this.#convention = convention
    this.initialCash = Number(input.initialCash)
    this.years = observedYears(input.time)
    this.periodsPerYear = options.periodsPerYear ?? convention.periodsPerYear(input)
    this.riskFreeRate = options.riskFreeRate ?? 0
    this.riskFree =
      this.riskFreeRate === 0 || this.periodsPerYear === null
        ? 0
        : convention.riskFreePerPeriod(this.riskFreeRate, this.periodsPerYear)
    this.benchmark = options.benchmark ?? null
  }

  /** Returns of the equity from sample to sample. */
  get series(): ReturnSeries {
    this.#series ??= new ReturnSeries(this.sampled(this.input.equity))
    return this.#series
  }

  /** Returns of a benchmark's closes over the same periods. */
  benchmarkSeries(closes: Float64Array): ReturnSeries {
    this.#benchmarkSeries ??= new ReturnSeries(this.sampled(closes))
    return this.#benchmarkSeries
  }

  /** The values of a column at the candles that the convention samples. */
  sampled(column: Float64Array): Float64Array {
    const sampling = this.#convention.sampling(this.input)
    if (sampling === 'candle') return column
    this.#indices ??= lastIndices(this.input.time, sampling)
    return valuesAt(column, this.#indices)
  }

  /** Falls of the equity at every candle. */
  get falls(): readonly Fall[] {
    this.#falls ??= fallsOf(this.input.equity, this.input.time, this.firstPeak)
    return this.#falls
  }

  get firstPeak(): FirstPeak | null {
    const { time, intervalMs } = this.input
    if (!this.#convention.startsAtInitialCash || time.length === 0) return null
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
    const { time, equity } = this.input
    const indices = lastIndices(time, sampling)
    const marks = valuesAt(equity, indices)
    const start = this.#convention.startsAtInitialCash ? this.initialCash : this.series.marks[0]!
    const values = marks.map((mark, i) => {
      const before = i === 0 ? start : marks[i - 1]!
      return before > 0 ? (mark - before) / before : Number.NaN
    })
    // Where the first sample is the beginning, a first period that ends with it has no return.
    const from = this.#convention.startsAtInitialCash || time[indices[0]!] !== this.sampled(time)[0] ? 0 : 1
    return { time: valuesAt(time, indices).subarray(from), values: values.subarray(from) }
  }
}

/** `values` are NaN after ruin; `time` is that of the last candle of each period. */
export type PeriodChanges = { readonly time: Float64Array; readonly values: Float64Array }
