import { definitions, type MetricName } from './catalogue.ts'

/** The values of the labels of one time series. */
export type Labels = Readonly<Record<string, string>>

/**
 * Most time series that a catalogue may make, whatever a service names. With the few of the process itself an exposition
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
export function allSeries(names: Names): SeriesOf {
  const named = namedLabels(names)
  const entries = Object.keys(definitions).map((name) => {
    const series = seriesOf(name as MetricName, named).map(
      (labels) => [keyOf(name as MetricName, labels), labels] as const,
    )
    return [name, new Map(series)] as const
  })
  const total = entries.reduce((sum, [name, series]) => sum + series.size * linesOf(name as MetricName), 0)
  if (total > MAX_SERIES) {
    throw new RangeError(`routes, policies and symbols: at most ${MAX_SERIES} time series together, were ${total}`)
  }
  return Object.fromEntries(entries) as unknown as SeriesOf
}

/** The key of a series. Labels that the metric does not have do not count. */
export function keyOf(name: MetricName, labels: Labels): string {
  const values = labelNames(name).map((label) => labels[label])
  return JSON.stringify(values.map((value) => (typeof value === 'string' ? value : null)))
}

/** The labels of a metric, those that the service names first. */
export function labelNames(name: MetricName): string[] {
  const { named = [], labels = {} } = definitions[name]
  return [...named, ...Object.keys(labels)]
}

/** The same series with the catch-all for what the service names. */
export function asOther(name: MetricName, labels: Labels): Labels {
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

/** The label values that a service names when it creates its metrics. */
export type Names = {
  /** Every route of the service; HEAD belongs to GET. None when absent. */
  readonly routes?: readonly HttpRoute[]
  /** Every policy that may give a verdict. None when absent. */
  readonly policies?: readonly string[]
  /** Every pair whose stream is watched. None when absent. */
  readonly symbols?: readonly string[]
}

/** What counts for every value that was not named. */
export const OTHER = 'other'

/** Short, and nothing that the exposition would escape, so that its size is bounded. */
const VALUE = /^[ !#-[\]-~]{1,48}$/

/**
 * By the labels that a metric leaves open, joined by a comma: all their values, the catch-all last.
 *
 * @throws RangeError if a value is empty, longer than 48 characters, not printable ASCII, or has a quote or backslash
 */
export function namedLabels({
  routes = [],
  policies = [],
  symbols = [],
}: Names): Readonly<Record<string, readonly Labels[]>> {
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

/** HEAD is GET without its body, and a series of its own for each route would only fill the budget. */
export function countedMethod(method: string): string {
  return method === 'HEAD' ? 'GET' : method
}

function closed(option: string, named: readonly Labels[], other: Labels): Labels[] {
  for (const value of named.flatMap((labels) => Object.values(labels))) {
    if (typeof value === 'string' && VALUE.test(value)) continue
    const received = JSON.stringify(String(value).slice(0, 64))
    throw new RangeError(`${option}: 1 to 48 printable ASCII characters without quote and backslash, was ${received}`)
  }
  const distinct = new Map([...named, other].map((labels) => [JSON.stringify(labels), labels]))
  return [...distinct.values()]
}
