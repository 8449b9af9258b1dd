import { definitions, type MetricName } from './catalogue.ts'
import { type Names, namedLabels, OTHER } from './names.ts'

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
