import { describe, expect, it } from 'vitest'
import { coreStatistics } from '../../src/statistics/evaluate.ts'
import { statisticsInput } from './inputs.ts'

const DAY_MS = 86_400_000

describe('coreStatistics', () => {
  it('gives every statistic of a small run, worked out on paper', () => {
    // Returns 0.5, −0.2, 0.5, −0.5: mean 0.075, squared distances from it 0.7675 in all.
    const statistics = coreStatistics({
      ...statisticsInput({
        equity: [1000, 1500, 1200, 1800, 900],
        profits: [300, -100, 500, -200, 0],
        periodsPerYear: 4,
      }),
      close: Float64Array.of(10, 20, 10, 20, 30),
      finalEquity: '900.00',
      initialCash: '1000.00',
      feesPaid: '12.50',
      exposedCandles: 3,
      openTradeCount: 1,
    })
    const deviation = Math.sqrt(0.7675 / 3)
    expect(statistics).toEqual({
      initialCash: '1000.00',
      finalEquity: '900.00',
      returnPct: -10,
      buyAndHoldReturnPct: 200,
      cagrPct: expect.closeTo((0.9 ** (365.25 / 4) - 1) * 100, 10),
      annualVolatilityPct: expect.closeTo(deviation * 200, 10),
      sharpe: expect.closeTo((0.075 / deviation) * 2, 12),
      sortino: expect.closeTo((0.075 / Math.sqrt(0.29 / 4)) * 2, 12),
      calmar: expect.closeTo(((0.9 ** (365.25 / 4) - 1) * 100) / 50, 10),
      maxDrawdownPct: 50,
      maxDrawdownDurationMs: 2 * DAY_MS,
      exposurePct: 60,
      tradeCount: 5,
      openTradeCount: 1,
      winRatePct: 40,
      profitFactor: expect.closeTo(800 / 300, 12),
      expectancyPct: 10,
      sqn: expect.closeTo((Math.sqrt(5) * 100) / Math.sqrt(340_000 / 4), 12),
      feesPaid: '12.50',
      notes: {},
    })
  })

  const noTrades = ['expectancyPct', 'profitFactor', 'sqn', 'winRatePct']
  it.each([
    {
      run: 'no candle',
      equity: [],
      missing: [
        'annualVolatilityPct',
        'buyAndHoldReturnPct',
        'cagrPct',
        'calmar',
        'exposurePct',
        'maxDrawdownDurationMs',
        'maxDrawdownPct',
        'sharpe',
        'sortino',
        ...noTrades,
      ],
    },
    {
      run: 'one candle',
      equity: [100],
      missing: ['annualVolatilityPct', 'cagrPct', 'calmar', 'sharpe', 'sortino', ...noTrades],
    },
    {
      run: 'two candles up',
      equity: [100, 101],
      missing: ['annualVolatilityPct', 'calmar', 'sharpe', 'sortino', ...noTrades],
    },
    { run: 'two candles down', equity: [100, 99], missing: ['annualVolatilityPct', 'sharpe', ...noTrades] },
    { run: 'flat equity', equity: [100, 100, 100], missing: ['calmar', 'sharpe', 'sortino', ...noTrades] },
    { run: 'only rises', equity: [100, 101, 103], missing: ['calmar', 'sortino', ...noTrades] },
    { run: 'no trades', equity: [100, 90, 95], missing: noTrades },
    { run: 'one winning trade', equity: [100, 90, 95], profits: [5], missing: ['profitFactor', 'sqn'] },
    { run: 'all wins', equity: [100, 90, 95], profits: [5, 6], missing: ['profitFactor'] },
    { run: 'all losses', equity: [100, 90, 95], profits: [-5, -6], missing: [] },
    { run: 'trades that all break even', equity: [100, 90, 95], profits: [0, 0], missing: ['profitFactor', 'sqn'] },
    { run: 'trades of equal profit', equity: [100, 90, 95], profits: [-0.1, -0.1, -0.1], missing: ['sqn'] },
    {
      run: 'ruin in the middle',
      equity: [100, 0, 0, 5],
      missing: ['annualVolatilityPct', 'sharpe', 'sortino', ...noTrades],
    },
    { run: 'ruin at the end', equity: [100, 90, 0], missing: ['cagrPct', 'calmar', ...noTrades] },
    { run: 'debt at the end', equity: [100, 90, -10], missing: ['cagrPct', 'calmar', ...noTrades] },
  ])('$run: says why $missing do not exist', ({ equity, profits, missing }) => {
    const statistics = coreStatistics(statisticsInput({ equity, ...(profits && { profits }) }))
    expect(Object.keys(statistics.notes).sort()).toEqual([...missing].sort())
    for (const name of missing) expect(statistics).toHaveProperty(name, null)
  })

  it('words its reasons for a reader', () => {
    expect(coreStatistics(statisticsInput({ equity: [100] })).notes).toEqual({
      cagrPct: 'no time passes between the first and the last candle',
      annualVolatilityPct: 'fewer than two returns',
      sharpe: 'fewer than two returns',
      sortino: 'fewer than two candles, so there is no return',
      calmar: 'cagrPct is null: no time passes between the first and the last candle',
      winRatePct: 'there are no closed trades',
      profitFactor: 'there are no closed trades',
      expectancyPct: 'there are no closed trades',
      sqn: 'fewer than two closed trades',
    })
    expect(coreStatistics(statisticsInput({ equity: [100, 0, 0, 5] })).notes['sharpe']).toBe(
      'equity is zero or below at candle 1, so later returns are undefined',
    )
    expect(coreStatistics(statisticsInput({ equity: [100, 200], profits: [1] })).notes['profitFactor']).toBe(
      'no closed trade lost money',
    )
  })

  it('gives a volatility of zero and no Sharpe ratio for returns that are all equal', () => {
    const equity = [100]
    while (equity.length < 50) equity.push(equity.at(-1)! * 1.1)
    const statistics = coreStatistics(statisticsInput({ equity }))
    expect(statistics.annualVolatilityPct).toBe(0)
    expect(statistics.sharpe).toBeNull()
    expect(statistics.notes['sharpe']).toBe('all returns are equal, so their deviation is zero')
  })

  it('takes the periods per year from the series unless told', () => {
    const equity = [100, 101, 99, 102]
    const observed = coreStatistics(statisticsInput({ equity }))
    expect(coreStatistics(statisticsInput({ equity, periodsPerYear: 365.25 }))).toEqual(observed)
    const quarter = coreStatistics(statisticsInput({ equity, periodsPerYear: 365.25 / 4 }))
    expect(quarter.sharpe).toBeCloseTo(observed.sharpe! / 2, 12)
  })

  it('has no growth rate where a short run would compound beyond a double', () => {
    const time = Float64Array.of(0, 60_000, 120_000)
    const statistics = coreStatistics({ ...statisticsInput({ equity: [100, 99, 110] }), time, intervalMs: 60_000 })
    expect(statistics.cagrPct).toBeNull()
    expect(statistics.notes['cagrPct']).toBe('the value is beyond the range of a double')
    expect(statistics.notes['calmar']).toBe('cagrPct is null: the value is beyond the range of a double')
  })

  it('has no Sharpe ratio, rather than one of zero, where the deviation overflows', () => {
    const statistics = coreStatistics(statisticsInput({ equity: [1, 1e200, 1e200] }))
    expect(statistics.sharpe).toBeNull()
    expect(statistics.notes['sharpe']).toBe('the value is beyond the range of a double')
  })

  it.each([
    [{ close: Float64Array.of(1) }, 'close must have one entry per candle (2), received 1'],
    [{ initialCash: '0' }, 'initialCash must be a finite number above zero, received 0'],
    [{ periodsPerYear: 0 }, 'periodsPerYear must be a finite number above zero or null, received 0'],
    [
      { periodsPerYear: Number.POSITIVE_INFINITY },
      'periodsPerYear must be a finite number above zero or null, received Infinity',
    ],
    [{ finalEquity: '1e5' }, "an amount must be a plain decimal number such as '100000.00', received '1e5'"],
    [
      { trades: { profit: new Float64Array(1), returnPct: new Float64Array(1), count: 2 } },
      'trades.profit must have an entry for each of 2 trades, received 1',
    ],
  ])('refuses unsound input %#', (wrong, message) => {
    const input = { ...statisticsInput({ equity: [100, 101] }), ...wrong }
    expect(() => coreStatistics(input)).toThrow(new RangeError(message))
  })

  it('reads only the first `count` entries of the trade columns', () => {
    const trades = { profit: Float64Array.of(2, -1, 77), returnPct: Float64Array.of(4, -2, 77), count: 2 }
    const statistics = coreStatistics({ ...statisticsInput({ equity: [100, 101] }), trades })
    expect(statistics).toMatchObject({ tradeCount: 2, winRatePct: 50, profitFactor: 2, expectancyPct: 1 })
  })
})
