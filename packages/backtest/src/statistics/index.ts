export { MS_PER_YEAR, observedPeriodsPerYear } from './annualisation.ts'
export { computeStatistics } from './compute-statistics.ts'
export { CONVENTION_NAMES, type ConventionName } from './conventions/convention.ts'
export { drawdownColumn } from './drawdown.ts'
export {
  type EquityJournal,
  type EquityScan,
  equityColumn,
  scanEquity,
  scanEquityColumn,
} from './equity-scan.ts'
export { computeFullStatistics } from './full/compute-full-statistics.ts'
export type { FullStatistics } from './full/full-statistics.ts'
export type { ClosedTradeColumns, FullStatisticsInput, FullStatisticsOptions } from './full/input.ts'
export { buyAndHoldReturnPct, cagrPct, totalReturnPct } from './growth.ts'
export { logarithm, logarithmOfRatio } from './logarithm.ts'
export { normalProbability } from './normal-distribution.ts'
export { power } from './power.ts'
export type { Statistics, StatisticsInput } from './statistics.ts'
export { expectancyPct, profitFactor, systemQualityNumber, type TradeColumns, winRatePct } from './trades.ts'
