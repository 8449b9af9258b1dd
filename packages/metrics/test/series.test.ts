import { catalogue, createMetrics, type MetricDefinition, type Metrics, registerProcessMetrics } from '@tezgah/metrics'
import fc from 'fast-check'
import { Registry } from 'prom-client'
import { beforeEach, describe, expect, it } from 'vitest'
import { seriesOf } from './fixtures/exposition.ts'
import { fullService } from './fixtures/names.ts'

let registry = new Registry()
let metrics: Metrics
const rejected: RangeError[] = []

beforeEach(() => {
  registry = new Registry()
  rejected.length = 0
  metrics = createMetrics({ registry, ...fullService, onInvalid: (error) => rejected.push(error) })
  registerProcessMetrics(registry)
})

describe('every series', () => {
  it('is there from the start, at 0, for every label value', async () => {
    const series = await seriesOf(registry)
    for (const [name, { type, labels = {}, named = [] }] of Object.entries(catalogue) as [string, MetricDefinition][]) {
      if (type === 'histogram') continue
      const own = [...series].filter(([each]) => each === name || each.startsWith(`${name}{`))
      expect(
        own.map(([, value]) => value).filter((value) => value !== 0),
        name,
      ).toEqual([])
      const ways = Object.values(labels).reduce((product, values) => product * values.length, 1)
      const names = named.includes('route')
        ? 46
        : named.includes('policy')
          ? 9
          : named.length === 0
            ? 1
            : type === 'gauge'
              ? 3
              : 4
      expect(own.length, name).toBe(ways * names)
      for (const [label, values] of Object.entries(labels)) {
        for (const value of values) expect(own.map(([each]) => each).join(), name).toContain(`${label}="${value}"`)
      }
    }
  })

  it('is one of at most 500, in at most 64 kB, in a full service', async () => {
    const text = await registry.metrics()
    expect((await seriesOf(registry)).size).toBeLessThanOrEqual(500)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536)
  })

  it('fits into 64 kB with the longest names there may be', async () => {
    const long = new Registry()
    const routes = Array.from({ length: 70 }, (_, index) => ({
      method: 'PROPPATCH',
      route: `/${'x'.repeat(44)}${100 + index}`,
    }))
    createMetrics({ registry: long, routes })
    expect((await seriesOf(long)).size).toBeGreaterThan(470)
    expect(Buffer.byteLength(await long.metrics())).toBeLessThanOrEqual(65_536)
  })

  it('stays the only one under any labels', async () => {
    const before = [...(await seriesOf(registry)).keys()]
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', 'GET', 'other', 'book'),
    )
    const value = fc.oneof(text, fc.anything()) as fc.Arbitrary<never>
    fc.assert(
      fc.property(value, value, value, fc.double(), (one, two, three, amount) => {
        metrics.httpAnswered({ method: one, route: two, statusCode: three })
        metrics.httpAnswered({ method: one, route: two, statusCode: 404 })
        metrics.finished(one)
        metrics.recordVerdict(one, two)
        metrics.setTradingState(three)
        metrics.stream.count('book_resyncs', { symbol: one })
        metrics.stream.gauge('age_ms', amount, { symbol: one, channel: two })
        metrics.addWorkerReport('worker', {
          samples: [one, [one, two, three], ['backtest_done_total', one, 1]] as never,
          dropped: 0,
        })
      }),
      { numRuns: 1000 },
    )
    const after = await seriesOf(registry)
    expect([...after.keys()]).toEqual(before)
    expect(after.get('executor_metrics_rejected_total')).toBe(rejected.length)
  })
})

describe('names', () => {
  it('make at most 480 series together', () => {
    const routes = Array.from({ length: 100 }, (_, index) => ({ method: 'GET', route: `/${index}` }))
    expect(() => createMetrics({ registry: new Registry(), routes })).toThrow(
      /^routes, policies and symbols must make at most 480 time series together, received \d+$/,
    )
  })

  it.each(['', 'x'.repeat(49), 'a"b', 'a\\b', 'a\nb', 'ğ'])('cannot be %j', (policy) => {
    expect(() => createMetrics({ registry: new Registry(), policies: [policy] })).toThrow(
      new RangeError(
        `policies must be 1 to 48 printable ASCII characters without quote and backslash, received ${JSON.stringify(policy)}`,
      ),
    )
  })

  it('may be given twice', async () => {
    const twice = new Registry()
    createMetrics({ registry: twice, symbols: ['BTCTRY', 'BTCTRY'] })
    expect([...(await seriesOf(twice)).keys()].filter((each) => each.includes('BTCTRY')).length).toBe(10)
  })
})
