import {
  type CounterName,
  definitions,
  type GaugeName,
  type HistogramName,
  type LabelsOf,
  type MetricName,
} from './catalogue.ts'
import { amountProblem, type Meter, short } from './meter.ts'
import type { Labels } from './series.ts'

/** One figure: for a counter what is to be added, for a gauge its value, for a histogram one observation. */
export type WorkerFigure = readonly [name: string, labels: Labels, value: number]

/** What a worker tells the main thread, as plain data that any message can carry. */
export type WorkerReport = {
  readonly figures: readonly WorkerFigure[]
  /** Figures that were dropped because the report was not fetched for too long. */
  readonly dropped: number
}

/** Collects figures where there is no registry, to be reported and added up elsewhere. Needs no `this`. */
export interface WorkerFigures {
  /** Adds `by`, 1 when absent. */
  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by?: number): void
  set<Name extends GaugeName>(name: Name, labels: LabelsOf<Name>, value: number): void
  observe(name: HistogramName, value: number): void
  /** What came together since the last call; the next report begins anew. Gauges keep their value without being told. */
  take(): WorkerReport
}

/** Most figures in one report, so that a worker whose reports nobody fetches stays small. */
const MAX_FIGURES = 1000

/** Collects the figures of one worker. Values are checked where they are gathered. */
export function createWorkerFigures(): WorkerFigures {
  let sums = new Map<string, WorkerFigure>()
  let observations: WorkerFigure[] = []
  let dropped = 0
  const keep = (name: string, labels: Labels, combine: (before: number) => number): void => {
    const key = JSON.stringify([name, Object.entries(labels).sort()])
    const before = sums.get(key)
    if (before === undefined && isFull()) dropped++
    else sums.set(key, [name, { ...labels }, combine(before?.[2] ?? 0)])
  }
  const isFull = (): boolean => sums.size + observations.length >= MAX_FIGURES
  return {
    count: (name, labels, by = 1) => keep(name, labels as Labels, (before) => before + by),
    set: (name, labels, value) => keep(name, labels as Labels, () => value),
    observe(name, value) {
      if (isFull()) dropped++
      else observations.push([name, {}, value])
    },
    take() {
      const report = { figures: [...sums.values(), ...observations], dropped }
      sums = new Map()
      observations = []
      dropped = 0
      return report
    },
  }
}

/** Most workers whose gauges are remembered at a time. */
const MAX_WORKERS = 256

/** Merges what workers report into one registry. */
export interface WorkerAggregator {
  /**
   * Adds counters and observations, and combines gauges as the catalogue says; `worker` is any name of the worker, at most
   * 256 at a time. Where a figure fits no metric and no `onInvalid` is given, it throws and leaves out the rest.
   */
  gather(worker: string, report: WorkerReport): void
  /** The worker has ended: what it counted stays, its gauges no longer weigh. */
  workerGone(worker: string): void
}

/** Gathers on a meter. */
export function createWorkerAggregator(meter: Meter): WorkerAggregator {
  const gauges = new Map<string, Map<GaugeName, number>>()
  const combine = (name: GaugeName): void => {
    const values = [...gauges.values()].flatMap((each) => each.get(name) ?? [])
    const isSum = definitions[name].type === 'gauge' && definitions[name].overWorkers === 'sum'
    meter.set(name, {} as never, isSum ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values))
  }
  const setGauge = (worker: string, name: GaugeName, value: number): void => {
    const own = gauges.get(worker) ?? new Map<GaugeName, number>()
    const problem = own.size === 0 && gauges.size >= MAX_WORKERS ? tooMany(name) : amountProblem(name, value)
    if (problem === null) {
      gauges.set(worker, own.set(name, value))
      combine(name)
    } else meter.reject(problem)
  }
  const take = (worker: string, figure: unknown): void => {
    const [name, labels, value] = Array.isArray(figure) ? figure : []
    if (!isToldByWorkers(name) || typeof labels !== 'object' || labels === null) meter.reject(misfit(name))
    else if (definitions[name].type === 'counter') meter.count(name as CounterName, labels, value ?? Number.NaN)
    else if (definitions[name].type === 'histogram') meter.observe(name as HistogramName, value)
    else setGauge(worker, name as GaugeName, value)
  }
  return {
    gather(worker, report) {
      for (const figure of report.figures) take(worker, figure)
      if (report.dropped !== 0) rejectDropped(meter, report.dropped)
    },
    workerGone(worker) {
      const own = gauges.get(worker)
      gauges.delete(worker)
      for (const name of own?.keys() ?? []) combine(name)
    },
  }
}

function rejectDropped(meter: Meter, dropped: number): void {
  const problem = amountProblem('executor_metrics_rejected_total', dropped)
  if (problem === null) meter.reject(new RangeError(`worker figures: ${dropped} did not fit into a report`), dropped)
  else meter.reject(problem)
}

function isToldByWorkers(name: unknown): name is MetricName {
  if (typeof name !== 'string' || !Object.hasOwn(definitions, name)) return false
  const definition = definitions[name as MetricName]
  return definition.type !== 'gauge' || definition.overWorkers !== undefined
}

function misfit(name: unknown): RangeError {
  return new RangeError(`worker figure: must be a metric that workers tell, its labels and a value, was ${short(name)}`)
}

function tooMany(name: GaugeName): RangeError {
  return new RangeError(`${name}: at most ${MAX_WORKERS} workers may tell gauges, this is one more`)
}
