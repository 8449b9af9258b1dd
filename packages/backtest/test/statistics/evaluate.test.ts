import { describe, expect, it } from 'vitest'
import { STATISTICS } from '../../src/options/statistics.ts'
import { computeStatistics } from '../../src/statistics/evaluate.ts'
import type { FullStatisticsOptions } from '../../src/statistics/input.ts'
import { DAY_MS, runOf } from './runs.ts'

const NOT_DEFINED = 'not defined by this convention'

describe('the figures of returns, risk and drawdown', () => {
  // Cash of 100, then 110, 99, 99, 132: returns −10 %, 0, +33.3 %; a fall of 10 % from day 0 to day 3.
  const input = runOf({ equity: [110, 99, 99, 132], initialCash: 100, exposedCandles: 3 })
  const { returns, risk, drawdown, ratios, activity, drawdowns } = computeStatistics(input, {
    periodsPerYear: 4,
    minimumDays: 0,
  })

  it('are those on paper', () => {
    expect(returns.totalReturnPct).toBe(32)
    expect(returns.meanReturnPct).toBeCloseTo((-10 + 0 + 100 / 3) / 3, 12)
    expect(returns.annualReturnPct).toBeCloseTo((4 * (-10 + 0 + 100 / 3)) / 3, 12)
    expect(returns.geometricMeanReturnPct).toBeCloseTo((1.2 ** (1 / 3) - 1) * 100, 12)
    expect(returns.bestPeriodPct).toBeCloseTo(100 / 3, 12)
    expect(returns.worstPeriodPct).toBe(-10)
    expect(returns.positivePeriodsPct).toBeCloseTo(100 / 3, 12)
    // The first day counts from the initial cash.
    expect(returns.bestDayPct).toBeCloseTo(100 / 3, 12)
    expect(returns.bestMonthPct).toBe(32)
    expect(returns.worstYearPct).toBe(32)
    // Mean of (−10 %)², 0 and 0, times four periods a year.
    expect(risk.downsideDeviationPct).toBeCloseTo(Math.sqrt(100 / 3) * 2, 12)
    // Sorted −10, 0, 33.3: position 0.05 × 2 = 0.1 from the lowest.
    expect(risk.valueAtRiskPct).toBeCloseTo(-9, 12)
    expect(risk.conditionalValueAtRiskPct).toBe(-10)
    // Position 1.9: 90 % of the way from 0 to 33.3.
    expect(risk.tailRatio).toBeCloseTo(30 / 9, 12)
    expect(drawdown).toEqual({
      maxDrawdownPct: 10,
      averageDrawdownPct: 10,
      maxDrawdownDurationMs: 3 * DAY_MS,
      averageDrawdownDurationMs: 3 * DAY_MS,
      drawdownCount: 1,
      currentDrawdownPct: 0,
      ulcerIndexPct: Math.sqrt((0.1 ** 2 * 2) / 4) * 100,
    })
    expect(ratios.recoveryFactor).toBe(3.2)
    expect(ratios.omega).toBeCloseTo(10 / 3, 12)
    expect(activity.exposurePct).toBe(75)
    expect(drawdowns).toEqual([
      { depthPct: 10, peakTime: 0, valleyTime: DAY_MS, recoveryTime: 3 * DAY_MS, durationMs: 3 * DAY_MS },
    ])
  })

  it('list the deepest falls first and leave an unfinished one without recovery', () => {
    const { drawdowns: listed } = computeStatistics(runOf({ equity: [90, 100, 80, 100, 70], initialCash: 100 }))
    expect(listed).toEqual([
      { depthPct: 30, peakTime: 3 * DAY_MS, valleyTime: 4 * DAY_MS, recoveryTime: null, durationMs: DAY_MS },
      { depthPct: 20, peakTime: DAY_MS, valleyTime: 2 * DAY_MS, recoveryTime: 3 * DAY_MS, durationMs: 2 * DAY_MS },
      { depthPct: 10, peakTime: -DAY_MS, valleyTime: 0, recoveryTime: DAY_MS, durationMs: 2 * DAY_MS },
    ])
  })

  it('take a month and a year from the last mark of the one before', () => {
    const time = ['2023-12-30', '2023-12-31', '2024-01-01', '2024-02-29'].map((day) => Date.parse(`${day}T00:00Z`))
    const { byMonth, byYear } = computeStatistics(runOf({ equity: [110, 120, 90, 180], initialCash: 100, time }))
    expect(byMonth).toEqual([
      { year: 2023, month: 12, returnPct: 20 },
      { year: 2024, month: 1, returnPct: -25 },
      { year: 2024, month: 2, returnPct: 100 },
    ])
    expect(byYear).toEqual([
      { year: 2023, returnPct: 20 },
      { year: 2024, returnPct: 50 },
    ])
  })

  it('leave out the first mark of a system that begins with it', () => {
    const time = ['2023-12-31', '2024-01-01', '2024-01-02'].map((day) => Date.parse(`${day}T00:00Z`))
    const run = runOf({ equity: [110, 99, 132], initialCash: 100, time })
    expect(computeStatistics(run, { convention: 'quantstats' }).byMonth).toEqual([
      { year: 2024, month: 1, returnPct: 20 },
    ])
  })

  it('sample the last equity of each day where the system does', () => {
    const time = [0, 0.5, 1, 1.5, 2].map((day) => day * DAY_MS)
    const run = runOf({ equity: [100, 200, 50, 100, 150], time })
    expect(computeStatistics(run, { convention: 'empyrical' }).drawdown.maxDrawdownPct).toBe(-50)
    expect(computeStatistics(run).drawdown.maxDrawdownPct).toBe(75)
  })
})

