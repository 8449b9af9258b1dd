import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import {
  type CounterName,
  definitions,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type MetricName,
} from './catalogue.ts'
import { allSeries, asOther, keyOf, type Labels, labelNames, type Names, type SeriesOf } from './series.ts'

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

/** Far above every amount that is real, and far below where sums of doubles become infinite. */
const MAX_AMOUNT = 1e15

/**
 * Refuses NaN, infinities, what is below zero where that means nothing, and parts of a count: one of them makes a sum
 * useless for ever.
 */
export function amountProblem(name: MetricName, value: unknown): RangeError | null {
  const definition = definitions[name]
  const least = definition.type === 'gauge' && definition.signed ? -MAX_AMOUNT : 0
  const isWhole = definition.type === 'counter'
  const fits = typeof value === 'number' && value >= least && value <= MAX_AMOUNT
  if (fits && (!isWhole || Number.isInteger(value))) return null
  const kind = isWhole ? 'a whole number' : 'a number'
  return new RangeError(`${name}: a value must be ${kind} from ${least} to ${MAX_AMOUNT}, was ${short(value)}`)
}

/** Says which values a label may have, and what was received. */
export function labelProblem(name: MetricName, labels: Readonly<Record<string, unknown>>): RangeError {
  const { named = [], labels: closed = {} } = definitions[name]
  const wrong = Object.entries(closed).find(([label, values]) => !values.includes(labels[label] as string))
  const [label, expected] = wrong ? [wrong[0], wrong[1].join(', ')] : [named.join(', '), 'what the service named']
  const received = wrong ? short(labels[label]) : named.map((each) => short(labels[each])).join(', ')
  return new RangeError(`${name}: ${label} must be one of ${expected}, was ${received}`)
}

/** As a short line, whatever was passed. */
export function short(value: unknown): string {
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, 64))
    : typeof value === 'number'
      ? `${value}`
      : typeof value
}
