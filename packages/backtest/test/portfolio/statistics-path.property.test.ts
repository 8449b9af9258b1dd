import { type BacktestResult, backtest } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coreStatistics } from '../../src/statistics/evaluate.ts'
import { Exact } from '../fixtures/exact.ts'
import { optionsOf, playPortfolio, type RandomPortfolio, randomPortfolio } from './random-portfolio.ts'

const HOUR_MS = 3_600_000

/** Fills in base pay part of what they buy; without them a position is what its fills add up to. */
function withoutFeesInBase(run: RandomPortfolio): RandomPortfolio {
  const { fees, ...account } = run.account
  return { ...run, account: fees?.currency === 'base' ? account : run.account }
}

/** Moments at whose close any position was open, counted from the fills alone. */
function exposedMoments({ equity, fills, manifest }: BacktestResult): number {
  const isLast = (time: number): boolean => time === manifest.to
  return Array.from(equity.time).filter((time) => {
    const held = new Map<string, Exact>()
    for (const fill of fills) {
      // What is closed after the last candle may be of a symbol whose own last candle was earlier.
      if (fill.time > time || (fill.reason === 'end_of_run' && !isLast(time))) continue
      const position = `${fill.symbol} ${fill.positionSide}`
      const change = fill.side === 'buy' ? new Exact(fill.quantity) : new Exact(fill.quantity).negated()
      held.set(position, (held.get(position) ?? new Exact(0)).plus(change))
    }
    return [...held.values()].some((quantity) => !quantity.isZero())
  }).length
}

/** The statistics again, from the equity column that the result shows. */
function fromColumn(run: RandomPortfolio, result: BacktestResult) {
  const { account, equity, manifest, stats, trades } = result
  const closed = trades.filter(({ exitIndex }) => exitIndex !== null)
  const [first] = run.series
  return coreStatistics({
    time: equity.time,
    intervalMs: HOUR_MS,
    equity: equity.equity,
    close: first!.time === equity.time ? first!.close : new Float64Array(equity.time.length).fill(1),
    initialCash: account.initialCash,
    finalEquity: account.finalEquity,
    feesPaid: account.feesPaid,
    exposedCandles: Math.round((stats.exposurePct! / 100) * manifest.candleCount),
    periodsPerYear: null,
    trades: {
      count: closed.length,
      profit: Float64Array.from(closed, ({ profit }) => Number(profit)),
      returnPct: Float64Array.from(closed, ({ returnPct }) => returnPct),
    },
    openTradeCount: trades.length - closed.length,
  })
}

const OF_EQUITY = [
  'annualVolatilityPct',
  'sharpe',
  'sortino',
  'maxDrawdownPct',
  'maxDrawdownDurationMs',
  'cagrPct',
  'returnPct',
  'calmar',
] as const

describe('the core statistics', () => {
  test.each(['spot', 'margin'] as const)(
    'of a %s account have the same bits as those of the equity written out',
    { timeout: 60_000 },
    (model) => {
      fc.assert(
        fc.property(randomPortfolio(model, 30), (run) => {
          const result = playPortfolio(run)
          const again = fromColumn(run, result)
          for (const name of OF_EQUITY) expect(result.stats[name], name).toBe(again[name])
          expect(result.stats).toMatchObject({
            initialCash: again.initialCash,
            finalEquity: again.finalEquity,
            tradeCount: again.tradeCount,
            openTradeCount: again.openTradeCount,
            winRatePct: again.winRatePct,
            feesPaid: again.feesPaid,
          })
        }),
        { numRuns: 200 },
      )
    },
  )

  test.each(['spot', 'margin'] as const)(
    'of a %s account count the candles at whose close any position was open',
    { timeout: 60_000 },
    (model) => {
      fc.assert(
        fc.property(randomPortfolio(model), (random) => {
          const run = withoutFeesInBase(random)
          const result = playPortfolio(run)
          expect(result.stats.exposurePct).toBeCloseTo((exposedMoments(result) / result.manifest.candleCount) * 100, 9)
        }),
        { numRuns: 200 },
      )
    },
  )

  test('are the same for one symbol in whatever order the parts of the result are read', () => {
    fc.assert(
      fc.property(randomPortfolio('margin'), (run) => {
        const [one, other] = [backtest(optionsOf(run)), backtest(optionsOf(run))]
        expect(other.equity.equity).toHaveLength(other.manifest.candleCount)
        expect(one.stats).toEqual(other.stats)
      }),
      { numRuns: 50 },
    )
  })
})
