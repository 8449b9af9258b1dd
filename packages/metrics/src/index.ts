export type {
  CounterDefinition,
  GaugeDefinition,
  HistogramDefinition,
  MetricDefinition,
  MetricUnit,
} from './catalogue/definition.ts'
export {
  type CounterName,
  catalogue,
  type FinalStatus,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type MetricName,
  type TradingState,
  type Verdict,
} from './catalogue.ts'
export type { ClockReading, StreamMetrics } from './market-data.ts'
export { createMetrics, type Metrics, type MetricsOptions } from './metrics.ts'
export { registerProcessMetrics } from './node/process-metrics.ts'
export type { HttpAnswer } from './recorders.ts'
export type { HttpRoute } from './series.ts'
export { createWorkerMetrics, type WorkerMetrics, type WorkerReport, type WorkerSample } from './worker-metrics.ts'
