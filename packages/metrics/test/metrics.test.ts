import { catalogue, createMetrics, type Metrics } from '@tezgah/metrics'
import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const routes = [
  { method: 'GET', route: '/backtest/:id' },
  { method: 'POST', route: '/backtest/start' },
]

let registry = new Registry()
let metrics: Metrics = createMetrics({ registry })

beforeEach(() => {
  registry = new Registry()
  metrics = createMetrics({ registry, routes, now: () => 1_750_000_000_250 })
})

/** The value of one series, spelled as in the exposition: `name{label="value"}`. */
async function seriesValue(series: string): Promise<number | null> {
  const line = (await registry.metrics()).split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? null : Number(line.slice(series.length + 1))
}

describe('createMetrics', () => {
  it('registers the catalogue and nothing else, with its types and help texts', async () => {
    const registered = await registry.getMetricsAsJSON()
    expect(registered.map(({ name, help, type }) => [name, String(type), help]).sort()).toEqual(
      Object.entries(catalogue)
        .map(([name, { type, help }]) => [name, type, help])
        .sort(),
    )
  })

  it('has every counter at 0 for every label value before anything happened', async () => {
    const text = await registry.metrics()
    const counters = text.split('\n').filter((line) => /^\w+_total/.test(line))
    expect(counters.every((line) => line.endsWith(' 0'))).toBe(true)
    expect(counters.filter((line) => line.startsWith('backtest_done_total'))).toEqual([
      'backtest_done_total{status="done"} 0',
      'backtest_done_total{status="failed"} 0',
      'backtest_done_total{status="cancelled"} 0',
    ])
    expect(counters.filter((line) => line.startsWith('executor_http_requests_total')).length).toBe(
      (routes.length + 1) * 5,
    )
    expect(counters.length).toBe(3 + 15 + 5)
  })

  it('counts what it is told', async () => {
    metrics.started()
    metrics.finished('failed')
    metrics.authenticationFailed()
    metrics.rateLimited()
    metrics.auditFailed()
    metrics.setUnfinished(7)
    metrics.ran({ seconds: 0.2, candles: 5105 })
    expect(await seriesValue('backtest_start_total')).toBe(1)
    expect(await seriesValue('backtest_done_total{status="failed"}')).toBe(1)
    expect(await seriesValue('backtest_done_total{status="done"}')).toBe(0)
    expect(await seriesValue('executor_auth_failures_total')).toBe(1)
    expect(await seriesValue('executor_rate_limit_hits_total')).toBe(1)
    expect(await seriesValue('executor_audit_append_failures_total')).toBe(1)
    expect(await seriesValue('executor_backtest_jobs_unfinished')).toBe(7)
    expect(await seriesValue('executor_candles_processed_total')).toBe(5105)
    expect(await seriesValue('executor_backtest_run_seconds_sum')).toBe(0.2)
  })

  it('counts a start of exactly 100 ms as within 100, and one of a little more as not', async () => {
    metrics.enqueued(100)
    metrics.enqueued(100.001)
    expect(await seriesValue('backtest_enqueue_ms_bucket{le="100"}')).toBe(1)
    expect(await seriesValue('backtest_enqueue_ms_bucket{le="+Inf"}')).toBe(2)
  })

  it('needs no this: its functions may be spread', async () => {
    const { started, finished } = { ...metrics }
    started()
    finished('done')
    expect(await seriesValue('backtest_done_total{status="done"}')).toBe(1)
  })

  it('refuses a registry that has such metrics already', () => {
    expect(() => createMetrics({ registry })).toThrow('already been registered')
  })
})

