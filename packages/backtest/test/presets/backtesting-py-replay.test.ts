import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  type BacktestResult,
  backtest,
  defineStrategy,
  parseCandlesCsv,
  type Strategy,
  type StrategyContext,
  type TradeReport,
  type View,
} from '../../src/index.ts'
import { readOracle } from './oracles.ts'

type Case = {
  readonly data: string
  readonly kwargs: { readonly commission?: number }
  readonly trades: readonly {
    readonly size: number
    readonly entryBar: number
    readonly exitBar: number
    readonly entryPrice: number
    readonly exitPrice: number
    readonly pnl: number
    readonly commission: number
  }[]
  readonly stats: Readonly<Record<string, number | { readonly seconds: number }>>
  readonly equityLast: number
  readonly equitySum: number
  readonly equityEvery100: readonly number[]
}

type Signal = 'rise' | 'fall' | null
type Act = (context: StrategyContext, signal: 'rise' | 'fall', close: number) => void

/** Crosses as that library sees them: on the two last candles strictly on one side, then strictly on the other. */
function crossing(fast: View, slow: View): Signal {
  const now = fast.at(0) - slow.at(0)
  const before = fast.at(1) - slow.at(1)
  if (before < 0 && now > 0) return 'rise'
  return before > 0 && now < 0 ? 'fall' : null
}

/** Averages of 10 and 30 closes; `act` says what a cross leads to. */
function onCrosses(name: string, act: Act): Strategy {
  return defineStrategy({
    name,
    params: z.object({}),
    setup({ candles, indicators }) {
      const fast = indicators.sma(candles.close, 10)
      const slow = indicators.sma(candles.close, 30)
      return {
        onCandle(context) {
          const signal = crossing(fast, slow)
          if (signal !== null) act(context, signal, candles.close.at(0))
        },
      }
    },
  })
}

/** Their default size: all but the smallest step of a double, so that a size that comes out even is one unit less. */
const FULL_EQUITY = 100 * (1 - Number.EPSILON)

const reverse = onCrosses('reverse', (context, signal) => {
  context.close()
  context[signal === 'rise' ? 'buy' : 'sell']({ percentOfCash: FULL_EQUITY })
})

const bracket = onCrosses('bracket', (context, signal, close) => {
  if (context.position.isOpen) return
  if (signal === 'rise') context.buy({ quantity: 10, stopLoss: close * 0.95, takeProfit: close * 1.1 })
  else context.sell({ quantity: 10, stopLoss: close * 1.05, takeProfit: close * 0.9 })
})

/** The nearest cent as numpy rounds: of two that are equally near, the even one. */
function cents(price: number): number {
  const scaled = price * 100
  const below = Math.floor(scaled)
  const isHalf = scaled - below === 0.5
  return (isHalf ? below + (below % 2) : Math.round(scaled)) / 100
}

const limit = onCrosses('limit', (context, signal, close) => {
  context.cancelAll()
  context.close()
  if (signal === 'rise') context.buy({ quantity: 10, limit: cents(close * 0.99) })
  else context.sell({ quantity: 10, limit: cents(close * 1.01) })
})

const STRATEGIES: Readonly<Record<string, Strategy>> = {
  reverse_goog: reverse,
  reverse_goog_comm: reverse,
  bracket_goog: bracket,
  limit_goog: limit,
}

function replay(name: string, { data, kwargs }: Case): BacktestResult {
  return backtest({
    strategy: STRATEGIES[name]!,
    candles: parseCandlesCsv(readOracle(`data/${data}`)!, { symbol: 'GOOG', interval: '1d' }),
    preset: 'backtesting.py',
    account: { initialCash: 10_000, feeRate: kwargs.commission ?? 0 },
    execution: { openTradesAtEnd: 'closeAtOpen' },
  })
}

function asTheirs({ side, quantity, entryIndex, exitIndex, entryPrice, exitPrice }: TradeReport) {
  return {
    size: side === 'long' ? Number(quantity) : -Number(quantity),
    entryBar: entryIndex,
    exitBar: exitIndex,
    entryPrice: Number(entryPrice),
    exitPrice: Number(exitPrice),
  }
}

