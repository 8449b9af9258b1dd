import { backtest, btcturkFees, type CandleSeries, type RunSettings, type Strategy } from '@tezgah/backtest'
import { DEFAULT_PAIRS, type PairOptions } from '@tezgah/simulator'
import { donchianBreakout, smaCross } from '@tezgah-examples/strategies'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstDifference, fromBacktest, fromExchange } from '../src/compare.ts'
import { simulate } from '../src/simulate.ts'
import { pair } from './pair.ts'
import { randomCandles } from './random-candles.ts'
import { dipBuyer, moneySpender, protectedTrend } from './strategies.ts'

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

type Run = { readonly strategy: Strategy<never>; readonly params?: unknown; readonly pair?: PairOptions }

async function bothFills({ strategy, params, pair: at = pair }: Run, candles: CandleSeries, given: RunSettings) {
  const run = { strategy: strategy as Strategy, params, candles }
  const { fills } = backtest({ ...run, ...given })
  const simulated = await simulate({ ...run, settings: given, pair: at })
  return { backtest: fills, exchange: simulated.fills, candles }
}

/** What made the fills that were compared, by the engine's words. */
let reasons: string[] = []

async function expectTheSame(run: Run, candles: CandleSeries, given: RunSettings): Promise<void> {
  const both = await bothFills(run, candles, given)
  const exchange = fromExchange(both.exchange, candles)
  const expected = fromBacktest(both.backtest)
  expect(firstDifference(expected, exchange)).toBeNull()
  // Of so few decimals no fee was rounded at all.
  if (run.strategy.name !== 'money-spender' && run.pair === undefined) {
    expect(expected.map(({ fee }) => fee)).toEqual(both.backtest.map(({ fee }) => fee))
  }
  reasons.push(...both.backtest.map(({ reason, liquidity }) => `${reason} ${liquidity}`))
}

const checked = (run: Run, numRuns: number, change: (given: RunSettings) => RunSettings = (given) => given) =>
  fc.assert(
    fc.asyncProperty(randomCandles, settings, (candles, given) => expectTheSame(run, candles, change(given))),
    { seed: 20_260_924, numRuns, endOnFailure: true },
  )

describe('the same fills in a backtest and at the simulated exchange', { timeout: 120_000 }, () => {
  it.each([
    ['market orders, all in and all out', smaCross, { fast: 2, slow: 5 }, ['market taker']],
    ['market orders on breakouts', donchianBreakout, { entry: 4, exit: 3 }, ['market taker']],
    ['market entries with a protective stop', protectedTrend, {}, ['market taker', 'stop taker', 'stop_at_open taker']],
    [
      'resting limits and stops beside each other',
      dipBuyer,
      {},
      ['limit maker', 'limit_at_open maker', 'limit_at_open taker', 'stop taker', 'stop_at_open taker'],
    ],
  ])('%s', async (_, strategy, params, expected) => {
    reasons = []
    await checked({ strategy: strategy as unknown as Strategy<never>, params }, 15)
    expect([...new Set(reasons)].sort()).toEqual(expected)
    expect(reasons.length).toBeGreaterThan(40)
  })

  it('at the scales of BTCTRY, with fees as the exchange rounds them', async () => {
    const rules = { BTCTRY: { tick: '1', lot: '0.00000001', minimumValue: '99.91' } }
    const run = {
      strategy: smaCross as unknown as Strategy<never>,
      params: { fast: 2, slow: 5 },
      pair: DEFAULT_PAIRS[0]!,
    }
    reasons = []
    await checked(run, 15, (given) => ({ ...given, rules }))
    expect(reasons.length).toBeGreaterThan(40)
  })

  it('market and stop purchases that name money', async () => {
    reasons = []
    // The exchange gives such a purchase sixteen decimals, so the backtest has to as well.
    const rules = { BTCTRY: { tick: '1', lot: '0.0000000000000001', minimumValue: '99.91' } }
    const slippage = { model: 'basisPoints', bps: '5' } as const
    const change = (given: RunSettings) => ({
      account: { ...given.account, initialCash: '1000000' },
      rules,
      execution: { ...given.execution, slippage },
    })
    await checked({ strategy: moneySpender as unknown as Strategy<never> }, 15, change)
    expect([...new Set(reasons)].sort()).toEqual(['market taker', 'stop taker', 'stop_at_open taker'])
    expect(reasons.length).toBeGreaterThan(40)
  })
})
