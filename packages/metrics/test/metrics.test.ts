import { catalogue, createMetrics, type Metrics } from '@tezgah/metrics'
import { Registry } from 'prom-client'
import { beforeEach, describe, expect, it } from 'vitest'
import { seriesOf } from './fixtures/exposition.ts'

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
const seriesValue = async (series: string): Promise<number | null> => (await seriesOf(registry)).get(series) ?? null

describe('createMetrics', () => {
  it('registers the catalogue and nothing else, with its types and help texts', async () => {
    const registered = await registry.getMetricsAsJSON()
    expect(registered.map(({ name, help, type }) => [name, String(type), help]).sort()).toEqual(
      Object.entries(catalogue)
        .map(([name, { type, help }]) => [name, type, help])
        .sort(),
    )
  })

  it('counts what is recorded', async () => {
    metrics.started()
    metrics.finished('failed')
    metrics.authenticationFailed()
    metrics.rateLimited()
    metrics.auditFailed()
    metrics.setUnfinished(7)
    metrics.ran({ seconds: 0.2, candles: 5105 })
    metrics.processed(4000)
    metrics.waited(2)
    metrics.auditAppended(0.004)
    metrics.setOldestQueued(1_750_000_000_000)
    metrics.setAuditPending(1_750_000_000_500)
    metrics.auditVerified(true)
    metrics.auditVerified(false)
    expect(await seriesValue('executor_backtest_bars_processed_total')).toBe(4000)
    expect(await seriesValue('executor_backtest_queue_wait_seconds_bucket{le="2.5"}')).toBe(1)
    expect(await seriesValue('executor_audit_append_duration_seconds_sum')).toBe(0.004)
    expect(await seriesValue('executor_backtest_oldest_queued_timestamp_seconds')).toBe(1_750_000_000)
    expect(await seriesValue('executor_audit_oldest_pending_timestamp_seconds')).toBe(1_750_000_000.5)
    expect(await seriesValue('executor_audit_verified_timestamp_seconds')).toBe(1_750_000_000.25)
    expect(await seriesValue('executor_audit_verify_failures_total')).toBe(1)
    metrics.setOldestQueued(null)
    expect(await seriesValue('executor_backtest_oldest_queued_timestamp_seconds')).toBe(0)
    expect(await seriesValue('backtest_start_total')).toBe(1)
    expect(await seriesValue('executor_backtest_started_total')).toBe(1)
    expect(await seriesValue('executor_backtest_finished_total{status="failed"}')).toBe(1)
    expect(await seriesValue('backtest_done_total{status="failed"}')).toBe(1)
    expect(await seriesValue('backtest_done_total{status="done"}')).toBe(0)
    expect(await seriesValue('executor_auth_failures_total')).toBe(1)
    expect(await seriesValue('executor_rate_limit_hits_total')).toBe(1)
    expect(await seriesValue('executor_audit_append_failures_total')).toBe(1)
    expect(await seriesValue('executor_backtest_jobs_unfinished')).toBe(7)
    expect(await seriesValue('executor_candles_processed_total')).toBe(5105)
    expect(await seriesValue('executor_backtest_duration_seconds_sum')).toBe(0.2)
  })

  it('counts a start of exactly 100 ms as within 100, and one of a little more as not', async () => {
    metrics.enqueued(100)
    metrics.enqueued(100.001)
    expect(await seriesValue('backtest_enqueue_ms_bucket{le="100"}')).toBe(1)
    expect(await seriesValue('backtest_enqueue_ms_bucket{le="+Inf"}')).toBe(2)
    expect(await seriesValue('executor_backtest_start_duration_seconds_bucket{le="0.1"}')).toBe(1)
    expect(await seriesValue('executor_backtest_start_duration_seconds_bucket{le="+Inf"}')).toBe(2)
  })

  it('is in one state of trading at a time, and in none before the first report', async () => {
    const states = async () =>
      Promise.all(
        ['active', 'reducing', 'halted'].map((state) => seriesValue(`executor_trading_state{state="${state}"}`)),
      )
    expect(await states()).toEqual([0, 0, 0])
    metrics.setTradingState('active')
    metrics.setTradingState('halted')
    expect(await states()).toEqual([0, 0, 1])
    expect(() => metrics.setTradingState(JSON.parse('"asleep"'))).toThrow(
      new RangeError('executor_trading_state: state must be one of active, reducing, halted, received "asleep"'),
    )
    expect(await states()).toEqual([0, 0, 1])
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
    metrics.httpAnswered({ method: 'HEAD', route: '/backtest/:id', statusCode: 200 })
    metrics.httpAnswered({ method: 'GET', route: '/backtest/:id', statusCode: 404 })
    const series = 'executor_http_requests_total{method="GET",route="/backtest/:id",status_class='
    expect(await seriesValue(`${series}"2xx"}`), 'HEAD is GET without its body').toBe(3)
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
      new RangeError(
        `executor_http_requests_total: status_class must be one of 1xx, 2xx, 3xx, 4xx, 5xx, received ${statusCode}`,
      ),
    )
  })
})

describe('the guard', () => {
  it('refuses a status outside its set, with the set and what was received, and counts nothing', async () => {
    // What an untyped caller may pass.
    const status = JSON.parse('"expl\\noded"')
    expect(() => metrics.finished(status)).toThrow(
      new RangeError('backtest_done_total: status must be one of done, failed, cancelled, received "expl\\noded"'),
    )
    expect(await registry.metrics()).not.toContain('noded')
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the amount %s', async (amount) => {
    const message = `a value must be a number from 0 to 1000000000000000, received ${amount}`
    expect(() => metrics.enqueued(amount)).toThrow(new RangeError(`backtest_enqueue_ms: ${message}`))
    expect(() => metrics.setUnfinished(amount)).toThrow(message)
    expect(() => metrics.ran({ seconds: amount, candles: 1 })).toThrow(message)
    expect(() => metrics.processed(amount)).toThrow(message.replace('a number', 'a whole number'))
    expect(await seriesValue('executor_backtest_duration_seconds_count')).toBe(0)
  })

  it('tells onInvalid instead of throwing, drops the figure and counts that it did', async () => {
    const errors: RangeError[] = []
    registry = new Registry()
    metrics = createMetrics({ registry, onInvalid: (error) => errors.push(error) })
    metrics.waited(-1)
    metrics.finished(JSON.parse('"exploded"'))
    metrics.waited(1)
    // A status has an old name and a new one.
    expect(errors.length).toBe(3)
    expect(await seriesValue('executor_metrics_rejected_total')).toBe(3)
    expect(await seriesValue('executor_backtest_queue_wait_seconds_sum')).toBe(1)
  })
})