describe('the figures of trades', () => {
  const input = runOf({
    equity: [100, 101, 102, 103, 104, 105, 106],
    trades: [
      { profit: 30, exitIndex: 3, entryTag: 'breakout', exitReason: 'target', maePct: 1, mfePct: 6, fees: 2 },
      { profit: 10, side: 'short', entryTag: 'breakout', exitReason: 'stop', fees: 1 },
      { profit: 0, exitReason: 'stop' },
      { profit: -20, maePct: 5, mfePct: 2, exitReason: 'stop' },
    ],
  })

  it('are those on paper', () => {
    const { trades } = computeStatistics(input)
    expect(trades).toMatchObject({
      count: 4,
      winCount: 2,
      lossCount: 1,
      breakEvenCount: 1,
      winRatePct: 50,
      netProfit: 20,
      grossProfit: 40,
      grossLoss: 20,
      fees: 3,
      payoffRatio: 1, // a mean win of 20 against a mean loss of 20
      profitFactor: 2,
      expectancy: 5,
      expectancyPct: 0.5,
      kelly: 0, // ½ − ½ / 1
      bestTradePct: 3,
      worstTradePct: -2,
      averageWinPct: 2,
      averageLossPct: -2,
      maxConsecutiveWins: 2,
      maxConsecutiveLosses: 1,
      maxHoldingMs: 3 * DAY_MS,
      averageHoldingMs: 1.5 * DAY_MS,
      averageWinHoldingMs: 2 * DAY_MS,
      averageLossHoldingMs: DAY_MS,
      averageHoldingCandles: 1.5,
      averageEntryValue: 1000,
      averageMaePct: 3,
      averageMfePct: 4,
    })
    // Mean 5, squared distances 625, 25, 25, 625: √4 × 5 / √(1300 / 3).
    expect(trades.sqn).toBeCloseTo(10 / Math.sqrt(1300 / 3), 12)
  })

  it('are also given for each side, tag and reason', () => {
    const { long, short, byTag, byExitReason, notes } = computeStatistics(input)
    expect([long.count, long.netProfit, short.count, short.netProfit]).toEqual([3, 10, 1, 10])
    expect(byTag.map(({ name, count, netProfit }) => [name, count, netProfit])).toEqual([
      ['breakout', 2, 40],
      [null, 2, -20],
    ])
    expect(byExitReason.map(({ name, winRatePct, profitFactor }) => [name, winRatePct, profitFactor])).toEqual([
      ['target', 100, null],
      ['stop', (1 / 3) * 100, 0.5],
    ])
    expect(notes['byExitReason.0.profitFactor']).toBe('no closed trade lost money')
    expect(notes['short.profitFactor']).toBe('no closed trade lost money')
  })

  it('keep a break-even out of both rows, which freqtrade counts as a loss', () => {
    const { trades } = computeStatistics(input, { convention: 'freqtrade' })
    expect([trades.maxConsecutiveWins, trades.maxConsecutiveLosses]).toEqual([2, 2])
  })

  it.each([
    { exits: [1, 2], minutes: 2 }, // 1½ minutes, and 2 is even
    { exits: [2, 3], minutes: 2 }, // 2½ minutes
    { exits: [1, 1, 3], minutes: 2 }, // 1⅔ minutes
  ])('round the mean holding time to $minutes minutes under freqtrade', ({ exits, minutes }) => {
    const time = [0, 1, 2, 3].map((minute) => minute * 60_000)
    const given = exits.map((exitIndex) => ({ profit: 1, entryIndex: 0, exitIndex }))
    const { trades } = computeStatistics(runOf({ equity: [100, 100, 100, 100], time, trades: given }), {
      convention: 'freqtrade',
    })
    expect(trades.averageHoldingMs).toBe(minutes * 60_000)
  })

  it('are of days under quantstats, and none of one side', () => {
    // Days of +10 %, −10 %, 0 and +20 %: two of the three that moved won, 15 % against 10 %.
    const run = runOf({ equity: [100, 110, 99, 99, 118.8], trades: [{ profit: -1 }] })
    const { trades, long, notes } = computeStatistics(run, { convention: 'quantstats' })
    expect(trades.winRatePct).toBeCloseTo(200 / 3, 10)
    expect(trades.payoffRatio).toBeCloseTo(1.5, 10)
    expect(trades.profitFactor).toBeCloseTo(3, 10)
    expect(trades.kelly).toBeCloseTo(2 / 3 - 1 / 3 / 1.5, 10)
    expect(trades.count).toBe(1)
    expect(long.winRatePct).toBeNull()
    expect(notes['long.winRatePct']).toBe(NOT_DEFINED)
  })
})

