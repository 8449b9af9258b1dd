import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { computeStatistics } from '../../src/statistics/evaluate.ts'
import type { FullStatistics } from '../../src/statistics/metrics.ts'
import { DAY_MS, runOf } from './runs.ts'

const folder = process.env['TEZGAH_ORACLES']
if (folder === undefined) {
  console.log('skipped: published results of other systems, TEZGAH_ORACLES names no folder that holds them')
}

type Trade = {
  size: number
  entryBar: number
  exitBar: number
  entryPrice: number
  exitPrice: number
  pnl: number
  commission: number
  returnPct: number
}
type Span = { seconds: number }
type Case = {
  data: string
  kwargs: { commission?: number }
  stats: Record<string, number> & Record<`${string} Duration`, Span>
  trades: Trade[]
  equitySum: number
  equityLast: number
  equityEvery100: number[]
}

function read(name: string): string {
  return readFileSync(path.join(folder ?? '', name), 'utf8')
}

function closesOf(name: string): { time: number[]; close: number[] } {
  const rows = read(name).trim().split('\n').slice(1)
  const cells = rows.map((row) => row.split(','))
  return { time: cells.map((row) => Date.parse(`${row[0]}T00:00Z`)), close: cells.map((row) => Number(row[4])) }
}

function within(actual: number | null, expected: number, name: string): void {
  const distance = Math.abs((actual ?? Number.NaN) - expected) / Math.max(Math.abs(expected), 1)
  expect(distance, `${name} is ${actual}, expected ${expected}`).toBeLessThan(1e-8)
}

describe.skipIf(folder === undefined)('the convention backtesting.py against its own published results', () => {
  const { cases } = folder ? (JSON.parse(read('backtestingpy.json')) as { cases: Record<string, Case> }) : { cases: {} }

  /** Cash of 10,000 and what the trades make of it, marked at each close; commission is paid at the entry and at the exit. */
  function equityOf({ trades, kwargs }: Case, close: readonly number[]): number[] {
    const rate = kwargs.commission ?? 0
    const equity = close.map(() => 10_000)
    for (const { size, entryBar, exitBar, entryPrice, pnl } of trades) {
      const paid = Math.abs(size) * entryPrice * rate
      for (let i = entryBar; i < close.length; i++) {
        equity[i]! += i < exitBar ? size * (close[i]! - entryPrice) - paid : pnl
      }
    }
    return equity
  }

  it.each(Object.entries(cases))('%s', (_, published) => {
    const { time, close } = closesOf(`data/${published.data}`)
    const equity = equityOf(published, close)
    within(
      equity.reduce((sum, mark) => sum + mark, 0),
      published.equitySum,
      'the sum of the equity',
    )
    within(equity.at(-1)!, published.equityLast, 'the last equity')
    for (const [i, mark] of published.equityEvery100.entries())
      within(equity[i * 100]!, mark, `equity at candle ${i * 100}`)

    const { stats } = published
    const input = runOf({
      equity,
      close,
      time,
      firstActiveIndex: 29, // SMA(30) has its first value at candle 29
      trades: published.trades.map(({ entryBar, exitBar, pnl, returnPct, size, commission }) => ({
        profit: pnl,
        returnPct: returnPct * 100,
        side: size > 0 ? 'long' : 'short',
        entryIndex: entryBar,
        exitIndex: exitBar,
        fees: commission,
      })),
    })
    const ours = computeStatistics(input, { convention: 'backtesting.py' })
    const { returns, risk, drawdown, ratios, benchmark, activity, trades } = ours
    const pairs: [number | null, string][] = [
      [activity.exposurePct, 'Exposure Time [%]'],
      [returns.totalReturnPct, 'Return [%]'],
      [returns.buyAndHoldReturnPct, 'Buy & Hold Return [%]'],
      [returns.annualReturnPct, 'Return (Ann.) [%]'],
      [risk.annualVolatilityPct, 'Volatility (Ann.) [%]'],
      [returns.cagrPct, 'CAGR [%]'],
      [ratios.sharpe, 'Sharpe Ratio'],
      [ratios.sortino, 'Sortino Ratio'],
      [ratios.calmar, 'Calmar Ratio'],
      [benchmark.alphaPct, 'Alpha [%]'],
      [benchmark.beta, 'Beta'],
      [drawdown.maxDrawdownPct, 'Max. Drawdown [%]'],
      [drawdown.averageDrawdownPct, 'Avg. Drawdown [%]'],
      [trades.count, '# Trades'],
      [trades.winRatePct, 'Win Rate [%]'],
      [trades.bestTradePct, 'Best Trade [%]'],
      [trades.worstTradePct, 'Worst Trade [%]'],
      [trades.averageTradePct, 'Avg. Trade [%]'],
      [trades.profitFactor, 'Profit Factor'],
      [trades.expectancyPct, 'Expectancy [%]'],
      [trades.sqn, 'SQN'],
      [trades.kelly, 'Kelly Criterion'],
    ]
    for (const [actual, name] of pairs) within(actual, stats[name]!, name)
    const spans: [number | null, `${string} Duration`][] = [
      [drawdown.maxDrawdownDurationMs, 'Max. Drawdown Duration'],
      [drawdown.averageDrawdownDurationMs, 'Avg. Drawdown Duration'],
      [trades.maxHoldingMs, 'Max. Trade Duration'],
      [trades.averageHoldingMs, 'Avg. Trade Duration'],
    ]
    for (const [actual, name] of spans) expect(actual, name).toBe(stats[name]!.seconds * 1000)
    if (stats['Commissions [$]'] !== undefined) within(trades.fees, stats['Commissions [$]'], 'Commissions')
    expect(drawdown.maxDrawdownDurationMs! % DAY_MS).toBe(0)
  })
})

