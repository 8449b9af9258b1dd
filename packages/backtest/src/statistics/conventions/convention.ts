import type { Sampling } from '../calendar.ts'
import type { CompleteInput } from '../input.ts'
import type { Metric } from '../metric-input.ts'
import type { METRICS, MetricGroup } from '../metrics.ts'
import { missing } from '../metrics.ts'

/** How one system computes its statistics. A metric that it does not define is left out of its group. */
export type Convention = {
  /** Which marks make the series of returns. */
  readonly sampling: (input: CompleteInput) => Sampling
  /** Whether the initial cash stands before the first mark, or the first mark is the beginning. */
  readonly startsAtInitialCash: boolean
  /** Days from the first candle's open to the last one's close below which no figure is made annual. */
  readonly minimumDays: number
  /** Returns per year; `null` where it is unknown. */
  readonly periodsPerYear: (input: CompleteInput) => number | null
  /** The risk-free rate of one period, from the option and the periods per year. */
  readonly riskFreePerPeriod: (rate: number, periodsPerYear: number) => number
  readonly metrics: {
    readonly [Group in MetricGroup]: { readonly [Name in keyof (typeof METRICS)[Group]]?: Metric }
  }
}

/** A metric that a system does not define. */
export const notDefined: Metric = () => missing('not defined by this convention')
