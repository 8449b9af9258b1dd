import { type BacktestOptions, backtest } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, candlesFrom, flat } from '../fixtures/candles.ts'
import { scripted } from '../fixtures/scripted.ts'
import { optionsOf, randomPortfolio } from '../portfolio/random-portfolio.ts'

const PATHS = ['worst', 'best', 'openHighLowClose', 'openLowHighClose', 'nearestExtremeFirst', 'byColour'] as const

/** Bought at 100 with a stop at 90 and a target at 110, both within the next candle. */
const bracket = scripted({ 0: (ctx) => ctx.buy({ quantity: 1, stopLoss: 90, takeProfit: 110 }) })
const both: readonly Candle[] = [flat(100), flat(100), candle(100, 120, 80, 100), flat(100)]
const account = { initialCash: 1000, feeRate: 0 }

function run(candles: readonly Candle[], changes: Partial<BacktestOptions> = {}) {
  return backtest({ strategy: bracket, candles: candlesFrom({ candles }), account, bounds: true, ...changes })
}

describe('bounds', () => {
  test('are what all paths come to', () => {
    expect(run(both).bounds).toEqual({
      finalEquity: { lowest: '990', highest: '1010' },
      maxDrawdownPct: { lowest: 0, highest: 1 },
      paths: [
        { path: 'worst', finalEquity: '990', maxDrawdownPct: 1 },
        { path: 'best', finalEquity: '1010', maxDrawdownPct: 0 },
        { path: 'openHighLowClose', finalEquity: '1010', maxDrawdownPct: 0 },
        { path: 'openLowHighClose', finalEquity: '990', maxDrawdownPct: 1 },
      ],
    })
  })

  test('are one figure where nothing hangs on the path', () => {
    const { bounds, stats } = run([flat(100), flat(100), candle(100, 105, 80, 100), flat(100)])
    expect(bounds!.finalEquity).toEqual({ lowest: '990', highest: '990' })
    expect(bounds!.maxDrawdownPct).toEqual({ lowest: stats.maxDrawdownPct, highest: stats.maxDrawdownPct })
  })

  test('count the own path of the run, whichever it is', () => {
    const { bounds } = run(both, { execution: { path: 'byColour' } })
    expect(bounds!.paths.map(({ path }) => path)).toEqual([
      'byColour',
      'worst',
      'best',
      'openHighLowClose',
      'openLowHighClose',
    ])
  })

  test('of samples are quantiles of runs along other paths, the same for one seed', () => {
    const result = run(both)
    const sampled = result.sampledBounds(40)
    expect(sampled).toEqual(result.sampledBounds(40))
    // Either exit trades, and both come first on some of the paths.
    expect(sampled.finalEquity).toMatchObject({ lowest: 990, highest: 1010 })
    expect(run(both, { seed: 1 }).sampledBounds(3).samples).toBe(3)
    expect(() => result.sampledBounds(0)).toThrow('samples must be a whole number from 1 to 10000, received 0')
  })

  test('are left out unless they are asked for', () => {
    expect(run(both, { bounds: false }).bounds).toBeNull()
  })

  test('change the digest, since they are part of the result', () => {
    expect(run(both).manifest.digest).not.toBe(run(both, { bounds: false }).manifest.digest)
  })

  test('come of a run over several symbols as well', () => {
    const second = { ...candlesFrom({ candles: both }), symbol: 'ETHTRY' }
    const { bounds } = run(both, { candles: [candlesFrom({ candles: both }), second] })
    expect(bounds!.finalEquity).toEqual({ lowest: '990', highest: '1010' })
  })

  test.each(['spot', 'margin'] as const)(
    'contain the figures of every run of a %s account, by whatever path',
    { timeout: 60_000 },
    (model) => {
      fc.assert(
        fc.property(randomPortfolio(model), fc.constantFrom(...PATHS), (random, path) => {
          const input = optionsOf({ ...random, execution: { ...random.execution, path } })
          const { bounds, stats } = backtest({ ...input, bounds: true })
          const { finalEquity, maxDrawdownPct, paths } = bounds!
          expect(Number(finalEquity.lowest)).toBeLessThanOrEqual(Number(stats.finalEquity))
          expect(Number(finalEquity.highest)).toBeGreaterThanOrEqual(Number(stats.finalEquity))
          expect(maxDrawdownPct.lowest).toBeLessThanOrEqual(stats.maxDrawdownPct!)
          expect(maxDrawdownPct.highest).toBeGreaterThanOrEqual(stats.maxDrawdownPct!)
          const runs = paths.map((each) => backtest({ ...input, execution: { ...input.execution, path: each.path } }))
          const figures = runs.map((run) => [run.stats.finalEquity, run.stats.maxDrawdownPct])
          expect(paths.map((each) => [each.finalEquity, each.maxDrawdownPct])).toEqual(figures)
          // Where no path made a fill that hangs on it, they all made the same ones.
          const isCertain = runs.every(({ fills }) => fills.every(({ pathDependent }) => !pathDependent))
          if (isCertain) expect(finalEquity.lowest).toBe(finalEquity.highest)
        }),
        { numRuns: 150 },
      )
    },
  )
})
