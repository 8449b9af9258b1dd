import { decimalFromNumber } from '@tezgah/core/decimal'
import type { Engine } from '../engine/engine.ts'
import {
  computeStatistics,
  type EquityScan,
  equityColumn,
  type Statistics,
  scanEquity,
  scanEquityColumn,
} from '../statistics/index.ts'
import { alignedCloses } from './aligned-closes.ts'
import { exposedCandles } from './exposure.ts'
import { requireFiniteEquity } from './finite-equity.ts'

/** The core statistics of a run, read off its records. */
export function runStatistics(engine: Engine): Statistics {
  const { account, series, settings, timeline } = engine
  const { close, intervalMs } = series[0]!
  const { initialCash } = settings.account
  const start = initialCash.toNumber()
  const { equity, time } = timeline
  const scan =
    equity === null
      ? scanEquity(account.journal, close, time, intervalMs, start)
      : scanEquityColumn(equity, time, intervalMs, start)
  if (!hasFiniteFigures(scan)) requireFiniteEquity(equity ?? equityColumn(account.journal, close, start), time)
  return computeStatistics({
    time,
    intervalMs,
    equity: scan,
    close: alignedCloses(series[0]!, time),
    initialCash: start,
    initialCashExact: initialCash.toString(),
    finalEquity: account.equityAt(0, decimalFromNumber(account.marks[0]!)).toString(),
    feesPaid: account.feesPaid.toString(),
    exposedCandles: exposedCandles(engine),
    periodsPerYear: settings.statistics.periodsPerYear,
    trades: account.trades.profits(),
    openTradeCount: account.openTrades().length,
  })
}

/** False where some equity may be infinite, which leaves its trace in what is made of all of them. */
function hasFiniteFigures({ drawdown, final, moments }: EquityScan): boolean {
  return [drawdown.maxFraction, final, moments.mean].every(Number.isFinite)
}
