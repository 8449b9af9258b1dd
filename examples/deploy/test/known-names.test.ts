import { readFileSync } from 'node:fs'
import path from 'node:path'
import { catalogue } from '@tezgah/metrics'
import { describe, expect, test } from 'vitest'
import { renderVerification, VERIFICATION_METRICS } from '../src/audit/verification.ts'
import { renderDashboard } from '../src/grafana/dashboard.ts'
import { EXECUTOR_DASHBOARD } from '../src/grafana/executor-dashboard.ts'
import { metricNames } from './support/metric-names.ts'
import { isInstalled } from './support/programs.ts'
import { checkExpressions, RULES_OF_KIT } from './support/promtool.ts'

/** What Prometheus, the prober and prom-client's default metrics bring along. */
const OF_OTHERS = ['up', 'probe_success', 'process_start_time_seconds', 'process_resident_memory_bytes']

const ofCatalogue = Object.entries(catalogue).flatMap(([name, { type }]) =>
  type === 'histogram' ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : [name],
)
const recorded = RULES_OF_KIT.flatMap((rule) => rule.record ?? [])
const known = new Set([...ofCatalogue, ...recorded, ...OF_OTHERS, ...Object.keys(VERIFICATION_METRICS)])
const unknown = (expr: string): readonly string[] => metricNames(expr).filter((name) => !known.has(name))
const panels = EXECUTOR_DASHBOARD.rows.flatMap((row) => row.panels)
const queries = panels.flatMap((panel) => panel.queries.map(({ expr }) => ({ panel: panel.title, expr })))
const here = isInstalled('promtool', '--version', 'the check that every expression of a panel is PromQL')

describe('names of metrics', () => {
  test.each(RULES_OF_KIT.map(({ alert, record, expr }) => ({ name: alert ?? record, expr })))(
    '$name reads only exported metrics',
    ({ expr }) => expect(unknown(expr)).toEqual([]),
  )

  test.each(queries)('$panel reads only exported metrics: $expr', ({ expr }) => expect(unknown(expr)).toEqual([]))

  test('a name that is not exported is found', () => {
    expect(unknown('sum by (job) (rate(executor_nothing_total{job="x"}[5m] offset 1m)) > on (a) up')).toEqual([
      'executor_nothing_total',
    ])
  })

  test('the edges that rules rely on are edges of the catalogue', () => {
    expect(catalogue.backtest_enqueue_ms).toMatchObject({ buckets: expect.arrayContaining([100]) })
    expect(catalogue.executor_backtest_duration_seconds).toMatchObject({ buckets: expect.arrayContaining([30]) })
  })
})

describe('the dashboard', () => {
  const file = path.join(import.meta.dirname, '../grafana/dashboards/executor-lite.json')

  test('the file is what the code makes: npm run dashboards', () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(renderDashboard(EXECUTOR_DASHBOARD)))
  })

  test('every panel says what it shows, and none lies over another', () => {
    for (const { description, queries } of panels) expect([description.length, queries.length]).not.toContain(0)
    const { panels: placed } = JSON.parse(readFileSync(file, 'utf8')) as { panels: { id: number; gridPos: object }[] }
    expect(new Set(placed.map(({ id }) => id)).size).toBe(placed.length)
    expect(new Set(placed.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(placed.length)
  })

  test.runIf(here)('every expression is PromQL', { timeout: 60_000 }, () => {
    const result = checkExpressions(queries.map(({ expr }) => expr))
    expect(result.status, result.output).toBe(0)
  })
})

test('the verification of the audit log is written as Prometheus reads it', () => {
  expect(renderVerification({ exitCode: 0, at: 1_750_000_000 })).toContain(
    'tezgah_audit_verification_intact 1\n# HELP tezgah_audit_verification_timestamp_seconds',
  )
  for (const exitCode of [1, 2, null]) {
    expect(renderVerification({ exitCode, at: 1 })).toContain('tezgah_audit_verification_intact 0\n')
  }
})
