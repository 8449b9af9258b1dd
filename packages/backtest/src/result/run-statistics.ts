import type { Machine } from '../engine/machine.ts'
import { computeStatistics, type Statistics, scanEquity, scanEquityColumn } from '../statistics/index.ts'
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
    close,
    initialCash: start,
    initialCashExact: initialCash.toString(),
    finalEquity: account.equityAt(0, reporter.markOf(0)).toString(),
    feesPaid: account.feesPaid.toString(),
    exposedCandles: equity === null ? exposedCandles(machine) : timeline.exposed,
    periodsPerYear: settings.statistics.periodsPerYear,
    trades: account.trades.profits(),
    openTradeCount: account.openTrades().length,
  })
}

/** Candles at whose close a position was open. */
function exposedCandles({ account: { journal }, length }: Machine): number {
  const { index, quantity } = journal
  let exposed = 0
  for (let entry = 0; entry < journal.length; entry++) {
    const until = entry + 1 < journal.length ? index[entry + 1]! : length
    if (quantity[entry] !== 0) exposed += until - index[entry]!
  }
  return exposed
}
