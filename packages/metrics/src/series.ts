import { describeValue } from '@tezgah/core/describe'
import { definitions, type MetricName } from './catalogue.ts'

/** The values of the labels of one time series. */
export type Labels = Readonly<Record<string, string>>

/**
 * Most time series that a catalogue may have, for any label values of a service. With the few of the process itself an exposition
 * stays below 500 series and 64 kB.
 */
export const MAX_SERIES = 480

/** Every series of a metric, by a key made of its label values. */
export type SeriesOf = Readonly<Record<MetricName, ReadonlyMap<string, Labels>>>

/**
 * Every time series that there will ever be.
 *
 * @throws RangeError if a name cannot be a label value, or the names make more than 480 series
 */
export function allSeries(names: LabelValues): SeriesOf {
  const named = declaredLabels(names)
  const entries = Object.keys(definitions).map((name) => {
    const series = seriesOf(name as MetricName, named).map(
      (labels) => [keyOf(name as MetricName, labels), labels] as const,
    )
    return [name, new Map(series)] as const
  })
  const total = entries.reduce((sum, [name, series]) => sum + series.size * linesOf(name as MetricName), 0)
  if (total > MAX_SERIES) {
    throw new RangeError(
      `routes, policies and symbols must make at most ${MAX_SERIES} time series together, received ${total}`,
    )
  }
  return Object.fromEntries(entries) as unknown as SeriesOf
}

/** The key of a series. Labels that the metric does not have do not count. */
export function keyOf(name: MetricName, labels: Labels): string {
  const values = labelNames(name).map((label) => labels[label])
  return JSON.stringify(values.map((value) => (typeof value === 'string' ? value : null)))
}

/** The labels of a metric, those with declared values first. */
export function labelNames(name: MetricName): string[] {
  const { named = [], labels = {} } = definitions[name]
  return [...named, ...Object.keys(labels)]
}

/** The same labels with `other` for those with declared values. */
export function withOtherLabel(name: MetricName, labels: Labels): Labels {
  const { named = [] } = definitions[name]
  return { ...labels, ...Object.fromEntries(named.map((label) => [label, OTHER])) }
}

function seriesOf(name: MetricName, named: Readonly<Record<string, readonly Labels[]>>): Labels[] {
  const { type, named: open = [], labels = {} } = definitions[name]
  const all = open.length === 0 ? [{}] : (named[open.join(',')] ?? [])
  // Counts of several pairs add up to one; their last values do not.
  let series = type === 'gauge' ? all.filter((each) => !Object.values(each).includes(OTHER)) : [...all]
  for (const [label, values] of Object.entries(labels)) {
    series = series.flatMap((each) => values.map((value) => ({ ...each, [label]: value })))
  }
  return series
}

/** Lines in the exposition for each series: a histogram has one for each bucket, infinity, the sum and the count. */
function linesOf(name: MetricName): number {
  const definition = definitions[name]
  return definition.type === 'histogram' ? definition.buckets.length + 3 : 1
}

/** A route of a service, as its router spells it. */
export type HttpRoute = {
  /** In upper case: `GET`. */
  readonly method: string
  /** The pattern, not the path of a request: `/backtest/:id`. */
  readonly route: string
}

/** The label values that a service declares when it creates its metrics. */
export type LabelValues = {
  /** Every route of the service; HEAD belongs to GET. None when absent. */
  readonly routes?: readonly HttpRoute[]
  /** Every policy that may give a verdict. None when absent. */
  readonly policies?: readonly string[]
  /** Every pair whose stream is watched. None when absent. */
  readonly symbols?: readonly string[]
}

/** Stands for every value that was not declared. */
export const OTHER = 'other'

/** Short, and without characters that the exposition would escape, so that its size is bounded. */
const VALUE = /^[ !#-[\]-~]{1,48}$/

/**
 * By the labels with declared values, joined by a comma: all their values, `other` last.
 *
 * @throws RangeError if a value is empty, longer than 48 characters, not printable ASCII, or has a quote or backslash
 */
export function declaredLabels({
  routes = [],
  policies = [],
  symbols = [],
}: LabelValues): Readonly<Record<string, readonly Labels[]>> {
  const http = routes.map(({ method, route }) => ({ method: countedMethod(method), route }))
  return {
    'method,route': closed('routes', http, { method: OTHER, route: OTHER }),
    policy: closed(
      'policies',
      policies.map((policy) => ({ policy })),
      { policy: OTHER },
    ),
    symbol: closed(
      'symbols',
      symbols.map((symbol) => ({ symbol })),
      { symbol: OTHER },
    ),
  }
}

/** HEAD counts as GET: its own series for each route would use up the limit. */
export function countedMethod(method: string): string {
  return method === 'HEAD' ? 'GET' : method
}

function closed(option: string, named: readonly Labels[], other: Labels): Labels[] {
  for (const value of named.flatMap((labels) => Object.values(labels))) {
    if (typeof value === 'string' && VALUE.test(value)) continue
    throw new RangeError(
      `${option} must be 1 to 48 printable ASCII characters without quote and backslash, received ${describeValue(value, 64)}`,
    )
  }
  const distinct = new Map([...named, other].map((labels) => [JSON.stringify(labels), labels]))
  return [...distinct.values()]
}
