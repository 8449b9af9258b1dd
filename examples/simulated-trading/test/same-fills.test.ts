import { backtest, btcturkFees, type CandleSeries, type RunSettings, type Strategy } from '@tezgah/backtest'
import type { PairOptions } from '@tezgah/btcturk/simulator'
import { donchianBreakout, smaCross } from '@tezgah-examples/strategies'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstDifference, fromBacktest, fromExchange } from '../src/compare.ts'
import { simulate } from '../src/simulate.ts'
import { randomCandles } from './random-candles.ts'
import { dipBuyer, moneySpender, protectedTrend } from './strategies.ts'

/** Fee and tax of whole prices and four decimals need no more than eight decimals, so none is rounded. */
const pair: PairOptions = {
  ...{ id: 1, base: 'BTC', quote: 'TRY', baseScale: 4, priceScale: 0 },
  ...{ tickSize: '1', minimumValue: '99.91', price: '3700000' },
}

const settings: fc.Arbitrary<RunSettings> = fc
  .record({
    limitFill: fc.constantFrom('touch', 'cross'),
    slippage: fc.constantFrom(
      { model: 'none' } as const,
      { model: 'basisPoints', bps: '5' } as const,
      { model: 'fixed', amount: '1500' } as const,
      { model: 'ticks', ticks: 3 } as const,
      { model: 'halfSpread', spreadBps: '8' } as const,
    ),
  })
  .map((execution) => ({
    account: { initialCash: '100000', fees: btcturkFees() },
    execution: { path: 'nearestExtremeFirst', ...execution },
    rules: { BTCTRY: { tick: '1', lot: '0.0001', minimumValue: '99.91' } },
  }))

type Run = { readonly strategy: Strategy<never>; readonly params?: unknown }

async function bothFills({ strategy, params }: Run, candles: CandleSeries, given: RunSettings) {
  const run = { strategy: strategy as Strategy, params, candles }
  const { fills } = backtest({ ...run, ...given })
  const simulated = await simulate({ ...run, settings: given, pair })
  return { backtest: fills, exchange: simulated.fills, candles }
}

let compared = 0

async function expectTheSame(run: Run, candles: CandleSeries, given: RunSettings): Promise<void> {
  const both = await bothFills(run, candles, given)
  const exchange = fromExchange(both.exchange, candles)
  const expected = fromBacktest(both.backtest)
  expect(firstDifference(expected, exchange)).toBeNull()
  // Of whole lots no fee was rounded at all.
  if (run.strategy.name !== 'money-spender') {
    expect(expected.map(({ fee }) => fee)).toEqual(both.backtest.map(({ fee }) => fee))
  }
  compared += exchange.length
}

const checked = (run: Run, numRuns: number, change: (given: RunSettings) => RunSettings = (given) => given) =>
  fc.assert(
    fc.asyncProperty(randomCandles, settings, (candles, given) => expectTheSame(run, candles, change(given))),
    { seed: 20_260_924, numRuns, endOnFailure: true },
  )

describe('the same fills in a backtest and at the simulated exchange', { timeout: 120_000 }, () => {
  it.each([
    ['market orders, all in and all out', smaCross, { fast: 2, slow: 5 }],
    ['market orders on breakouts', donchianBreakout, { entry: 4, exit: 3 }],
    ['market entries with a protective stop', protectedTrend, {}],
    ['resting limits and stops beside each other', dipBuyer, {}],
  ])('%s', async (_, strategy, params) => {
    compared = 0
    await checked({ strategy: strategy as unknown as Strategy<never>, params }, 25)
    expect(compared).toBeGreaterThan(100)
  })

  it('market and stop purchases that name money', async () => {
    compared = 0
    // The exchange gives such a purchase sixteen decimals, so the backtest has to as well.
    const rules = { BTCTRY: { tick: '1', lot: '0.0000000000000001', minimumValue: '99.91' } }
    const slippage = { model: 'basisPoints', bps: '5' } as const
    const change = (given: RunSettings) => ({
      account: { ...given.account, initialCash: '1000000' },
      rules,
      execution: { ...given.execution, slippage },
    })
    await checked({ strategy: moneySpender as unknown as Strategy<never> }, 25, change)
    expect(compared).toBeGreaterThan(100)
  })
})
