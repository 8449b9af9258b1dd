import type { CounterName, GaugeName, HistogramName, LabelsOf } from './catalogue.ts'
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
