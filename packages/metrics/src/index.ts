export {
  type CounterDefinition,
  type CounterName,
  catalogue,
  type FinalStatus,
  type GaugeDefinition,
  type GaugeName,
  type HistogramDefinition,
  type HistogramName,
  type MetricDefinition,
  type MetricName,
} from './catalogue.ts'
export type { HttpAnswer, HttpRoute } from './http-requests.ts'
export { createMetrics, type Metrics, type MetricsOptions } from './metrics.ts'
