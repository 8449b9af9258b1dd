import type { MetricName } from './catalogue.ts'

/**
 * Refuses a label value outside its closed set: each new value is a new time series, and values that come from outside
 * would fill the memory of the service and of Prometheus.
 */
export function requireLabel(metric: MetricName, label: string, allowed: readonly string[], value: string): void {
  if (allowed.includes(value)) return
  throw new RangeError(`${metric}: ${label} must be one of ${allowed.join(', ')}, was ${quote(value)}`)
}

/** Refuses NaN, infinities and what is below zero: one of them makes a sum useless for ever. */
export function requireAmount(metric: MetricName, value: number): void {
  if (Number.isFinite(value) && value >= 0) return
  throw new RangeError(`${metric}: a value must be a finite number from 0, was ${value}`)
}

/** As a short line, whatever was passed. */
function quote(value: unknown): string {
  return JSON.stringify(String(value).slice(0, 64))
}
