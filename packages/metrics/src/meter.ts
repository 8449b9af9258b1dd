import { describeValue } from '@tezgah/core/describe'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import {
  type CounterName,
  definitions,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type MetricName,
} from './catalogue.ts'
import { allSeries, keyOf, type Labels, type LabelValues, labelNames, type SeriesOf, withOtherLabel } from './series.ts'

/** The catalogue on a registry. No value adds a series or turns a sum into NaN. */
export interface Meter {
  /** Adds `by`, a whole number, 1 when absent. A label value that the service did not declare counts as `other`. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by?: number): void
  /** Sets. A label value that the service did not declare is refused. */
  set<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, value: number): void
  observe(name: HistogramName, value: number): void
  /** Counts values that were dropped, and calls `onInvalid` or throws. */
  reject(error: RangeError, count?: number): void
}

/** The registry, and the handler of refused values. */
export type MeterOptions = LabelValues & {
  readonly registry: Registry
  /** Called with the error of a value that fits no metric and was dropped. Where absent, such a value throws. */
  readonly onInvalid?: (error: RangeError) => void
}

/** Adds to, sets or observes a metric of prom-client. */
type Recorder = (labels: Labels, value: number) => void

/** Registers the whole catalogue, every series at 0. See `createMetrics` for what it throws. */
export function createMeter({ registry, onInvalid, ...names }: MeterOptions): Meter {
  const series = allSeries(names)
  const metrics = Object.fromEntries(
    (Object.keys(definitions) as MetricName[]).map((name) => [name, register(registry, name, series)]),
  ) as Record<MetricName, Recorder>
  const reject = (error: RangeError, count = 1): void => {
    metrics.executor_metrics_rejected_total({}, count)
    if (onInvalid === undefined) throw error
    onInvalid(error)
  }
  const put = (name: MetricName, labels: Labels, value: number): void => {
    const known = series[name].get(keyOf(name, labels)) ?? series[name].get(keyOf(name, withOtherLabel(name, labels)))
    const problem = known === undefined ? labelProblem(name, labels) : valueProblem(name, value)
    if (problem === null) metrics[name](known ?? {}, value)
    else reject(problem)
  }
  return {
    count: (name, labels, by = 1) => put(name, labels as Labels, by),
    set: (name, labels, value) => put(name, labels as Labels, value),
    observe: (name, value) => put(name, {}, value),
    reject,
  }
}

function register(registry: Registry, name: MetricName, series: SeriesOf): Recorder {
  const definition = definitions[name]
  const common = { name, help: definition.help, labelNames: labelNames(name), registers: [registry] }
  const record = recorder(definition, common)
  // A histogram without labels exists from the start; to observe 0 would count.
  if (definition.type !== 'histogram') for (const labels of series[name].values()) record(labels, 0)
  return record
}

type Common = { name: string; help: string; labelNames: string[]; registers: Registry[] }

function recorder(definition: (typeof definitions)[MetricName], common: Common): Recorder {
  if (definition.type === 'counter') {
    const counter = new Counter(common)
    return (labels, value) => counter.inc(labels, value)
  }
  if (definition.type === 'gauge') {
    const gauge = new Gauge(common)
    return (labels, value) => gauge.set(labels, value)
  }
  const histogram = new Histogram({ ...common, buckets: [...definition.buckets] })
  return (_labels, value) => histogram.observe(value)
}

/** Far above every real value, and far below where sums of doubles become infinite. */
const MAX_VALUE = 1e15

/**
 * Refuses NaN, infinities, negative values where they have no meaning, and fractions of a count: one of them makes a sum
 * useless for ever.
 */
export function valueProblem(name: MetricName, value: unknown): RangeError | null {
  const definition = definitions[name]
  const least = definition.type === 'gauge' && definition.signed ? -MAX_VALUE : 0
  const isWhole = definition.type === 'counter'
  const fits = typeof value === 'number' && value >= least && value <= MAX_VALUE
  if (fits && (!isWhole || Number.isInteger(value))) return null
  const kind = isWhole ? 'a whole number' : 'a number'
  return new RangeError(
    `${name}: a value must be ${kind} from ${least} to ${MAX_VALUE}, received ${describeValue(value)}`,
  )
}

/** LabelValues the allowed values of a label, and the received one. */
export function labelProblem(name: MetricName, labels: Readonly<Record<string, unknown>>): RangeError {
  const { named = [], labels: closed = {} } = definitions[name]
  const wrong = Object.entries(closed).find(([label, values]) => !values.includes(labels[label] as string))
  const [label, expected] = wrong
    ? [wrong[0], wrong[1].join(', ')]
    : [named.join(', '), 'the values that the service declared']
  const received = wrong ? describeValue(labels[label]) : named.map((each) => describeValue(labels[each])).join(', ')
  return new RangeError(`${name}: ${label} must be one of ${expected}, received ${received}`)
}
