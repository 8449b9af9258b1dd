import { createMetrics, createWorkerMetrics, type Metrics } from '@tezgah/metrics'
import fc from 'fast-check'
import { Registry } from 'prom-client'
import { beforeEach, describe, expect, it } from 'vitest'
import { seriesOf } from './fixtures/exposition.ts'

let registry = new Registry()
let metrics: Metrics
let errors: string[] = []

beforeEach(() => {
  registry = new Registry()
  errors = []
  metrics = createMetrics({ registry, onInvalid: ({ message }) => errors.push(message) })
})

const read = async (name: string) => (await seriesOf(registry)).get(name)

describe('what workers report', () => {
  it('adds up counters and observations, for any order and size of their reports', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ worker: fc.nat(2), bars: fc.nat(), tells: fc.boolean() })),
        async (steps) => {
          registry = new Registry()
          metrics = createMetrics({ registry })
          const workers = [0, 1, 2].map(() => createWorkerMetrics())
          const tell = (worker: number) => {
            // As a message between threads or processes arrives.
            const report = JSON.parse(JSON.stringify(workers[worker]!.collect()))
            metrics.addWorkerReport(`worker ${worker}`, report)
          }
          for (const { worker, bars, tells } of steps) {
            workers[worker]!.count('executor_backtest_bars_processed_total', {}, bars)
            workers[worker]!.observe('executor_backtest_duration_seconds', 0.5)
            if (tells) tell(worker)
          }
          for (const worker of workers.keys()) tell(worker)
          const sum = steps.reduce((total, { bars }) => total + bars, 0)
          expect(await read('executor_backtest_bars_processed_total')).toBe(sum)
          expect(await read('executor_backtest_duration_seconds_count')).toBe(steps.length)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('sums gauges or takes the highest, as the catalogue says, and forgets a worker that has gone', async () => {
    const report = (busy: number, heap: number) => {
      const worker = createWorkerMetrics()
      worker.set('executor_workers_busy', {}, busy)
      worker.set('executor_workers_heap_max_bytes', {}, heap)
      return worker.collect()
    }
    metrics.addWorkerReport('a', report(1, 500))
    metrics.addWorkerReport('b', report(1, 900))
    metrics.addWorkerReport('a', report(1, 600))
    expect([await read('executor_workers_busy'), await read('executor_workers_heap_max_bytes')]).toEqual([2, 900])
    metrics.removeWorker('b')
    metrics.removeWorker('never there')
    expect([await read('executor_workers_busy'), await read('executor_workers_heap_max_bytes')]).toEqual([1, 600])
    metrics.removeWorker('a')
    expect([await read('executor_workers_busy'), await read('executor_workers_heap_max_bytes')]).toEqual([0, 0])
  })

  it('is bounded where no one fetches it, and dropped reports are counted', async () => {
    const worker = createWorkerMetrics()
    for (let index = 0; index < 1200; index++) worker.observe('executor_backtest_duration_seconds', 1)
    metrics.addWorkerReport('a', worker.collect())
    expect(await read('executor_backtest_duration_seconds_count')).toBe(1000)
    expect(await read('executor_metrics_rejected_total')).toBe(200)
    expect(errors).toEqual(['worker samples: a report must have at most 1000, 200 more were dropped'])
    expect(worker.collect()).toEqual({ samples: [], dropped: 0 })
  })

  it('adds to a counter that it has while it is full, and drops a new one', async () => {
    const worker = createWorkerMetrics()
    worker.count('executor_auth_failures_total', {})
    for (let index = 0; index < 999; index++) worker.observe('executor_backtest_duration_seconds', 1)
    worker.count('executor_auth_failures_total', {})
    worker.count('executor_backtest_finished_total', { status: 'failed' })
    const report = worker.collect()
    expect(report.samples[0]).toEqual(['executor_auth_failures_total', {}, 2])
    expect([report.samples.length, report.dropped]).toEqual([1000, 1])
  })

  it('is one sample for equal labels in any order, and has a copy of them', () => {
    const worker = createWorkerMetrics()
    const labels = { method: 'GET', route: '/', status_class: '2xx' } as const
    worker.count('executor_http_requests_total', labels)
    worker.count('executor_http_requests_total', { status_class: '2xx', route: '/', method: 'GET' })
    const [sample] = worker.collect().samples
    expect(sample).toEqual(['executor_http_requests_total', labels, 2])
    expect(sample![1]).not.toBe(labels)
  })

  it('adds observations of several workers', async () => {
    const observed = (seconds: number) => {
      const worker = createWorkerMetrics()
      worker.observe('executor_backtest_duration_seconds', seconds)
      return worker.collect()
    }
    metrics.addWorkerReport('a', observed(5))
    metrics.addWorkerReport('b', observed(1))
    expect(await read('executor_backtest_duration_seconds_sum')).toBe(6)
  })

  it('does not count where it is nonsense, and the rest of the report still counts', async () => {
    const figures = [
      null,
      ['no_such_metric', {}, 1],
      ['__proto__', {}, 1],
      ['executor_heartbeat_timestamp_seconds', {}, 9e9],
      ['executor_workers_busy', {}, Number.NaN],
      ['executor_auth_failures_total', {}, 1.5],
      ['executor_auth_failures_total', {}],
      ['executor_backtest_finished_total', { status: 'exploded' }, 1],
      ['executor_backtest_finished_total', { status: 'failed' }, 3],
    ]
    metrics.addWorkerReport('a', { samples: figures as never, dropped: Number.NaN })
    expect(await read('executor_backtest_finished_total{status="failed"}')).toBe(3)
    expect(await read('executor_metrics_rejected_total')).toBe(9)
    expect(errors[3]).toBe(
      'worker sample must be a metric of workers, its labels and a value, received "executor_heartbeat_timestamp_seconds"',
    )
  })

  it('takes gauges of 256 workers and no more', async () => {
    const samples = [['executor_workers_busy', {}, 1]] as const
    for (let index = 0; index < 257; index++) metrics.addWorkerReport(`worker ${index}`, { samples, dropped: 0 })
    expect(await read('executor_workers_busy')).toBe(256)
    expect(errors).toEqual(['executor_workers_busy: at most 256 workers may report gauges, this is one more'])
    metrics.addWorkerReport('worker 0', { samples: [['executor_workers_busy', {}, 0]], dropped: 0 })
    expect(await read('executor_workers_busy')).toBe(255)
  })
})
