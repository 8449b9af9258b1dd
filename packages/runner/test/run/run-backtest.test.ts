import { createSeries, defineStrategy, ENGINE_VERSION } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JobSpec } from '../../src/jobs/job.ts'
import { MAX_EQUITY_POINTS, type Progress } from '../../src/jobs/job.ts'
import { type RunLimits, runLimitsSchema } from '../../src/jobs/run-limits.ts'
import { EquitySampler } from '../../src/run/equity-sampler.ts'
import { type GuardModule, loadGuardModule } from '../../src/run/guard-module.ts'
import { runBacktest } from '../../src/run/run-backtest.ts'
import { guardModule } from '../fixtures/workbench.ts'

/** Buys ten at the first candle and keeps them. */
const keeps = defineStrategy({
  name: 'keeps',
  params: z.object({ quantity: z.number().default(10) }),
  setup: ({ params }) => ({
    onCandle(ctx) {
      if (!ctx.position.isOpen) ctx.buy({ quantity: params.quantity })
    },
  }),
})

const spec = (limits?: RunLimits): JobSpec => ({
  strategy: 'keeps',
  params: { quantity: 10 },
  datasets: [],
  detail: [],
  settings: { seed: 0, account: { initialCash: 2_000, feeRate: 0 } },
  engineVersion: ENGINE_VERSION,
  ...(limits === undefined ? {} : { limits }),
})

const withLimits = await loadGuardModule(guardModule)
const run = (
  closes: readonly number[],
  limits?: RunLimits,
  report: (progress: Progress) => void = () => {},
  guards: GuardModule | null = withLimits,
) => {
  const time = closes.map((_, index) => index * 60_000)
  const volume = closes.map(() => 1)
  const candles = createSeries({
    symbol: 'X',
    interval: '1m',
    time,
    open: closes,
    high: closes,
    low: closes,
    close: closes,
    volume,
  })
  return runBacktest({ strategy: keeps, spec: spec(limits), candles: [candles], detail: [], guards }, report)
}
const errorOf = (answer: ReturnType<typeof run>) => (answer.type === 'refused' ? answer.error : null)

// 2,000 in cash, 10 bought at 100: equity is 1,000 and ten times the close.
describe('a run with limits of its own', () => {
  it('is refused where no module keeps them; one without limits needs none', () => {
    expect(errorOf(run([100, 100], { maxDrawdownPct: 20 }, undefined, null))).toEqual({
      code: 'invalid_options',
      message: 'limits must be omitted: this runner has no guardModule',
      field: 'limits',
    })
    expect(run([100, 100], undefined, undefined, null).type).toBe('ran')
  })

  it('ends at the close that is below its drawdown, and not at the limit itself', () => {
    expect(run([100, 100, 60, 60], { maxDrawdownPct: 20 }).type, '2000 to 1600 is 20 %').toBe('ran')
    expect(errorOf(run([100, 100, 59.99, 60], { maxDrawdownPct: 20 }))).toEqual({
      code: 'limit_reached',
      message: 'maxDrawdownPct is 20 %, observed 20.0050 % at 1970-01-01T00:03:00.000Z',
      field: 'limits.maxDrawdownPct',
    })
  })

  it('measures from the highest close, not from the start', () => {
    expect(errorOf(run([100, 100, 200, 110], { maxDrawdownPct: 29 }))?.message).toContain('observed 30.0000 %')
  })

  it('ends before an order beyond its notional, and when what is held grows beyond it', () => {
    expect(run([100, 100, 100], { maxNotional: '1000' }).type).toBe('ran')
    expect(errorOf(run([100, 100, 100], { maxNotional: '999.99' }))).toMatchObject({
      code: 'limit_reached',
      message: 'maxNotional is 999.99, observed 1000 ordered (buy 10 X) at 1970-01-01T00:01:00.000Z',
    })
    expect(errorOf(run([100, 100, 100.01, 100], { maxNotional: 1_000 }))?.message).toContain('observed 1000.1 held')
  })

  it('changes nothing but the name of its guard where it stays within', () => {
    const [free, bound] = [run([100, 100, 90, 95]), run([100, 100, 90, 95], { maxDrawdownPct: 50, maxNotional: 5_000 })]
    if (free.type !== 'ran' || bound.type !== 'ran') throw new Error('neither has a reason to stop')
    const [without, within] = [free, bound].map(({ result }) => JSON.parse(new TextDecoder().decode(result)))
    expect(within.manifest.assumptions.guard).toBe('limits maxDrawdownPct=50 maxNotional=5000')
    expect({ ...within, manifest: null }).toEqual({ ...without, manifest: null })
  })

  it.each([
    { maxDrawdownPct: 0 },
    { maxDrawdownPct: 101 },
    { maxDrawdownPct: Number.NaN },
    { maxNotional: 0 },
    { maxNotional: '0.0' },
    { maxNotional: '-5' },
    { maxNotional: '1e9' },
    { maxNotional: Number.POSITIVE_INFINITY },
    { other: 1 },
  ])('does not take %j as limits', (limits) => {
    expect(runLimitsSchema.safeParse(limits).success).toBe(false)
  })
})

it('shows at most 500 points, in order and evenly, however long a run is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 1, max: 5_000 }), (length, most) => {
      const curve = new EquitySampler(length)
      const count = Math.min(curve.every, most)
      for (let position = count; position < length + count; position += count) {
        const at = Math.min(position, length)
        curve.observe({ position: at, latest: () => ({ time: at, equity: at }) })
      }
      const { equity } = curve.progress({ position: length, length })
      expect(equity.time.length).toBeGreaterThan(0)
      expect(equity.time.length).toBeLessThanOrEqual(MAX_EQUITY_POINTS)
      expect(equity.time).toEqual([...new Set(equity.time)].sort((a, b) => a - b))
      expect(equity.equity).toEqual(equity.time)
    }),
    { numRuns: 50 },
  )
})

it('reports while it runs, without a wait', () => {
  const seen: Progress[] = []
  const slow = defineStrategy({
    name: 'slow',
    params: z.object({}),
    setup: () => ({
      onCandle() {
        const until = performance.now() + 2
        while (performance.now() < until);
      },
    }),
  })
  const ones = Array.from({ length: 150 }, () => 1)
  const time = ones.map((_, index) => index * 60_000)
  const candles = createSeries({
    symbol: 'X',
    interval: '1m',
    time,
    open: ones,
    high: ones,
    low: ones,
    close: ones,
    volume: ones,
  })
  runBacktest(
    { strategy: slow, spec: { ...spec(), params: {} }, candles: [candles], detail: [], guards: null },
    (progress) => void seen.push(progress),
  )
  expect(seen.length).toBeGreaterThan(0)
  for (const { position, length, equity } of seen) {
    expect(length).toBe(150)
    expect(equity.time.at(-1)).toBe((position - 1) * 60_000)
    expect(equity.equity.every((value) => value === 2_000)).toBe(true)
  }
})