/** Largest distance between two lists, relative to the expected values. */
function distance(actual: readonly number[], expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length)
  const distances = expected.map((value, at) => Math.abs(actual[at]! - value) / Math.max(Math.abs(value), 1))
  return Math.max(0, ...distances)
}

/** The statistics of a run, under the names of that system; durations in milliseconds. */
function statisticsOf(result: BacktestResult): Record<string, number | null> {
  const { returns, risk, drawdown, ratios, benchmark, activity, trades } = result.fullStatistics()
  return {
    'Exposure Time [%]': activity.exposurePct,
    'Return [%]': returns.totalReturnPct,
    'Buy & Hold Return [%]': returns.buyAndHoldReturnPct,
    'Return (Ann.) [%]': returns.annualReturnPct,
    'Volatility (Ann.) [%]': risk.annualVolatilityPct,
    'CAGR [%]': returns.cagrPct,
    'Sharpe Ratio': ratios.sharpe,
    'Sortino Ratio': ratios.sortino,
    'Calmar Ratio': ratios.calmar,
    'Alpha [%]': benchmark.alphaPct,
    Beta: benchmark.beta,
    'Max. Drawdown [%]': drawdown.maxDrawdownPct,
    'Avg. Drawdown [%]': drawdown.averageDrawdownPct,
    'Max. Drawdown Duration': drawdown.maxDrawdownDurationMs,
    'Avg. Drawdown Duration': drawdown.averageDrawdownDurationMs,
    '# Trades': trades.count,
    'Win Rate [%]': trades.winRatePct,
    'Best Trade [%]': trades.bestTradePct,
    'Worst Trade [%]': trades.worstTradePct,
    'Avg. Trade [%]': trades.averageTradePct,
    'Max. Trade Duration': trades.maxHoldingMs,
    'Avg. Trade Duration': trades.averageHoldingMs,
    'Profit Factor': trades.profitFactor,
    'Expectancy [%]': trades.expectancyPct,
    SQN: trades.sqn,
    'Kelly Criterion': trades.kelly,
  }
}

function publishedOf(stats: Case['stats'], name: string): number {
  const value = stats[name]!
  return typeof value === 'number' ? value : value.seconds * 1000
}

const ORACLE = readOracle('backtestingpy.json', 'the runs of backtesting.py are not replayed')

describe.skipIf(ORACLE === null)('backtesting.py’s own runs', () => {
  const { cases } = JSON.parse(ORACLE ?? '{ "cases": {} }') as { cases: Record<string, Case> }

  const runs = Object.keys(STRATEGIES)

  test.each(runs)('%s: every trade agrees in index, price and size', (name) => {
    const expected = cases[name]!
    const theirs = expected.trades.map(({ size, entryBar, exitBar, entryPrice, exitPrice }) => {
      return { size, entryBar, exitBar, entryPrice, exitPrice }
    })
    expect(replay(name, expected).trades.map(asTheirs)).toEqual(theirs)
  })

  test.each(runs)('%s: profits, commissions and equity agree', (name) => {
    const expected = cases[name]!
    const { trades, equity: curve } = replay(name, expected)
    const equity = [...curve.equity]
    const pairs: [number[], number[]][] = [
      [trades.map(({ profit }) => Number(profit)), expected.trades.map(({ pnl }) => pnl)],
      [trades.map(({ fees }) => Number(fees)), expected.trades.map(({ commission }) => commission)],
      [equity.filter((_, index) => index % 100 === 0), [...expected.equityEvery100]],
      [[equity.at(-1)!], [expected.equityLast]],
      [[equity.reduce((total, value) => total + value, 0)], [expected.equitySum]],
    ]
    for (const [actual, published] of pairs) expect(distance(actual, published)).toBeLessThan(1e-8)
  })

  test.each(runs)('%s: every statistic agrees', (name) => {
    const expected = cases[name]!
    for (const [statistic, actual] of Object.entries(statisticsOf(replay(name, expected)))) {
      const apart = distance([actual ?? Number.NaN], [publishedOf(expected.stats, statistic)])
      expect(apart, `${statistic} is ${actual}`).toBeLessThan(1e-8)
    }
  })
})
