/** What the values of a metric are in, where they are not plain counts. */
export type MetricUnit = 'seconds' | 'milliseconds' | 'epoch seconds' | 'bytes'

type Common = {
  readonly help: string
  /** Absent for counts, and for 1 and 0 as true and false. */
  readonly unit?: MetricUnit
  /** Labels whose values the service names when it creates its metrics: its routes, policies, pairs. */
  readonly named?: readonly string[]
  /** Every other label with all the values that it may ever have. */
  readonly labels?: Readonly<Record<string, readonly string[]>>
}

/** What only grows, in whole numbers, from the start of the process. */
export type CounterDefinition = Common & { readonly type: 'counter' }

/** What goes up and down. */
export type GaugeDefinition = Common & {
  readonly type: 'gauge'
  /** `true` where it may be below zero. */
  readonly signed?: boolean
  /** How the values of several workers become one; absent where workers do not report it. */
  readonly overWorkers?: 'sum' | 'max'
}

/** What is counted by size. */
export type HistogramDefinition = Common & {
  readonly type: 'histogram'
  /** Upper edges of the buckets, ascending, in the unit. */
  readonly buckets: readonly number[]
}

/** What a metric is, and the only label values that it may ever have. */
export type MetricDefinition = CounterDefinition | GaugeDefinition | HistogramDefinition
