import { createMetrics, type FinalStatus, type Verdict } from '@tezgah/metrics'
import fc from 'fast-check'
import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { seriesOf } from './fixtures/exposition.ts'

const seconds = fc.double({ min: 0, max: 1000, noNaN: true })
const event = fc.oneof(
  fc.record({ type: fc.constant('started') }),
  fc.record({ type: fc.constant('finished'), status: fc.constantFrom<FinalStatus[]>('done', 'failed', 'cancelled') }),
  fc.record({ type: fc.constant('enqueued'), ms: fc.oneof(fc.constant(100), seconds) }),
  fc.record({ type: fc.constant('ran'), seconds, candles: fc.nat() }),
  fc.record({ type: fc.constant('processed'), candles: fc.nat() }),
  fc.record({ type: fc.constant('unfinished'), count: fc.nat() }),
  fc.record({
    type: fc.constant('http'),
    route: fc.constantFrom('/a', '/b', '/c', undefined),
    method: fc.constantFrom('GET', 'HEAD', 'POST'),
    statusCode: fc.integer({ min: 100, max: 599 }),
  }),
  fc.record({
    type: fc.constant('judged'),
    policy: fc.constantFrom('price-band', 'unknown'),
    verdict: fc.constantFrom<Verdict[]>('approved', 'refused', 'overridden'),
  }),
  fc.record({ type: fc.constant('authentication') }),
)
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never

const ROUTES = [
  { method: 'GET', route: '/a' },
  { method: 'POST', route: '/b' },
]

/** What the exposition has to say after these events, from the events alone. */
function model(events: readonly Event[]): Map<string, number> {
  const expected = new Map<string, number>()
  const add = (series: string, by = 1) => expected.set(series, (expected.get(series) ?? 0) + by)
  const observe = (name: string, value: number, edge: number) => {
    add(`${name}_count`)
    add(`${name}_sum`, value)
    add(`${name}_bucket{le="${edge}"}`, value <= edge ? 1 : 0)
  }
  for (const each of events) {
    if ('status' in each) {
      add(`backtest_done_total{status="${each.status}"}`)
      add(`executor_backtest_finished_total{status="${each.status}"}`)
    } else if ('ms' in each) {
      observe('backtest_enqueue_ms', each.ms, 100)
      observe('executor_backtest_start_duration_seconds', each.ms / 1000, 0.1)
    } else if ('seconds' in each) {
      observe('executor_backtest_duration_seconds', each.seconds, 30)
      add('executor_candles_processed_total', each.candles)
    } else if ('candles' in each) add('executor_backtest_bars_processed_total', each.candles)
    else if ('count' in each) expected.set('executor_backtest_jobs_unfinished', each.count)
    else if ('route' in each) {
      const method = each.method === 'HEAD' ? 'GET' : each.method
      const known = ROUTES.some((route) => route.method === method && route.route === each.route)
      const labels = known ? `method="${method}",route="${each.route}"` : 'method="other",route="other"'
      add(`executor_http_requests_total{${labels},status_class="${String(each.statusCode)[0]}xx"}`)
    } else if ('policy' in each) {
      const policy = each.policy === 'price-band' ? each.policy : 'other'
      add(`executor_guardrail_verdicts_total{policy="${policy}",verdict="${each.verdict}"}`)
    } else if (each.type === 'started') {
      add('backtest_start_total')
      add('executor_backtest_started_total')
    } else add('executor_auth_failures_total')
  }
  return expected
}

it('says after any events what a plain count of them says, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
      const registry = new Registry()
      const metrics = createMetrics({ registry, routes: ROUTES, policies: ['price-band'] })
      const before = await seriesOf(registry)
      for (const each of events) {
        if ('status' in each) metrics.finished(each.status)
        else if ('ms' in each) metrics.enqueued(each.ms)
        else if ('seconds' in each) metrics.ran(each)
        else if ('candles' in each) metrics.processed(each.candles)
        else if ('count' in each) metrics.setUnfinished(each.count)
        else if ('route' in each) metrics.httpAnswered(each)
        else if ('policy' in each) metrics.recordVerdict(each.policy, each.verdict)
        else if (each.type === 'started') metrics.started()
        else metrics.authenticationFailed()
      }
      const after = await seriesOf(registry)
      expect([...after.keys()], 'no series comes or goes').toEqual([...before.keys()])
      const expected = model(events)
      for (const [series, value] of expected) expect(after.get(series), series).toBe(value)
      const isBucket = (series: string) => series.includes('_bucket{')
      const others = [...after].filter(([series]) => !expected.has(series) && !isBucket(series))
      expect(others.filter(([, value]) => value !== 0)).toEqual([])
    }),
    { numRuns: 150 },
  )
})
