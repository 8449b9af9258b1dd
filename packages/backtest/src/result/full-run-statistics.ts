import { type Decimal, readDecimal, ZERO } from '@tezgah/core/decimal'
import type { Engine } from '../engine/engine.ts'
import {
  type ClosedTradeColumns,
  computeFullStatistics,
  type FullStatistics,
  type FullStatisticsOptions,
} from '../statistics/index.ts'
import { alignedCloses } from './aligned-closes.ts'
import { exposedCandles } from './exposure.ts'
import type { BacktestResult, TradeReport } from './result-types.ts'

/** Every statistic of a run under one convention, by default the one that its options name. */
export function fullRunStatistics(
  engine: Engine,
  { equity, fills, stats, trades }: BacktestResult,
  options: FullStatisticsOptions,
): FullStatistics {
  const { account, series, settings, timeline, firstCandle } = engine
  const { benchmark, convention, periodsPerYear, riskFreeRate } = settings.statistics
  const closed = trades.filter(({ exitIndex }) => exitIndex !== null)
  return computeFullStatistics(
    {
      time: timeline.time,
      intervalMs: series[0]!.intervalMs,
      equity: equity.equity,
      close: alignedCloses(series[0]!, timeline.time),
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
      benchmark: benchmark === null ? null : alignedCloses(benchmark, timeline.time),
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
