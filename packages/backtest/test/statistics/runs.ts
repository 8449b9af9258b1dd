import type { ClosedTradeColumns, StatisticsInput } from '../../src/statistics/input.ts'
import { plainDecimal } from './inputs.ts'

export const DAY_MS = 86_400_000

export type TradeGiven = {
  readonly profit: number
  readonly returnPct?: number
  readonly side?: 'long' | 'short'
  readonly entryIndex?: number
  readonly exitIndex?: number
  readonly entryTag?: string | null
  readonly exitReason?: string | null
  readonly maePct?: number
  readonly mfePct?: number
  readonly fees?: number
}

type RunGiven = Partial<Omit<StatisticsInput, 'equity' | 'close' | 'time' | 'trades' | 'initialCash'>> & {
  readonly equity: readonly number[]
  readonly close?: readonly number[]
  readonly time?: readonly number[]
  readonly initialCash?: number
  readonly trades?: readonly TradeGiven[]
}

export type Run = Required<Omit<StatisticsInput, 'equity' | 'firstActiveIndex'>> & {
  readonly equity: Float64Array
  readonly firstActiveIndex?: number
}

/** A run of daily candles from 1 January 1970 on; closes follow the equity, each trade is of 1,000 and lasts one candle. */
export function runOf({ equity, close = equity, time, initialCash, trades = [], ...rest }: RunGiven): Run {
  const times = Float64Array.from(time ?? equity.map((_, i) => i * DAY_MS))
  const cash = initialCash ?? equity[0] ?? 100
  return {
    time: times,
    intervalMs: DAY_MS,
    equity: Float64Array.from(equity),
    close: Float64Array.from(close),
    initialCash: plainDecimal(cash),
    finalEquity: plainDecimal(equity.at(-1) ?? cash),
    exposedCandles: 0,
    feesPaid: '0',
    slippagePaid: '0',
    turnover: '0',
    trades: tradesOf(trades, times),
    ...rest,
  }
}

function tradesOf(trades: readonly TradeGiven[], time: Float64Array): ClosedTradeColumns {
  const entry = trades.map((trade, row) => trade.entryIndex ?? row)
  const exit = trades.map((trade, row) => trade.exitIndex ?? entry[row]! + 1)
  return {
    count: trades.length,
    side: trades.map(({ side }) => side ?? 'long'),
    entryTime: entry.map((index) => time[index] ?? index * DAY_MS),
    exitTime: exit.map((index) => time[index] ?? index * DAY_MS),
    entryIndex: entry,
    exitIndex: exit,
    entryValue: trades.map(() => 1000),
    profit: trades.map(({ profit }) => profit),
    returnPct: trades.map(({ profit, returnPct }) => returnPct ?? profit / 10),
    fees: trades.map(({ fees }) => fees ?? 0),
    maePct: trades.map(({ maePct }) => maePct ?? Number.NaN),
    mfePct: trades.map(({ mfePct }) => mfePct ?? Number.NaN),
    entryTag: trades.map(({ entryTag }) => entryTag ?? null),
    exitReason: trades.map(({ exitReason }) => exitReason ?? null),
  }
}
