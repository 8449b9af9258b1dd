import { describeValue } from '@tezgah/core/describe'
import {
  type CounterName,
  definitions,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type MetricName,
} from './catalogue.ts'
import { type Meter, valueProblem } from './meter.ts'
import type { Labels } from './series.ts'

/** One sample: for a counter the increment, for a gauge its value, for a histogram one observation. */
export type WorkerSample = readonly [name: string, labels: Labels, value: number]

/** The samples of a worker for the main thread, as plain data that can be sent as a message. */
export type WorkerReport = {
  readonly samples: readonly WorkerSample[]
  /** Samples that were dropped because the report was not collected for too long. */
  readonly dropped: number
}

/** Collects samples where there is no registry, to be reported and aggregated elsewhere. Needs no `this`. */
export interface WorkerMetrics {
  /** Adds `by`, 1 when absent. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by?: number): void
  set<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, value: number): void
  observe(name: HistogramName, value: number): void
  /** Returns the samples since the last call and begins a new report. Gauges keep their value without being repeated. */
  collect(): WorkerReport
}

/** Most samples in one report, so that a worker whose reports are not collected stays small. */
const MAX_SAMPLES = 1000

/** Collects the samples of one worker. The aggregator checks their values. */
export function createWorkerMetrics(): WorkerMetrics {
  let sums = new Map<string, WorkerSample>()
  let observations: WorkerSample[] = []
  let dropped = 0
  const keep = (name: string, labels: Labels, combine: (before: number) => number): void => {
    const key = JSON.stringify([name, Object.entries(labels).sort()])
    const before = sums.get(key)
    if (before === undefined && isFull()) dropped++
    else sums.set(key, [name, { ...labels }, combine(before?.[2] ?? 0)])
  }
  const isFull = (): boolean => sums.size + observations.length >= MAX_SAMPLES
  return {
    count: (name, labels, by = 1) => keep(name, labels as Labels, (before) => before + by),
    set: (name, labels, value) => keep(name, labels as Labels, () => value),
    observe(name, value) {
      if (isFull()) dropped++
      else observations.push([name, {}, value])
    },
    collect() {
      const report = { samples: [...sums.values(), ...observations], dropped }
      sums = new Map()
      observations = []
      dropped = 0
      return report
    },
  }
}

/** Most workers whose gauges are kept at a time. */
const MAX_WORKERS = 256

/** Merges the reports of workers into one registry. */
export interface WorkerAggregator {
  /**
   * Adds counters and observations, and combines gauges as the catalogue defines; `worker` is any name of the worker, at most
   * 256 at a time. Where a sample fits no metric and no `onInvalid` is given, it throws and ignores the rest.
   */
  addWorkerReport(worker: string, report: WorkerReport): void
  /** The worker has ended: its counts stay, its gauges are removed. */
  removeWorker(worker: string): void
}

/** Aggregates on a meter. */
export function createWorkerAggregator(meter: Meter): WorkerAggregator {
  const gauges = new Map<string, Map<GaugeName, number>>()
  const combine = (name: GaugeName): void => {
    const values = [...gauges.values()].flatMap((each) => each.get(name) ?? [])
    const isSum = definitions[name].type === 'gauge' && definitions[name].overWorkers === 'sum'
    meter.set(name, {} as never, isSum ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values))
  }
  const setGauge = (worker: string, name: GaugeName, value: number): void => {
    const own = gauges.get(worker) ?? new Map<GaugeName, number>()
    const problem = own.size === 0 && gauges.size >= MAX_WORKERS ? tooMany(name) : valueProblem(name, value)
    if (problem === null) {
      gauges.set(worker, own.set(name, value))
      combine(name)
    } else meter.reject(problem)
  }
  const addSample = (worker: string, sample: unknown): void => {
    const [name, labels, value] = Array.isArray(sample) ? sample : []
    if (!isWorkerMetric(name) || typeof labels !== 'object' || labels === null) meter.reject(misfit(name))
    else if (definitions[name].type === 'counter') meter.count(name as CounterName, labels, value ?? Number.NaN)
    else if (definitions[name].type === 'histogram') meter.observe(name as HistogramName, value)
    else setGauge(worker, name as GaugeName, value)
  }
  return {
    addWorkerReport(worker, report) {
      for (const sample of report.samples) addSample(worker, sample)
      if (report.dropped !== 0) rejectDropped(meter, report.dropped)
    },
    removeWorker(worker) {
      const own = gauges.get(worker)
      gauges.delete(worker)
      for (const name of own?.keys() ?? []) combine(name)
    },
  }
}

function rejectDropped(meter: Meter, dropped: number): void {
  const problem = valueProblem('executor_metrics_rejected_total', dropped)
  if (problem === null)
    meter.reject(
      new RangeError(`worker samples: a report must have at most ${MAX_SAMPLES}, ${dropped} more were dropped`),
      dropped,
    )
  else meter.reject(problem)
}

function isWorkerMetric(name: unknown): name is MetricName {
  if (typeof name !== 'string' || !Object.hasOwn(definitions, name)) return false
  const definition = definitions[name as MetricName]
  return definition.type !== 'gauge' || definition.overWorkers !== undefined
}

function misfit(name: unknown): RangeError {
  return new RangeError(
    `worker sample must be a metric of workers, its labels and a value, received ${describeValue(name)}`,
  )
}

function tooMany(name: GaugeName): RangeError {
  return new RangeError(`${name}: at most ${MAX_WORKERS} workers may report gauges, this is one more`)
}