describe('the figures against a benchmark', () => {
  it('are those on paper', () => {
    // Own returns are half of the benchmark's, +10 % and −10 %, plus 1 %.
    const input = runOf({ equity: [100, 106, 101.76] })
    const benchmark = Float64Array.of(200, 220, 198)
    const { benchmark: figures } = computeStatistics(input, { benchmark, periodsPerYear: 2, minimumDays: 0 })
    expect(figures.benchmarkReturnPct).toBe(-1)
    expect(figures.beta).toBeCloseTo(0.5, 12)
    expect(figures.alphaPct).toBeCloseTo(2, 12)
    expect(figures.correlation).toBeCloseTo(1, 12)
    // Active returns −4 % and +6 %: mean 1 %, deviation √50 %.
    expect(figures.trackingErrorPct).toBeCloseTo(10, 12)
    expect(figures.informationRatio).toBeCloseTo((1 / Math.sqrt(50)) * Math.SQRT2, 12)
    expect(figures.upCapture).toBeCloseTo((1.06 ** 2 - 1) / (1.1 ** 2 - 1), 12)
    expect(figures.downCapture).toBeCloseTo((0.96 ** 2 - 1) / (0.9 ** 2 - 1), 12)
  })

  it('do not exist without one', () => {
    const { benchmark, notes } = computeStatistics(runOf({ equity: [100, 106, 101] }))
    expect(Object.values(benchmark)).toEqual(new Array(8).fill(null))
    expect(notes['benchmark.beta']).toBe('no benchmark was given')
  })
})

describe('the conventions', () => {
  it.each([
    ['backtesting.py', 'ratios.omega'],
    ['backtesting.py', 'drawdown.ulcerIndexPct'],
    ['empyrical', 'trades.winRatePct'],
    ['empyrical', 'ratios.martin'],
    ['quantstats', 'ratios.stability'],
    ['freqtrade', 'risk.annualVolatilityPct'],
    ['freqtrade', 'benchmark.beta'],
  ] as const)('%s does not define %s', (convention, path) => {
    const input = runOf({ equity: [100, 110, 99, 120], trades: [{ profit: 1 }, { profit: -2 }] })
    const { notes } = computeStatistics(input, { convention, benchmark: Float64Array.of(1, 2, 3, 4) })
    expect(notes[path]).toBe(NOT_DEFINED)
  })

  it('take 365 days under backtesting.py where there are candles on weekends, and weeks for weekly ones', () => {
    const daily = runOf({ equity: [100, 101, 102, 103, 104, 105, 106, 107] })
    const { returns } = computeStatistics(daily, { convention: 'backtesting.py' })
    expect(returns.annualReturnPct).toBeCloseTo((1.07 ** (365 / 7) - 1) * 100, 8)
    const time = [0, 7, 14, 21].map((day) => day * DAY_MS)
    const weekly = runOf({ equity: [100, 101, 102, 104], time, intervalMs: 7 * DAY_MS })
    const { returns: ofWeeks } = computeStatistics(weekly, { convention: 'backtesting.py' })
    expect(ofWeeks.annualReturnPct).toBeCloseTo((1.04 ** (52 / 3) - 1) * 100, 8)
  })

  it('do not count a fall that begins at the last candle under backtesting.py', () => {
    const { drawdown } = computeStatistics(runOf({ equity: [100, 90, 100, 80] }), { convention: 'backtesting.py' })
    expect(drawdown.averageDrawdownPct).toBe(-10)
    expect(drawdown.maxDrawdownPct).toBe(-20)
  })
})

