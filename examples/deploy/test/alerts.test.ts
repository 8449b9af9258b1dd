import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { AlertCase } from './alerts/case.ts'
import { EXECUTOR_CASES } from './alerts/executor-cases.ts'
import { WORK_CASES } from './alerts/work-cases.ts'
import { WRONG_FORMS } from './alerts/wrong-forms.ts'
import { isInstalled, run } from './support/programs.ts'
import { RULES_OF_KIT, testRules } from './support/promtool.ts'

const here = isInstalled('promtool', '--version', 'the tests of alert rules')
const CASES = [...EXECUTOR_CASES, ...WORK_CASES]
const KINDS: readonly AlertCase['kind'][] = ['fires', 'silent', 'missing', 'restart']
/** promtool takes seconds, and longer on a machine that does other things. */
const SLOW = { timeout: 60_000 }
const alerts = RULES_OF_KIT.flatMap((rule) => rule.alert ?? [])

describe('alert rules', () => {
  test.each(alerts)('%s has a case of each kind', (alert) => {
    const kinds = CASES.filter((one) => one.alert === alert).map((one) => one.kind)
    // The one that always fires has none on which it is silent.
    const wanted = alert === 'Watchdog' ? KINDS.filter((kind) => kind !== 'silent') : KINDS
    expect(wanted.filter((kind) => !kinds.includes(kind))).toEqual([])
  })

  test('what is called firing fires, and what is called silent does not', () => {
    for (const { kind, firing } of CASES) {
      if (kind === 'fires') expect(firing).toBe(true)
      if (kind === 'silent') expect(firing).toBe(false)
    }
    expect(new Set(CASES.map(({ alert }) => alert))).toEqual(new Set(alerts))
  })

  test.runIf(here)('Prometheus takes the configuration', () => {
    const checked = run('promtool', ['check', 'config', path.join(import.meta.dirname, '../prometheus/prometheus.yml')])
    expect(checked.status, checked.output).toBe(0)
  })

  // Long histories are looked at less often, or six hours would take half a minute.
  test.runIf(here).each(['15s', '30s', '1m', '5m'])(
    'every case comes out as written, looked at each %s',
    SLOW,
    (every) => {
      const cases = CASES.filter(({ interval = '15s' }) => interval === every)
      const result = testRules(cases, [], every)
      expect(cases).not.toEqual([])
      expect(result.status, result.output).toBe(0)
    },
  )
})

describe('forms that look right', () => {
  const wrong = WRONG_FORMS.map((form, index) => ({ ...form, alert: `Wrong${index}For${form.insteadOf}` }))
  const rules = wrong.map(({ alert, expr, for: pending }) => ({
    alert,
    expr,
    ...(pending === undefined ? {} : { for: pending }),
  }))

  test.runIf(here).each(wrong)('$insteadOf: $why', SLOW, (form) => {
    const { series, interval = '15s', at, wrongly, why: about } = form
    const history = { kind: 'fires', about, series, interval, at } as const
    const wrongOne = { ...history, alert: form.alert, firing: wrongly === 'fires' }
    const rightOne = { ...history, alert: form.insteadOf, firing: wrongly === 'silent' }
    const result = testRules([wrongOne, rightOne], rules)
    expect(result.status, result.output).toBe(0)
  })
})
