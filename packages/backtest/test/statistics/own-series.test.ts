import { computeStatistics, METRICS } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'

const time = Float64Array.from([0, 1, 2, 3], (day) => Date.UTC(2026, 0, 1 + day))
const equity = Float64Array.of(1000, 1010, 1005, 1020)

describe('the statistics of a series of one’s own', () => {
  const { activity, notes, returns, ratios, drawdown, trades, ...others } = computeStatistics(
    { time, equity },
    { minimumDays: 0 },
  )

  test('start at its first equity and end at its last', () => {
    expect(returns.totalReturnPct).toBe(2)
    expect(drawdown.maxDrawdownPct).toBeCloseTo((5 / 1010) * 100, 12)
    expect(ratios.sharpe).toBeGreaterThan(0)
  })

  test('say what is missing for want of prices, holdings and trades', () => {
    expect(returns.buyAndHoldReturnPct).toBeNull()
    expect(notes['returns.buyAndHoldReturnPct']).toBe('no closing prices were given')
    expect(notes['activity.exposurePct']).toBe('the number of candles with a position was not given')
    expect(activity).toMatchObject({ feesPaid: '0', slippagePaid: '0', turnover: '0' })
    expect(trades.count).toBe(0)
    expect(others).toMatchObject({ byTag: [], byExitReason: [] })
  })

  test('have every metric of the table, in its order', () => {
    for (const group of ['returns', 'ratios', 'drawdown', 'trades'] as const) {
      const figures = { returns, ratios, drawdown, trades }[group]
      expect(Object.keys(figures)).toEqual(Object.keys(METRICS[group]))
    }
  })

  test('are computed under every convention', () => {
    for (const convention of ['backtesting.py', 'empyrical', 'quantstats', 'freqtrade'] as const) {
      expect(computeStatistics({ time, equity }, { convention }).convention).toBe(convention)
    }
  })

  test('need an exact amount where equity is not a column of numbers', () => {
    const journal = { length: 1, index: [0], cash: [0], quantity: [1] }
    expect(() => computeStatistics({ time, equity: { journal, close: equity } })).toThrow(
      'initialCash and finalEquity must be given unless equity is a column of finite numbers',
    )
    const given = { initialCash: '1000', finalEquity: '1020', intervalMs: 86_400_000 }
    const read = computeStatistics({ time, equity: { journal, close: equity }, ...given })
    expect(read).toEqual(computeStatistics({ time, equity, ...given }))
  })
})
