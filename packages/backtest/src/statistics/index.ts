export { MS_PER_YEAR, observedPeriodsPerYear } from './annualisation.ts'
export { computeStatistics } from './compute-statistics.ts'
export { drawdownColumn } from './drawdown.ts'
export {
  type EquityJournal,
  type EquityScan,
  equityColumn,
  scanEquity,
  scanEquityColumn,
} from './equity-scan.ts'
export { buyAndHoldReturnPct, cagrPct, totalReturnPct } from './growth.ts'
export { power } from './power.ts'
export type { Statistics, StatisticsInput } from './statistics.ts'
export { expectancyPct, profitFactor, systemQualityNumber, type TradeColumns, winRatePct } from './trades.ts'
