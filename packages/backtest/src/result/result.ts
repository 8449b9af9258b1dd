import type { Machine } from '../engine/machine.ts'
import type { Decimal } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import { computeStatistics, drawdownColumn, type Statistics } from '../statistics/index.ts'
import { ENGINE_VERSION } from '../version.ts'
import { assumptionsOf } from './assumptions.ts'
import { candlesSha256, sortedJsonSha256 } from './digest.ts'
import { reportSha256 } from './report-digest.ts'
import { accountReport, fillReport, orderReports, tradeReport } from './reports.ts'
import {
  type AccountReport,
  type BacktestReport,
  type BacktestResult,
  type EquityCurve,
  type FillReport,
  type Manifest,
  type OrderReport,
  RESULT_SCHEMA,
  type TradeReport,
} from './result-types.ts'

export function createResult(machine: Machine): BacktestResult {
  return new LazyResult(machine)
}

/**
 * Spelling out every fill and hashing every candle takes longer than the run itself, so each part is made when it is
 * first read, and kept.
 */
class LazyResult implements BacktestResult {
  readonly schema = RESULT_SCHEMA
  readonly #machine: Machine
  readonly #mark: Decimal
  #manifest: Manifest | undefined
  #stats: Statistics | undefined
  #orders: readonly OrderReport[] | undefined
  #fills: readonly FillReport[] | undefined
  #trades: readonly TradeReport[] | undefined
  #equity: EquityCurve<Float64Array> | undefined

  constructor(machine: Machine) {
    this.#machine = machine
    this.#mark = decimalFromNumber(machine.candles.close[machine.candles.length - 1]!)
  }

  get manifest(): Manifest {
    this.#manifest ??= this.#createManifest()
    return this.#manifest
  }

  get stats(): Statistics {
    this.#stats ??= this.#computeStats()
    return this.#stats
  }

  get account(): AccountReport {
    const { account, settings } = this.#machine
    return accountReport(account, settings.initialCash, this.#mark)
  }

  get orders(): readonly OrderReport[] {
    const { account, book, candles } = this.#machine
    this.#orders ??= orderReports(book, account.fills, candles)
    return this.#orders
  }

  get fills(): readonly FillReport[] {
    const { account, candles } = this.#machine
    this.#fills ??= Array.from(account.fills, (fill) => fillReport(fill, candles))
    return this.#fills
  }

  get trades(): readonly TradeReport[] {
    const { account, book, candles } = this.#machine
    this.#trades ??= [...account.trades, ...account.lots.stillOpen()].map((trade) =>
      tradeReport(trade, book, candles, this.#mark),
    )
    return this.#trades
  }

  get equity(): EquityCurve<Float64Array> {
    const { candles, equity, settings } = this.#machine
    this.#equity ??= {
      time: candles.time,
      equity,
      drawdown: drawdownColumn(equity, settings.initialCash.toNumber()),
    }
    return this.#equity
  }

  toJSON(): BacktestReport {
    const { schema, manifest, stats, account, orders, fills, trades } = this
    const { time, equity, drawdown } = this.equity
    const curve = { time: Array.from(time), equity: Array.from(equity), drawdown: Array.from(drawdown) }
    return { schema, manifest, stats, account, orders, fills, trades, equity: curve }
  }

  #computeStats(): Statistics {
    const { account, candles, equity, exposedCandles, settings } = this.#machine
    const { trades, lots } = account
    const profits = new Float64Array(trades.length)
    const returns = new Float64Array(trades.length)
    let row = 0
    for (const trade of trades) {
      const profit = trade.profit()
      profits[row] = profit.toNumber()
      returns[row++] = trade.returnPct(profit)
    }
    return computeStatistics({
      time: candles.time,
      intervalMs: candles.intervalMs,
      equity,
      close: candles.close,
      initialCash: settings.initialCash.toNumber(),
      initialCashExact: settings.initialCash.toString(),
      finalEquity: account.equityAt(this.#mark).toString(),
      feesPaid: account.feesPaid.toString(),
      exposedCandles,
      periodsPerYear: settings.periodsPerYear,
      trades: { profit: profits, returnPct: returns, count: trades.length },
      openTradeCount: lots.stillOpen().length,
    })
  }

  #createManifest(): Manifest {
    const { candles, params, settings, strategy } = this.#machine
    const facts = {
      engineVersion: ENGINE_VERSION,
      strategy: strategy.name,
      params,
      assumptions: assumptionsOf(settings, candles),
      symbol: candles.symbol,
      interval: candles.interval,
      from: candles.time[0]!,
      to: candles.time[candles.length - 1]!,
      candleCount: candles.length,
      dataSha256: candlesSha256(candles),
      paramsSha256: sortedJsonSha256(params),
      seed: settings.seed,
    }
    const { schema, stats, account, orders, fills, trades } = this
    const digest = reportSha256(
      { schema, manifest: facts, stats, account, orders, fills, trades },
      this.#machine.equity,
    )
    return { ...facts, digest }
  }
}
