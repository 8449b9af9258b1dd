import { type BacktestResult, backtest, type Strategy } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candle, candlesFrom, flat } from '../fixtures/candles.ts'
import { candleList, planned, type RandomRun, randomRun } from '../fixtures/random-run.ts'
import { SAMPLES } from '../fixtures/sample-strategies.ts'
import { scripted } from '../fixtures/scripted.ts'

type Costs = Pick<RandomRun, 'account' | 'execution'>

function run(strategy: Strategy, candles: readonly Candle[], costs: Partial<Costs>): BacktestResult {
  return backtest({ strategy, candles: candlesFrom({ candles }), ...costs })
}

/** A liquidation is placed inside a candle: it is listed at the close before; it is not known there yet. */
function wasPlacedBy(last: number, { createdIndex, closedIndex, tag }: BacktestResult['orders'][number]): boolean {
  return tag === 'liquidation' ? closedIndex !== null && closedIndex <= last : createdIndex <= last
}

/** What was known and done when candle `last` had closed. Orders as they stood then. */
function past(result: BacktestResult, last: number) {
  return {
    equity: [...result.equity.equity.slice(0, last + 1)],
    drawdown: [...result.equity.drawdown.slice(0, last + 1)],
    fills: result.fills.filter((fill) => fill.index <= last),
    trades: result.trades.filter((trade) => trade.exitIndex !== null && trade.exitIndex <= last),
    orders: result.orders
      .filter((order) => wasPlacedBy(last, order))
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

test('a strategy cannot know of a liquidation in the candle after the close at which it is called', () => {
  const candles = [100, 100, 100, 400].map((price) => flat(price))
  const seen: unknown[] = []
  const strategy = scripted({
    0: (ctx) => ctx.sell({ quantity: 5 }),
    2: (ctx) => seen.push(ctx.orderState(2)),
    3: (ctx) => seen.push(ctx.orderState(2)),
  })
  const account = { model: 'margin', initialCash: '1000', feeRate: 0 } as const
  const whole = run(strategy, candles, { account })
  expect(whole.orders[1]).toMatchObject({ tag: 'liquidation', createdIndex: 2, closedIndex: 3 })
  expect(seen).toEqual([null, { status: 'filled', reason: null }])
  expect(run(strategy, candles.slice(0, 3), { account }).orders).toHaveLength(1)
  for (const last of [1, 2, 3]) expectSamePast(strategy, candles, last, { account })
})
