import { catalogue, type MetricDefinition } from '@tezgah/metrics'
import { describe, expect, it } from 'vitest'

const all: [string, MetricDefinition][] = Object.entries(catalogue)

/** What a name has to end with, by the unit of its values. */
const SUFFIX = { seconds: /_seconds$/, 'epoch seconds': /_timestamp_seconds$/, milliseconds: /_ms$/, bytes: /_bytes$/ }

describe.each(all)('%s', (name, definition) => {
  it('is named as Prometheus asks', () => {
    expect(name).toMatch(/^(executor_[a-z0-9_]+|backtest_(start_total|done_total|enqueue_ms))$/)
    expect(/_total$/.test(name)).toBe(definition.type === 'counter')
    if (definition.unit !== undefined) expect(name).toMatch(SUFFIX[definition.unit])
    else expect(name).not.toMatch(/_(seconds|ms|bytes)$/)
    expect(/_timestamp_/.test(name)).toBe(definition.unit === 'epoch seconds')
  })

  it('says in a sentence what it is', () => {
    expect(definition.help).toMatch(/^[A-Z0-9].{10,120}\.$/)
  })

  it('has closed label values, none of them twice', () => {
    for (const values of Object.values(definition.labels ?? {})) {
      expect(values.length).toBeGreaterThan(0)
      expect(new Set(values).size).toBe(values.length)
    }
  })
})

it('has ascending edges', () => {
  for (const [name, definition] of all) {
    if (definition.type !== 'histogram') continue
    expect(
      [...definition.buckets].sort((a, b) => a - b),
      name,
    ).toEqual(definition.buckets)
  }
})

describe('what alerts rest on', () => {
  it('has exactly these names', () => {
    expect(Object.keys(catalogue)).toEqual(
      expect.arrayContaining([
        'executor_heartbeat_timestamp_seconds',
        'executor_backtest_jobs_unfinished',
        'executor_backtest_finished_total',
        'executor_backtest_bars_processed_total',
        'executor_backtest_duration_seconds',
        'executor_backtest_start_duration_seconds',
        'executor_auth_failures_total',
      ]),
    )
  })

  it.each([
    ['executor_backtest_start_duration_seconds', 0.1],
    ['backtest_enqueue_ms', 100],
    ['executor_backtest_duration_seconds', 30],
    ['executor_backtest_queue_wait_seconds', 0.25],
  ] as const)('%s has an edge at its objective, %s, and finite ones beyond it', (name, objective) => {
    const buckets: readonly number[] = catalogue[name].buckets
    expect(buckets).toContain(objective)
    expect(buckets.filter((edge) => edge > objective).length).toBeGreaterThanOrEqual(3)
  })
})
