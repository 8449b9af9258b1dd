import type { BacktestResult } from '@tezgah/backtest'
import type { JobSummary } from './job.ts'

/** The statistics that a job carries, so that a list of jobs need not open every result. Units are those of the engine's `stats`. */
export function summarise({ stats, manifest }: BacktestResult): JobSummary {
  return {
    finalEquity: stats.finalEquity,
    returnPct: stats.returnPct,
    buyAndHoldReturnPct: stats.buyAndHoldReturnPct,
    maxDrawdownPct: stats.maxDrawdownPct,
    sharpe: stats.sharpe,
    tradeCount: stats.tradeCount,
    candleCount: manifest.candleCount,
    digest: manifest.digest,
  }
}