describe.skipIf(folder === undefined)('the convention empyrical against its own results on daily closes', () => {
  it('agrees on every figure that needs no benchmark', () => {
    const published = JSON.parse(read('metrics.json')).goog_close_pct_change.empyrical as Record<string, number>
    const { time, close } = closesOf('data/GOOG.csv')
    const input = runOf({ equity: close, time })
    const ours = computeStatistics(input, { convention: 'empyrical' })
    const withRate = computeStatistics(input, { convention: 'empyrical', riskFreeRate: 0.0001 })
    const percent = (pick: (statistics: FullStatistics) => number | null) => (pick(ours) ?? Number.NaN) / 100
    const pairs: [number | null, string][] = [
      [percent(({ returns }) => returns.totalReturnPct), 'cum_returns_final'],
      [percent(({ returns }) => returns.annualReturnPct), 'annual_return'],
      [percent(({ returns }) => returns.cagrPct), 'cagr'],
      [percent(({ risk }) => risk.annualVolatilityPct), 'annual_volatility'],
      [ours.ratios.sharpe, 'sharpe_ratio'],
      [withRate.ratios.sharpe, 'sharpe_ratio_rf_0.0001'],
      [ours.ratios.sortino, 'sortino_ratio'],
      [ours.ratios.calmar, 'calmar_ratio'],
      [percent(({ drawdown }) => drawdown.maxDrawdownPct), 'max_drawdown'],
      [ours.ratios.omega, 'omega_ratio'],
      [percent(({ risk }) => risk.downsideDeviationPct), 'downside_risk'],
      [ours.risk.tailRatio, 'tail_ratio'],
      [percent(({ risk }) => risk.valueAtRiskPct), 'value_at_risk_5pct'],
      [percent(({ risk }) => risk.conditionalValueAtRiskPct), 'cvar_5pct'],
      [ours.ratios.stability, 'stability_of_timeseries'],
    ]
    for (const [actual, name] of pairs) within(actual, published[name]!, name)
  })
})
