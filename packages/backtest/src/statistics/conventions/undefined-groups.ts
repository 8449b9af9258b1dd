import type {
  BenchmarkStatistics,
  DrawdownStatistics,
  RatioStatistics,
  ReturnStatistics,
  RiskStatistics,
  TradeStatistics,
} from '../full/full-statistics.ts'
import * as trades from '../rules/trade-rules.ts'
import { notDefined, type Rules } from './convention.ts'

/** Groups in which a system defines nothing, to be filled with what it does define. */
export const noReturns: Rules<ReturnStatistics> = {
  totalReturnPct: notDefined,
  buyAndHoldReturnPct: notDefined,
  cagrPct: notDefined,
  annualReturnPct: notDefined,
  meanReturnPct: notDefined,
  geometricMeanReturnPct: notDefined,
  bestPeriodPct: notDefined,
  worstPeriodPct: notDefined,
  positivePeriodsPct: notDefined,
  bestDayPct: notDefined,
  worstDayPct: notDefined,
  bestMonthPct: notDefined,
  worstMonthPct: notDefined,
  bestYearPct: notDefined,
  worstYearPct: notDefined,
}

export const noRisk: Rules<RiskStatistics> = {
  annualVolatilityPct: notDefined,
  downsideDeviationPct: notDefined,
  valueAtRiskPct: notDefined,
  conditionalValueAtRiskPct: notDefined,
  skew: notDefined,
  kurtosis: notDefined,
  tailRatio: notDefined,
}

export const noDrawdown: Rules<DrawdownStatistics> = {
  maxDrawdownPct: notDefined,
  averageDrawdownPct: notDefined,
  maxDrawdownDurationMs: notDefined,
  averageDrawdownDurationMs: notDefined,
  drawdownCount: notDefined,
  currentDrawdownPct: notDefined,
  ulcerIndexPct: notDefined,
}

export const noRatios: Rules<RatioStatistics> = {
  sharpe: notDefined,
  probabilisticSharpe: notDefined,
  sortino: notDefined,
  calmar: notDefined,
  omega: notDefined,
  martin: notDefined,
  gainToPain: notDefined,
  recoveryFactor: notDefined,
  stability: notDefined,
}

export const noBenchmark: Rules<BenchmarkStatistics> = {
  benchmarkReturnPct: notDefined,
  alphaPct: notDefined,
  beta: notDefined,
  correlation: notDefined,
  trackingErrorPct: notDefined,
  informationRatio: notDefined,
  upCapture: notDefined,
  downCapture: notDefined,
}

/** Counts, sums and means that are what they are under any convention; nothing that a system may define its own way. */
export const plainTrades: Rules<TradeStatistics> = {
  count: trades.tradeCount,
  winCount: trades.winCount,
  lossCount: trades.lossCount,
  breakEvenCount: trades.breakEvenCount,
  netProfit: trades.netProfit,
  grossProfit: trades.grossProfit,
  grossLoss: trades.grossLoss,
  fees: trades.tradeFees,
  averageWinHoldingMs: trades.averageWinHolding,
  averageLossHoldingMs: trades.averageLossHolding,
  averageHoldingCandles: trades.averageHoldingCandles,
  averageEntryValue: trades.averageEntryValue,
  averageMaePct: trades.averageMae,
  averageMfePct: trades.averageMfe,
  winRatePct: notDefined,
  payoffRatio: notDefined,
  profitFactor: notDefined,
  expectancy: notDefined,
  expectancyPct: notDefined,
  sqn: notDefined,
  kelly: notDefined,
  bestTradePct: notDefined,
  worstTradePct: notDefined,
  averageTradePct: notDefined,
  averageWinPct: notDefined,
  averageLossPct: notDefined,
  maxConsecutiveWins: notDefined,
  maxConsecutiveLosses: notDefined,
  maxHoldingMs: notDefined,
  averageHoldingMs: notDefined,
}
