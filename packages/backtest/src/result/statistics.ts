import { type Decimal, decimalFromNumber, readDecimal, ZERO } from '@tezgah/core/decimal'
import type { Fill } from '../account/fill.ts'
import type { PositionJournal } from '../account/fill-log.ts'
import { closeTimeOf } from '../candles/close-time.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { Engine } from '../engine/engine.ts'
import type { EquityRecorder } from '../engine/equity-recorder.ts'
import { BacktestError } from '../errors.ts'
import { computeStatistics, coreStatistics } from '../statistics/evaluate.ts'
import type { ClosedTradeColumns, FullStatisticsOptions } from '../statistics/input.ts'
import type { FullStatistics, Statistics } from '../statistics/metrics.ts'
import { type EquityScan, scanEquity, scanEquityColumn } from '../statistics/scan.ts'
import { equityColumn } from '../statistics/segments.ts'
import type { BacktestResult, TradeReport } from './result-types.ts'

/** The core statistics of a run, from its records. */
export function runStatistics(engine: Engine): Statistics {
  const { account, series, settings, timeline } = engine
  const { close } = series[0]!
  const { initialCash } = settings.account
  const start = initialCash.toNumber()
  const { equity, intervalMs, time } = timeline
  const scan =
    equity === null
      ? scanEquity(account.journal, close, time, intervalMs, start)
      : scanEquityColumn(equity, time, intervalMs, start)
  if (!hasFiniteFigures(scan)) requireFiniteEquity(equity ?? equityColumn(account.journal, close, start), time)
  return coreStatistics({
    time,
    intervalMs,
    equity: equity ?? { journal: account.journal, close },
    scan,
    close: alignedCloses(series[0]!, timeline),
    initialCash: initialCash.toString(),
    finalEquity: account.equityAt(0, decimalFromNumber(account.marks[0]!)).toString(),
    feesPaid: account.feesPaid.toString(),
    exposedCandles: exposedCandles(engine),
    periodsPerYear: settings.statistics.periodsPerYear,
    trades: account.trades.profits(),
    openTradeCount: account.openTrades().length,
  })
}

/** False where some equity may be infinite: every figure of the pass is made from all of them. */
function hasFiniteFigures({ drawdown, final, moments }: EquityScan): boolean {
  return [drawdown.maxFraction, final, moments.mean].every(Number.isFinite)
}

/** Every statistic of a run under one convention, by default the one that its options name. */
export function fullRunStatistics(
  engine: Engine,
  { equity, fills, stats, trades }: BacktestResult,
  options: FullStatisticsOptions,
): FullStatistics {
  const { account, series, settings, timeline, firstCandle } = engine
  const { benchmark, convention, periodsPerYear, riskFreeRate } = settings.statistics
  const closed = trades.filter(({ exitIndex }) => exitIndex !== null)
  return computeStatistics(
    {
      time: timeline.time,
      intervalMs: timeline.intervalMs,
      equity: equity.equity,
      close: alignedCloses(series[0]!, timeline),
      // A strategy that starts after its warm-up is called from the candle after that on which all is known.
      firstActiveIndex: Math.max(firstCandle - 1, 0),
      initialCash: stats.initialCash,
      finalEquity: stats.finalEquity,
      exposedCandles: exposedCandles(engine),
      feesPaid: stats.feesPaid,
      slippagePaid: sumOf(fills.map(({ slippage }) => slippage)).toString(),
      turnover: account.fills.tradedValue.toString(),
      trades: columnsOf(closed, timeline.time),
    },
    {
      convention,
      riskFreeRate,
      periodsPerYear,
      benchmark: benchmark === null ? null : alignedCloses(benchmark, timeline),
      ...options,
    },
  )
}

function sumOf(amounts: readonly string[]): Decimal {
  return amounts.reduce((sum, amount) => sum.plus(readDecimal(amount)), ZERO)
}

function columnsOf(trades: readonly TradeReport[], time: Float64Array): ClosedTradeColumns {
  return {
    count: trades.length,
    side: trades.map(({ side }) => side),
    entryTime: trades.map(({ entryTime }) => entryTime),
    exitTime: trades.map(({ exitTime }) => exitTime!),
    entryIndex: trades.map(({ entryTime }) => indexOfTime(time, entryTime)),
    exitIndex: trades.map(({ exitTime }) => indexOfTime(time, exitTime!)),
    entryValue: trades.map(({ entryPrice, quantity }) => Number(entryPrice) * Number(quantity)),
    profit: trades.map(({ profit }) => Number(profit)),
    returnPct: trades.map(({ returnPct }) => returnPct),
    fees: trades.map(({ fees }) => Number(fees)),
    maePct: trades.map(({ maePct }) => maePct),
    mfePct: trades.map(({ mfePct }) => mfePct),
    entryTag: trades.map(({ entryTag }) => entryTag),
    exitReason: trades.map(({ exitReason }) => exitReason),
  }
}

/** Index of a time that the column has. */
function indexOfTime(time: Float64Array, wanted: number): number {
  let low = 0
  let high = time.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (time[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Closes of a series as they are known at the instants of a run: the last one at or before each; before the first, the first.
 * The series' own column where the instants are its own.
 */
function alignedCloses(candles: CandleSeries, instants: EquityRecorder): Float64Array {
  const { close, length } = candles
  if (candles.time === instants.time) return close
  const aligned = new Float64Array(instants.length)
  let last = 0
  for (let index = 0; index < aligned.length; index++) {
    const now = instants.closeAt(index)
    while (last + 1 < length && closeTimeOf(candles, last + 1) <= now) last++
    aligned[index] = close[last]!
  }
  return aligned
}

/** Candles at whose close a position was open. */
export function exposedCandles({ account, length, settings, timeline }: Engine): number {
  if (timeline.equity !== null) return timeline.exposedInstants
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
  for (const { index, holdingSide, moved, side } of fills) {
    count(index)
    const change = side === 'buy' ? moved : moved.negated()
    if (holdingSide === 'long') long = long.plus(change)
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

/**
 * Prices and quantities are within their ranges, but their product can still exceed the range of a double.
 *
 * @param equity - one mark per candle
 * @throws BacktestError `invalid_candles` naming the first candle whose equity is not finite
 */
export function requireFiniteEquity(equity: Float64Array, time: Float64Array): void {
  const index = equity.findIndex((value) => !Number.isFinite(value))
  if (index === -1) return
  const when = new Date(time[index]!).toISOString()
  const message = `candles: equity at candle ${index} (${when}) is beyond the range of a double, about 1.8e308; the price is no market's`
  throw new BacktestError('invalid_candles', message, { field: 'candles' })
}