describe('too little data', () => {
  const run = (equity: number[]) => runOf({ equity, initialCash: 100 })

  it('is named where there are no candles', () => {
    const { notes } = computeStatistics(run([]))
    expect(notes['returns.buyAndHoldReturnPct']).toBe('there are no candles')
    expect(notes['ratios.sharpe']).toBe('fewer than two returns')
    expect(notes['trades.winRatePct']).toBe('there are no closed trades')
    expect(notes['drawdown.maxDrawdownPct']).toBe('there are no candles')
  })

  it('is named where returns do not differ', () => {
    const { risk, notes } = computeStatistics(run([100, 110, 121]), { minimumDays: 0 })
    expect(risk.annualVolatilityPct).toBe(0)
    expect(notes['ratios.sharpe']).toBe('all returns are equal, so their deviation is zero')
    expect(notes['ratios.sortino']).toBe('no return is below zero')
    expect(notes['ratios.calmar']).toBe('equity was never below its peak')
  })

  it('is named after ruin', () => {
    const { notes } = computeStatistics(run([100, 0, 5, 6]), { minimumDays: 0 })
    expect(notes['ratios.sharpe']).toBe('equity is zero or below at candle 1, so later returns are undefined')
    expect(notes['ratios.omega']).toBe('equity is zero or below at period 1, so later returns are undefined')
    expect(notes['returns.bestDayPct']).toBe('equity is zero or below before the last day')
  })
})

describe('a run of a few days', () => {
  const annual = ['returns.cagrPct', 'risk.annualVolatilityPct', 'ratios.sharpe', 'ratios.sortino', 'ratios.calmar']
  const daily = (days: number) => runOf({ equity: Array.from({ length: days }, (_, day) => 100 - (day % 3)) })

  it('has no annual figures, and says why', () => {
    const { activity, benchmark, notes, ratios, returns, risk } = computeStatistics(daily(29), {
      benchmark: daily(29).equity,
    })
    const why = 'the run spans 29 days, annual figures need 30'
    for (const path of annual) expect(notes[path]).toBe(why)
    expect(notes['benchmark.alphaPct']).toBe(why)
    expect(notes['activity.tradesPerYear']).toBe(why)
    expect([returns.cagrPct, risk.annualVolatilityPct, ratios.sharpe, benchmark.alphaPct]).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(activity.annualTurnover).toBeNull()
    // What is not scaled to a year stays.
    expect(returns.totalReturnPct).toBe(-1)
    expect(ratios.omega).not.toBeNull()
    expect(risk.valueAtRiskPct).not.toBeNull()
  })

  it('has them from 30 days on, from less where that is asked for, and as another system would', () => {
    expect(computeStatistics(daily(30)).ratios.sharpe).not.toBeNull()
    expect(computeStatistics(daily(29), { minimumDays: 29 }).ratios.sharpe).not.toBeNull()
    expect(computeStatistics(daily(60), { minimumDays: 61 }).ratios.sharpe).toBeNull()
    for (const convention of ['backtesting.py', 'empyrical', 'quantstats'] as const) {
      expect(computeStatistics(daily(5), { convention }).ratios.sharpe).not.toBeNull()
    }
  })
})

describe('unsound input', () => {
  const input = runOf({ equity: [100, 101], trades: [{ profit: 1 }] })

  it.each<[FullStatisticsOptions, string]>([
    [{ benchmark: Float64Array.of(1) }, 'benchmark must have one close per candle (2), received 1'],
    [{ periodsPerYear: 0 }, 'periodsPerYear must be a finite number above zero or null, received 0'],
    [{ minimumDays: -1 }, 'minimumDays must be a finite number from 0, received -1'],
    [{ riskFreeRate: -1 }, 'riskFreeRate must be a finite fraction above -1, received -1'],
  ])('in the options is refused: %o', (options, message) => {
    expect(() => computeStatistics(input, options)).toThrow(new RangeError(message))
  })

  it('in the columns is refused', () => {
    expect(() => computeStatistics({ ...input, close: Float64Array.of(1) })).toThrow(
      new RangeError('close must have one entry per candle (2), received 1'),
    )
    expect(() => computeStatistics({ ...input, initialCash: '0' })).toThrow(
      new RangeError('initialCash must be a finite number above zero, received 0'),
    )
    expect(() => computeStatistics({ ...input, trades: { ...input.trades, fees: [] } })).toThrow(
      new RangeError('trades.fees must have an entry for each of 1 trades, received 0'),
    )
  })

  it('knows five conventions', () => {
    expect(STATISTICS.convention.choices).toEqual(['tezgah', 'backtesting.py', 'empyrical', 'quantstats', 'freqtrade'])
  })
})
