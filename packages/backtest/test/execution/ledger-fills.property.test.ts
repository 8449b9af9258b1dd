import { type BacktestOptions, backtest, createSeries, defineStrategy, type StrategyContext } from '@tezgah/backtest'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { allowLedgerFills, LedgerFills } from '../../src/execution/ledger-fills.ts'
import { DAY_MS } from '../fixtures/candles.ts'
import { playRandom, randomRun } from '../fixtures/random-run.ts'

afterEach(() => allowLedgerFills(true))

/** What a run gives when orders may be filled in the ledger, and when they may not. */
function bothWays<T>(run: () => T): readonly [T, T] {
  allowLedgerFills(true)
  const inLedger = run()
  allowLedgerFills(false)
  const inDecimals = run()
  return [inLedger, inDecimals]
}

type Step = 'buy' | 'add' | 'close' | 'exact' | 'rest' | 'none'
type Plan = {
  readonly prices: readonly number[]
  readonly steps: readonly Step[]
  readonly decimals: number
  readonly unit: number
  readonly percent: number
  readonly cash: number
  readonly feeRate: string
  readonly lot: string
}

const plans: fc.Arbitrary<Plan> = fc.record({
  prices: fc.array(fc.integer({ min: 50, max: 99_999 }), { minLength: 5, maxLength: 60 }),
  steps: fc.array(fc.constantFrom<Step>('buy', 'buy', 'add', 'close', 'close', 'exact', 'rest', 'none'), {
    minLength: 60,
    maxLength: 60,
  }),
  decimals: fc.nat({ max: 6 }),
  unit: fc.constantFrom(1, 7, 1000, 1e6),
  percent: fc.constantFrom(100, 50, 33.3, 12.5, 0.007),
  cash: fc.constantFrom(1000, 123_456.78, 1e7, 1e12),
  feeRate: fc.constantFrom('0', '0.001', '0.0018', '0.00123456789'),
  lot: fc.constantFrom('1', '0.01', '0.00005', '1e-8', '1e-12', '1e-18'),
})

function play({ prices, steps, decimals, unit, percent, cash, feeRate, lot }: Plan) {
  const column = Float64Array.from(prices, (price) => (price * unit) / 10 ** decimals)
  const candles = createSeries({
    symbol: 'XTRY',
    interval: '1d',
    time: Float64Array.from(prices, (_, index) => index * DAY_MS),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
  })
  const actions: Record<Step, (ctx: StrategyContext) => unknown> = {
    buy: (ctx) => ctx.buy({ percentOfEquity: percent }),
    add: (ctx) => ctx.buy({ percentOfCash: percent }),
    close: (ctx) => ctx.close(),
    exact: (ctx) => ctx.buy({ quantity: '0.125' }),
    rest: (ctx) => ctx.buy({ percentOfCash: 10, limit: column[0]! }),
    none: () => undefined,
  }
  const seen: unknown[] = []
  const strategy = defineStrategy({
    name: 'planned',
    params: z.object({}),
    setup: () => ({
      onCandle(ctx) {
        seen.push(ctx.cash, ctx.equity, ctx.position.quantity)
        if (ctx.index % 3 === 0) seen.push(ctx.position.averagePrice)
        actions[steps[ctx.index]!](ctx)
      },
    }),
  })
  const options: BacktestOptions = { strategy, candles, account: { initialCash: cash, feeRate }, execution: { lot } }
  const { account, fills, manifest, orders, stats, trades } = backtest(options)
  return { seen, account, fills, digest: manifest.digest, orders, stats, trades }
}

test('market orders filled in the ledger give what decimals give, to the last bit', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const [inLedger, inDecimals] = bothWays(() => play(plan))
      expect(inLedger).toEqual(inDecimals)
    }),
    { numRuns: 400 },
  )
})

test('the ledger fills plain market orders, and only where it may', () => {
  const fill = vi.spyOn(LedgerFills.prototype, 'fill')
  const prices = [100, 110, 120, 130, 140]
  const steps: Step[] = ['buy', 'add', 'close', 'none', 'none']
  const plan: Plan = { prices, steps, decimals: 0, unit: 1, percent: 50, cash: 1000, feeRate: '0.001', lot: '1e-8' }
  bothWays(() => play(plan))
  expect(fill.mock.results.map(({ value }) => value)).toEqual([true, true, true])
  fill.mockRestore()
})

test('a random run with orders of every kind gives the same digest both ways', () => {
  fc.assert(
    fc.property(randomRun(), (run) => {
      const [inLedger, inDecimals] = bothWays(() => playRandom(run).manifest.digest)
      expect(inLedger).toBe(inDecimals)
    }),
    { numRuns: 200 },
  )
})
