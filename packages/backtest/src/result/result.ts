import { candleQuality } from '../candles/quality.ts'
import type { CandleSeries } from '../candles/series.ts'
import type { Engine } from '../engine/engine.ts'
import { assumptionsOf } from '../settings/assumptions.ts'
import { drawdownColumn } from '../statistics/drawdowns.ts'
import type { FullStatisticsOptions } from '../statistics/input.ts'
import type { FullStatistics, Statistics } from '../statistics/metrics.ts'
import { equityColumn } from '../statistics/segments.ts'
import { ENGINE_VERSION } from '../version.ts'
import { type RunPath, runBounds } from './bounds.ts'
import { jsonSha256, reportSha256, seriesSha256 } from './digest.ts'
import { sampledCurve } from './equity-curve.ts'
import { ReportBuilder } from './report-builder.ts'
import {
  type AccountReport,
  type BacktestReport,
  type BacktestResult,
  type Bounds,
  type EquityCurve,
  type FillReport,
  type Manifest,
  type OrderReport,
  RESULT_SCHEMA,
  type SampledBounds,
  type TradeReport,
} from './result-types.ts'
import { type SampleFigures, sampledBounds } from './sampled-bounds.ts'
import { fullRunStatistics, requireFiniteEquity, runStatistics } from './statistics.ts'

/**
 * @param runPath - runs the same again under another path, for the bounds
 * @param runSample - runs the same again along the paths of one sample
 */
export function createResult(
  engine: Engine,
  runPath: RunPath,
  runSample: (sample: number) => SampleFigures,
): BacktestResult {
  return new LazyResult(engine, runPath, runSample)
}

/**
 * Spelling out every fill and hashing every candle takes longer than the run itself, so each part is made when it is
 * first read, and kept.
 */
class LazyResult implements BacktestResult {
  readonly schema = RESULT_SCHEMA
  readonly #engine: Engine
  readonly #reporter: ReportBuilder
  readonly #runPath: RunPath
  readonly #runSample: (sample: number) => SampleFigures
  #manifest: Manifest | undefined
  #stats: Statistics | undefined
  #orders: readonly OrderReport[] | undefined
  #fills: readonly FillReport[] | undefined
  #trades: readonly TradeReport[] | undefined
  #equity: EquityCurve<Float64Array> | undefined
  #bounds: Bounds | null | undefined

  constructor(engine: Engine, runPath: RunPath, runSample: (sample: number) => SampleFigures) {
    this.#engine = engine
    this.#reporter = new ReportBuilder(engine.series, engine.account, engine.orders.table)
    this.#runPath = runPath
    this.#runSample = runSample
  }

  get manifest(): Manifest {
    this.#manifest ??= this.#createManifest()
    return this.#manifest
  }

  get stats(): Statistics {
    this.#stats ??= runStatistics(this.#engine)
    return this.#stats
  }

  get account(): AccountReport {
    return this.#reporter.account()
  }

  get orders(): readonly OrderReport[] {
    this.#orders ??= this.#reporter.orders()
    return this.#orders
  }

  get fills(): readonly FillReport[] {
    this.#fills ??= this.#reporter.fills()
    return this.#fills
  }

  get trades(): readonly TradeReport[] {
    this.#trades ??= this.#reporter.trades()
    return this.#trades
  }

  get equity(): EquityCurve<Float64Array> {
    this.#equity ??= this.#createCurve()
    return this.#equity
  }

  get bounds(): Bounds | null {
    if (this.#bounds === undefined) this.#bounds = this.#createBounds()
    return this.#bounds
  }

  get uncertainPaths(): number | undefined {
    return this.#engine.uncertainPaths || undefined
  }

  sampledEquity(every: number): EquityCurve<Float64Array> {
    return sampledCurve(this.#engine, every)
  }

  fullStatistics(options: FullStatisticsOptions = {}): FullStatistics {
    return fullRunStatistics(this.#engine, this, options)
  }

  sampledBounds(samples: number): SampledBounds {
    return sampledBounds(samples, this.#runSample)
  }

  toJSON(): BacktestReport {
    const { time, equity, drawdown } = this.equity
    const curve = { time: Array.from(time), equity: Array.from(equity), drawdown: Array.from(drawdown) }
    const { schema, manifest, stats, account, orders, fills, trades, bounds, uncertainPaths } = this
    return { schema, manifest, stats, account, orders, fills, trades, equity: curve, bounds, uncertainPaths }
  }

  #createBounds(): Bounds | null {
    const { bounds, execution } = this.#engine.settings
    if (!bounds) return null
    const { finalEquity, maxDrawdownPct } = this.stats
    return runBounds({ path: execution.path, finalEquity, maxDrawdownPct }, this.#runPath)
  }

  #createCurve(): EquityCurve<Float64Array> {
    const { account, series, settings, timeline } = this.#engine
    const initialCash = settings.account.initialCash.toNumber()
    const equity = timeline.equity ?? equityColumn(account.journal, series[0]!.close, initialCash)
    requireFiniteEquity(equity, timeline.time)
    return { time: timeline.time, equity, drawdown: drawdownColumn(equity, initialCash) }
  }

  #createManifest(): Manifest {
    const { params, series, settings, strategy, timeline } = this.#engine
    const facts = {
      engineVersion: ENGINE_VERSION,
      strategy: strategy.name,
      params,
      assumptions: assumptionsOf(settings, timeline.time),
      symbol: series[0]!.symbol,
      symbols: series.map(({ symbol }) => symbol),
      ...intervalsOf(series),
      from: timeline.time[0]!,
      to: timeline.time[timeline.length - 1]!,
      candleCount: timeline.length,
      quality: series.map(candleQuality),
      dataSha256: seriesSha256(series),
      paramsSha256: jsonSha256(params),
      seed: settings.seed,
    }
    const { schema, stats, account, bounds, orders, fills, trades } = this
    const report = { schema, manifest: facts, stats, account, bounds, orders, fills, trades }
    return { ...facts, digest: reportSha256(report, this.equity.equity) }
  }
}

/** The shortest interval of a run, and, only where they differ, those of all symbols. */
function intervalsOf(series: readonly CandleSeries[]): Pick<Manifest, 'interval' | 'intervals'> {
  const shortest = series.reduce((one, other) => (other.intervalMs < one.intervalMs ? other : one))
  const isOne = series.every(({ intervalMs }) => intervalMs === shortest.intervalMs)
  return { interval: shortest.interval, ...(isOne ? {} : { intervals: series.map(({ interval }) => interval) }) }
}
