import type { CounterName, GaugeName, HistogramName } from '@tezgah/metrics'

const JOB = 'job="executor-lite"'

/** A gauge or a counter of executor-lite as PromQL; a name that is not in the catalogue does not compile. */
export const metric = (name: CounterName | GaugeName): string => `${name}{${JOB}}`

/** How fast a counter grows, per second. */
export const perSecond = (name: CounterName): string => `rate(${metric(name)}[5m])`

/** By how much a counter grew in an hour. */
export const inAnHour = (name: CounterName): string => `increase(${metric(name)}[1h])`

/** @param quantile between 0 and 1 */
export const quantileOf = (quantile: number, name: HistogramName): string =>
  `histogram_quantile(${quantile}, sum by (le) (rate(${name}_bucket{${JOB}}[5m])))`
