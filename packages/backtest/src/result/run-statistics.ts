import type { Machine } from '../engine/machine.ts'
import { computeStatistics, type Statistics, scanEquity, scanEquityColumn } from '../statistics/index.ts'
import { alignedCloses } from './aligned-closes.ts'
import type { Reporter } from './reports.ts'

/** The core statistics of a run, read off its records. */
export function runStatistics(machine: Machine, reporter: Reporter): Statistics {
  const { account, series, settings, timeline } = machine
  const { close, intervalMs } = series[0]!
  const { initialCash } = settings.account
  const start = initialCash.toNumber()
  const { equity, time } = timeline
  return computeStatistics({
    time,
    intervalMs,
    equity:
      equity === null
        ? scanEquity(account.journal, close, time, intervalMs, start)
        : scanEquityColumn(equity, time, intervalMs, start),
    close: alignedCloses(series[0]!, time),
    initialCash: start,
    initialCashExact: initialCash.toString(),
    finalEquity: account.equityAt(0, reporter.markOf(0)).toString(),
    feesPaid: account.feesPaid.toString(),
    exposedCandles: exposedCandles(machine),
    periodsPerYear: settings.statistics.periodsPerYear,
    trades: account.trades.profits(),
    openTradeCount: account.openTrades().length,
  })
}

/** Candles at whose close a position was open. */
export function exposedCandles({ account: { journal }, length, timeline }: Machine): number {
  if (timeline.equity !== null) return timeline.exposed
  const { index, quantity } = journal
  let exposed = 0
  for (let entry = 0; entry < journal.length; entry++) {
    const until = entry + 1 < journal.length ? index[entry + 1]! : length
    if (quantity[entry] !== 0) exposed += until - index[entry]!
  }
  return exposed
}
