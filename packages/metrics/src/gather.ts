import { type CounterName, definitions, type GaugeName, type HistogramName, type MetricName } from './catalogue.ts'
import { amountProblem, short } from './guard.ts'
import type { Meter } from './meter.ts'
import type { WorkerReport } from './worker-figures.ts'

/** Most workers whose gauges are remembered at a time. */
const MAX_WORKERS = 256

/** Merges what workers report into one registry. */
export interface Gathering {
  /**
   * Adds counters and observations, and combines gauges as the catalogue says; `worker` is any name of the worker, at most
   * 256 at a time. Where a figure fits no metric and no `onInvalid` is given, it throws and leaves out the rest.
   */
  gather(worker: string, report: WorkerReport): void
  /** The worker has ended: what it counted stays, its gauges no longer weigh. */
  workerGone(worker: string): void
}

/** Gathers on a meter. */
export function createGathering(meter: Meter): Gathering {
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
