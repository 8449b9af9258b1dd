import type { Fill } from '../account/fill.ts'
import type { PositionJournal } from '../account/position-journal.ts'
import type { Machine } from '../engine/machine.ts'
import { ZERO } from '../money/decimal.ts'
import { negated } from '../money/sign.ts'
import {
  computeStatistics,
  type EquityScan,
  equityColumn,
  type Statistics,
  scanEquity,
  scanEquityColumn,
} from '../statistics/index.ts'
import { alignedCloses } from './aligned-closes.ts'
import { requireFiniteEquity } from './finite-equity.ts'
import type { Reporter } from './reports.ts'

/** The core statistics of a run, read off its records. */
export function runStatistics(machine: Machine, reporter: Reporter): Statistics {
  const { account, series, settings, timeline } = machine
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
    finalEquity: account.equityAt(0, reporter.markOf(0)).toString(),
    feesPaid: account.feesPaid.toString(),
    exposedCandles: exposedCandles(machine),
    periodsPerYear: settings.statistics.periodsPerYear,
    trades: account.trades.profits(),
    openTradeCount: account.openTrades().length,
  })
}

/** False where some equity may be infinite, which leaves its trace in what is made of all of them. */
function hasFiniteFigures({ drawdown, final, moments }: EquityScan): boolean {
  return [drawdown.maxFraction, final, moments.mean].every(Number.isFinite)
}

/** Candles at whose close a position was open. */
export function exposedCandles({ account, length, settings, timeline }: Machine): number {
  if (timeline.equity !== null) return timeline.exposed
  const isHedging = settings.account.positions === 'hedging'
  return isHedging ? exposedByLegs(account.fills, length) : exposedByJournal(account.journal, length)
}

/** A long and a short of the same size are no position on the whole, but two that are open. */
function exposedByLegs(fills: Iterable<Fill>, length: number): number {
  let [long, short] = [ZERO, ZERO]
  let exposed = 0
  let from = 0
  const count = (until: number): void => {
    if (!long.isZero || !short.isZero) exposed += until - from
    from = until
  }
  for (const { index, legSide, moved, side } of fills) {
    count(index)
    const change = side === 'buy' ? moved : negated(moved)
    if (legSide === 'long') long = long.plus(change)
    else short = short.plus(change)
  }
  count(length)
  return exposed
}

function exposedByJournal(journal: PositionJournal, length: number): number {
  const { index, quantity } = journal
  let exposed = 0
  for (let entry = 0; entry < journal.length; entry++) {
    const until = entry + 1 < journal.length ? index[entry + 1]! : length
    if (quantity[entry] !== 0) exposed += until - index[entry]!
  }
  return exposed
}
