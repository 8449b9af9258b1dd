import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  type BacktestReport,
  backtest,
  type CandleSeries,
  type OrderReport,
  parseCandlesCsv,
  type RunSettings,
} from '../../src/index.ts'
import { type Action, strategyFor } from './strategies.ts'

/** What a run of the reference was given. */
export type Given = {
  strategy: string
  params: Record<string, unknown>
  options: Pick<RunSettings, 'account' | 'execution' | 'rules'>
  periodsPerYear: number | null
  actions?: Action[]
}

export function runGiven(given: Given, candles: CandleSeries): BacktestReport {
  const result = backtest({
    strategy: strategyFor(given.strategy, given.actions),
    params: given.params,
    candles,
    ...given.options,
    ...(given.periodsPerYear === null ? {} : { statistics: { periodsPerYear: given.periodsPerYear } }),
  })
  return JSON.parse(JSON.stringify(result))
}

export const root: string = path.join(import.meta.dirname, '..', '..', '..', '..')

export function sp500(data: Uint8Array, period: { from?: number; to?: number }): CandleSeries {
  return parseCandlesCsv(data, { symbol: 'SP500', ...period })
}

export function fileOf(name: string): Uint8Array {
  return readFileSync(path.join(root, name))
}

export type Rows = { orders: unknown[][]; fills: unknown[][]; trades: unknown[][] }

/** What `invalid_size` and `invalid_price` show is worded for people. */
function refusal({ reason, observed, limit }: OrderReport): (string | null)[] {
  return reason?.startsWith('invalid_') ? [null, null] : [observed, limit]
}

/** The columns that the reference knows. */
export function rowsOf(result: BacktestReport): Rows {
  return {
    orders: result.orders.map((order) => [
      order.id,
      order.side,
      order.status,
      order.reason,
      ...refusal(order),
      order.createdIndex,
      order.closedIndex,
      order.filledQuantity,
    ]),
    fills: result.fills.map((fill) => [
      fill.orderId,
      fill.side,
      fill.index,
      fill.time,
      fill.price,
      fill.quantity,
      fill.fee,
      fill.liquidity,
      fill.reason,
    ]),
    trades: result.trades.map((trade) => [
      trade.side,
      trade.quantity,
      trade.entryIndex,
      trade.entryTime,
      trade.entryPrice,
      trade.exitIndex,
      trade.exitTime,
      trade.exitPrice,
      trade.fees,
      trade.profit,
      trade.entryTag,
      trade.exitReason,
    ]),
  }
}
