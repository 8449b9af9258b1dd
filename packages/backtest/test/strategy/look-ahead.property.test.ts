import { type BacktestResult, backtest, type Strategy } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candle, candlesFrom } from '../fixtures/candles.ts'
import { candleList, planned, type RandomRun, randomRun } from '../fixtures/random-run.ts'
import { SAMPLES } from '../fixtures/sample-strategies.ts'

type Costs = Pick<RandomRun, 'account' | 'execution'>

function run(strategy: Strategy, candles: readonly Candle[], costs: Partial<Costs>): BacktestResult {
  return backtest({ strategy, candles: candlesFrom({ candles }), ...costs })
}

/** What was known and done when candle `last` had closed. Orders as they stood then. */
function past(result: BacktestResult, last: number) {
  return {
    equity: [...result.equity.equity.slice(0, last + 1)],
    drawdown: [...result.equity.drawdown.slice(0, last + 1)],
    fills: result.fills.filter((fill) => fill.index <= last),
    trades: result.trades.filter((trade) => trade.exitIndex !== null && trade.exitIndex <= last),
    orders: result.orders
      .filter((order) => order.createdIndex <= last)
      .map((order) =>
        order.closedIndex !== null && order.closedIndex <= last ? order : { id: order.id, ended: false },
      ),
  }
}

function expectSamePast(
  strategy: Strategy,
  candles: readonly Candle[],
  pick: number,
  costs: Partial<Costs> = {},
): void {
  const last = pick % candles.length
  const cut = run(strategy, candles.slice(0, last + 1), costs)
  expect(past(cut, last)).toEqual(past(run(strategy, candles, costs), last))
}

describe('cutting the tail leaves the past unchanged', () => {
  test.each(SAMPLES.map((strategy) => [strategy.name, strategy] as const))('for %s', (_name, strategy) => {
    fc.assert(
      fc.property(candleList(), fc.nat(), (candles, pick) => expectSamePast(strategy, candles, pick)),
      { numRuns: 200 },
    )
  })

  test('for orders of every kind', () => {
    fc.assert(
      fc.property(randomRun(), fc.nat(), ({ candles, plan, account, execution }, pick) =>
        // What is closed at the end depends on where the end is, and is no decision.
        expectSamePast(planned(plan), candles, pick, { account, execution: { ...execution, openTradesAtEnd: 'keep' } }),
      ),
      { numRuns: 400 },
    )
  })
})

test('the sample strategies do trade on such candles', () => {
  const candles = fc.sample(candleList(), { numRuns: 100, seed: 1 })
  for (const strategy of SAMPLES) {
    const fills = candles.reduce((count, list) => count + run(strategy, list, {}).fills.length, 0)
    expect(fills, strategy.name).toBeGreaterThan(20)
  }
})
