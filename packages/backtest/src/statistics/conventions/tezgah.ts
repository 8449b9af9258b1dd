import { observedPeriodsPerYear } from '../annualisation.ts'
import { annualTurnover, exposure, tradesPerYear } from '../rules/activity-rules.ts'
import {
  annualInformationRatio,
  arithmeticAlpha,
  benchmarkReturn,
  beta,
  correlation,
  downCapture,
  trackingError,
  upCapture,
} from '../rules/benchmark-rules.ts'
import * as drawdown from '../rules/drawdown-rules.ts'
import { gainToPain, omega, probabilisticSharpe, sharpe, sortino, stability } from '../rules/ratio-rules.ts'
import * as returns from '../rules/return-rules.ts'
import {
  annualDownsideDeviation,
  annualVolatility,
  historicalShortfall,
  historicalValueAtRisk,
  sampleKurtosis,
  sampleSkew,
  tailRatio,
} from '../rules/risk-rules.ts'
import * as trades from '../rules/trade-rules.ts'
import type { Convention } from './convention.ts'

/** Our own: returns of every candle, years of the calendar, amounts exact where they are known exactly. */
export const tezgah: Convention = {
  name: 'tezgah',
  sampling: () => 'candle',
  startsAtInitialCash: true,
  periodsPerYear: ({ time }) => observedPeriodsPerYear(time),
  riskFreePerPeriod: compoundedRate,
  returns: {
    totalReturnPct: returns.exactTotalReturn,
    buyAndHoldReturnPct: returns.holdingReturn,
    cagrPct: returns.calendarGrowth,
    annualReturnPct: returns.arithmeticAnnualReturn,
    meanReturnPct: returns.meanReturn,
    geometricMeanReturnPct: returns.geometricMeanReturn,
    bestPeriodPct: returns.bestPeriod,
    worstPeriodPct: returns.worstPeriod,
    positivePeriodsPct: returns.positivePeriods,
    bestDayPct: returns.bestOf('day'),
    worstDayPct: returns.worstOf('day'),
    bestMonthPct: returns.bestOf('month'),
    worstMonthPct: returns.worstOf('month'),
    bestYearPct: returns.bestOf('year'),
    worstYearPct: returns.worstOf('year'),
  },
  risk: {
    annualVolatilityPct: annualVolatility,
    downsideDeviationPct: annualDownsideDeviation,
    valueAtRiskPct: historicalValueAtRisk,
    conditionalValueAtRiskPct: historicalShortfall,
    skew: sampleSkew,
    kurtosis: sampleKurtosis,
    tailRatio,
  },
  drawdown: {
    maxDrawdownPct: drawdown.maxDrawdown,
    averageDrawdownPct: drawdown.averageDrawdown,
    maxDrawdownDurationMs: drawdown.maxDuration,
    averageDrawdownDurationMs: drawdown.averageDuration,
    drawdownCount: drawdown.fallCount,
    currentDrawdownPct: drawdown.currentDrawdown,
    ulcerIndexPct: drawdown.ulcerIndex,
  },
  ratios: {
    sharpe,
    probabilisticSharpe,
    sortino,
    calmar: returns.quotientOf(returns.calendarGrowth, drawdown.maxDrawdown, drawdown.NO_FALL),
    omega,
    martin: returns.quotientOf(returns.lessRiskFree(returns.calendarGrowth), drawdown.ulcerIndex, drawdown.NO_FALL),
    gainToPain: gainToPain('month'),
    recoveryFactor: returns.quotientOf(returns.exactTotalReturn, drawdown.maxDrawdown, drawdown.NO_FALL),
    stability,
  },
  benchmark: {
    benchmarkReturnPct: benchmarkReturn,
    alphaPct: arithmeticAlpha,
    beta,
    correlation,
    trackingErrorPct: trackingError,
    informationRatio: annualInformationRatio,
    upCapture,
    downCapture,
  },
  activity: { exposurePct: exposure, tradesPerYear, annualTurnover },
  trades: {
    count: trades.tradeCount,
    winCount: trades.winCount,
    lossCount: trades.lossCount,
    breakEvenCount: trades.breakEvenCount,
    winRatePct: trades.winRate,
    netProfit: trades.netProfit,
    grossProfit: trades.grossProfit,
    grossLoss: trades.grossLoss,
    fees: trades.tradeFees,
    payoffRatio: trades.payoffRatio,
    profitFactor: trades.profitFactor,
    expectancy: trades.expectancy,
    expectancyPct: trades.meanTradeReturn,
    sqn: trades.sqn,
    kelly: trades.kelly,
    bestTradePct: trades.bestTrade,
    worstTradePct: trades.worstTrade,
    averageTradePct: trades.meanTradeReturn,
    averageWinPct: trades.averageWin,
    averageLossPct: trades.averageLoss,
    maxConsecutiveWins: trades.consecutiveWins,
    maxConsecutiveLosses: trades.consecutiveLosses,
    maxHoldingMs: trades.maxHolding,
    averageHoldingMs: trades.averageHolding,
    averageWinHoldingMs: trades.averageWinHolding,
    averageLossHoldingMs: trades.averageLossHolding,
    averageHoldingCandles: trades.averageHoldingCandles,
    averageEntryValue: trades.averageEntryValue,
    averageMaePct: trades.averageMae,
    averageMfePct: trades.averageMfe,
  },
}

/** What grows to the annual rate within a year: (1 + rate)^(1 / periods per year) − 1. */
export function compoundedRate(rate: number, periodsPerYear: number): number {
  return returns.compounded(1 + rate, 1 / periodsPerYear) - 1
}
