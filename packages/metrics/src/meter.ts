import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import {
  type CounterName,
  definitions,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type MetricName,
} from './catalogue.ts'
import { amountProblem, labelProblem } from './guard.ts'
import type { Names } from './names.ts'
import { allSeries, asOther, keyOf, type Labels, labelNames, type SeriesOf } from './series.ts'

/** The catalogue on a registry. Whatever is passed, no series is added and no sum becomes NaN. */
export interface Meter {
  /** Adds `by`, a whole number, 1 when absent. A value that the service did not name counts as `other`. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by?: number): void
  /** Sets. A value that the service did not name is a misuse. */
  set<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, value: number): void
  observe(name: HistogramName, value: number): void
  /** Counts figures that were dropped, and tells whoever asked to be told. */
  reject(error: RangeError, figures?: number): void
}

/** Where metrics live, and what becomes of a misuse. */
export type MeterOptions = Names & {
  readonly registry: Registry
  /** Is told of a figure that fits no metric, and was dropped. Where absent, such a figure throws. */
  readonly onInvalid?: (error: RangeError) => void
}

/** What prom-client has for a metric, behind one verb. */
type Put = (labels: Labels, value: number) => void

/** Registers the whole catalogue, every series at 0. See `createMetrics` for what it throws. */
export function createMeter({ registry, onInvalid, ...names }: MeterOptions): Meter {
  const series = allSeries(names)
  const metrics = Object.fromEntries(
    (Object.keys(definitions) as MetricName[]).map((name) => [name, register(registry, name, series)]),
  ) as Record<MetricName, Put>
  const reject = (error: RangeError, figures = 1): void => {
    metrics.executor_metrics_rejected_total({}, figures)
    if (onInvalid === undefined) throw error
    onInvalid(error)
  }
  const put = (name: MetricName, labels: Labels, value: number): void => {
    const known = series[name].get(keyOf(name, labels)) ?? series[name].get(keyOf(name, asOther(name, labels)))
    const problem = known === undefined ? labelProblem(name, labels) : amountProblem(name, value)
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

function register(registry: Registry, name: MetricName, series: SeriesOf): Put {
  const definition = definitions[name]
  const common = { name, help: definition.help, labelNames: labelNames(name), registers: [registry] }
  const record = recorder(definition, common)
  // A histogram without labels is there from the start; to observe 0 would count.
  if (definition.type !== 'histogram') for (const labels of series[name].values()) record(labels, 0)
  return record
}

type Common = { name: string; help: string; labelNames: string[]; registers: Registry[] }

function recorder(definition: (typeof definitions)[MetricName], common: Common): Put {
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