describe('HTTP requests', () => {
  it('are counted by method, route and class of status', async () => {
    metrics.httpAnswered({ method: 'GET', route: '/backtest/:id', statusCode: 200 })
    metrics.httpAnswered({ method: 'GET', route: '/backtest/:id', statusCode: 299 })
    metrics.httpAnswered({ method: 'GET', route: '/backtest/:id', statusCode: 404 })
    const series = 'executor_http_requests_total{method="GET",route="/backtest/:id",status_class='
    expect(await seriesValue(`${series}"2xx"}`)).toBe(2)
    expect(await seriesValue(`${series}"4xx"}`)).toBe(1)
  })

  it('add no series, however many unknown paths and methods are tried', async () => {
    const before = (await registry.metrics()).split('\n').length
    for (let index = 0; index < 1000; index++) {
      metrics.httpAnswered({ method: `M${index}`, route: `/${index}`, statusCode: 404 })
      metrics.httpAnswered({ method: 'GET', route: '__proto__', statusCode: 404 })
    }
    metrics.httpAnswered({ method: 'GET', route: undefined, statusCode: 404 })
    metrics.httpAnswered({ method: 'POST', route: '/backtest/:id', statusCode: 405 })
    expect((await registry.metrics()).split('\n').length).toBe(before)
    const other = 'executor_http_requests_total{method="other",route="other",status_class="4xx"}'
    expect(await seriesValue(other)).toBe(2002)
  })

  it.each([99, 600, 0, Number.NaN])('refuse the status code %s', (statusCode) => {
    expect(() => metrics.httpAnswered({ method: 'GET', route: '/backtest/:id', statusCode })).toThrow(
      new RangeError(`executor_http_requests_total: statusCode must be 100 to 599, was ${statusCode}`),
    )
  })

  it('take a hundred routes and no more', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ method: 'GET', route: `/${index}` }))
    createMetrics({ registry: new Registry(), routes: many(100) })
    expect(() => createMetrics({ registry: new Registry(), routes: many(101) })).toThrow(
      new RangeError('routes: at most 100, were 101'),
    )
  })
})

describe('the guard', () => {
  it('refuses a status outside its set, with the set and what was received, and counts nothing', async () => {
    // What an untyped caller may pass.
    const status = JSON.parse('"expl\\noded"')
    expect(() => metrics.finished(status)).toThrow(
      new RangeError('backtest_done_total: status must be one of done, failed, cancelled, was "expl\\noded"'),
    )
    expect(await registry.metrics()).not.toContain('noded')
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the amount %s', async (amount) => {
    const message = `a value must be a finite number from 0, was ${amount}`
    expect(() => metrics.enqueued(amount)).toThrow(new RangeError(`backtest_enqueue_ms: ${message}`))
    expect(() => metrics.setUnfinished(amount)).toThrow(message)
    expect(() => metrics.ran({ seconds: amount, candles: 1 })).toThrow(message)
    expect(() => metrics.ran({ seconds: 1, candles: amount })).toThrow(message)
    expect(await seriesValue('executor_backtest_run_seconds_count')).toBe(0)
  })
})

describe('the heartbeat', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const beat = (): Promise<number | null> => seriesValue('executor_heartbeat_timestamp_seconds')

  it('does not start by itself', async () => {
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await beat()).toBe(0)
  })

  it('tells the time at once, then every five seconds, until it is stopped', async () => {
    let time = 1_750_000_000_250
    registry = new Registry()
    const stop = createMetrics({ registry, now: () => time }).startHeartbeat()
    expect(await beat()).toBe(1_750_000_000.25)
    time += 4999
    await vi.advanceTimersByTimeAsync(4999)
    expect(await beat(), 'not at scrape').toBe(1_750_000_000.25)
    time += 1
    await vi.advanceTimersByTimeAsync(1)
    expect(await beat()).toBe(1_750_000_005.25)
    stop()
    stop()
    time += 60_000
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await beat()).toBe(1_750_000_005.25)
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([0, -5, 1.5, Number.NaN, 2 ** 31])('refuses to beat every %s ms', (everyMs) => {
    expect(() => metrics.startHeartbeat(everyMs)).toThrow(RangeError)
    expect(vi.getTimerCount()).toBe(0)
  })
})
