import { describe, expect, it } from 'vitest'
import { DurationWindow, ErrorBudget } from '../../src/metrics/slo.ts'
import { createHarness, get, start } from '../fixtures/harness.ts'

describe('the latest times', () => {
  it('have no percentiles before the first', () => {
    expect(new DurationWindow().percentiles()).toEqual({ count: 0, p50: null, p95: null, p99: null })
  })

  it('give nearest ranks', () => {
    const times = new DurationWindow()
    for (let ms = 100; ms >= 1; ms--) times.add(ms)
    expect(times.percentiles()).toEqual({ count: 100, p50: 50, p95: 95, p99: 99 })
  })

  it('are the last 2,048', () => {
    const times = new DurationWindow()
    for (let i = 0; i < 5_000; i++) times.add(i < 2_952 ? 1_000_000 : 1)
    expect(times.percentiles()).toMatchObject({ count: 2_048, p99: 1 })
  })
})

describe('the error budget', () => {
  it('is used up at the objective, and overdrawn behind it', () => {
    const budget = new ErrorBudget(0.9, () => 0)
    expect(budget.report()).toEqual({ objective: 0.9, total: 0, bad: 0, budgetLeft: null })
    for (let i = 0; i < 19; i++) budget.add(true)
    expect(budget.report().budgetLeft).toBe(1)
    budget.add(false)
    expect(budget.report().budgetLeft).toBeCloseTo(0.5)
    budget.add(false)
    budget.add(false)
    expect(budget.report().budgetLeft).toBeLessThan(0)
  })

  it('forgets what is older than a day, slot by slot', () => {
    const clock = { now: 0 }
    const budget = new ErrorBudget(0.9, () => clock.now)
    budget.add(false)
    clock.now = 86_399_999
    budget.add(true)
    expect(budget.report()).toMatchObject({ total: 2, bad: 1 })
    clock.now = 86_400_000
    expect(budget.report()).toMatchObject({ total: 1, bad: 0 })
    budget.add(true)
    expect(budget.report()).toMatchObject({ total: 2, bad: 0 })
    clock.now *= 3
    expect(budget.report()).toMatchObject({ total: 0, budgetLeft: null })
  })
})

it('GET /slo tells of starts, waits and runs', async () => {
  const harness = await createHarness()
  const { id } = (await start(harness.app)).json()
  await harness.whenEnded(id)
  harness.audit.broken = true
  await start(harness.app)
  const report = (await get(harness.app, '/slo')).json()
  expect(report).toMatchObject({
    startMs: { count: 1, p50: 0 },
    queueWaitMs: { count: 1 },
    runMs: { count: 1 },
    budgets: { availability: { bad: 1 }, start: { total: 1, bad: 0, budgetLeft: 1 } },
  })
  await harness.close()
})
