import {
  type BacktestOptions,
  type BacktestResult,
  createBacktest,
  isBacktestError,
  type RunSettings,
  tradesCsv,
} from '@tezgah/backtest'
import { UsageError } from '../../exit.ts'
import { type OutputFile, openOutputFile } from '../../flags/output-file.ts'
import type { CliIo } from '../../io.ts'
import { createProgressBar } from '../../output/progress-bar.ts'
import { styleFor } from '../../output/style.ts'
import { summary } from '../../output/summary.ts'
import { writeJson } from '../../output/write-json.ts'
import { loadStrategy } from '../../strategies/load-strategy.ts'
import { readParams } from '../../strategies/params.ts'
import { type BacktestFlags, flagOfField } from './flags.ts'
import { createPolicyGuard } from './guard.ts'
import { loadSeries, type RunCandles } from './load-series.ts'
import { readSettings } from './settings.ts'
import { readSettingsFile } from './settings-file.ts'

/** Candles between two readings of the clock: a few milliseconds of work. */
const CANDLES_PER_STEP = 50_000
const WIDTH_BOUNDS = { least: 60, most: 100, unknown: 80 }

/**
 * `tezgah backtest`: runs the strategy and prints the result.
 *
 * @throws UsageError for anything that is wrong with the flags
 * @throws BacktestError `strategy_failed` if the strategy's own code throws
 */
export async function runBacktest(io: CliIo, flags: BacktestFlags): Promise<void> {
  const { from, to } = flags
  if (from !== undefined && to !== undefined && from >= to) {
    throw new UsageError(`--to must be after --from (${iso(from)}), was ${iso(to)}`)
  }
  const trades = fileOf(io, '--trades', flags.trades, flags)
  const statistics = fileOf(io, '--full-statistics', flags.fullStatistics, flags)
  const strategy = await loadStrategy(io, flags.strategy, flags.strategies)
  const params = readParams(strategy, flags.param)
  const settings = readSettings(flags, flags.settings === undefined ? {} : readSettingsFile(io.cwd, flags.settings))
  const series = loadSeries(io.cwd, flags)
  await warnOfDownloads(io, series)
  const guard = flags.policies === undefined ? undefined : createPolicyGuard(io.cwd, flags.policies, series.candles)
  const options = { strategy, params, candles: series.candles, guard, ...settings, ...withSeries(settings, series) }
  const { result, elapsedMs } = run(io, options, flags)
  trades?.write(tradesCsv(result.trades))
  statistics?.write(`${JSON.stringify(result.fullStatistics(), null, 2)}\n`)
  if (flags.json) return writeJson(io.stdout, result)
  const style = styleFor(io.stdout, io.env)
  await io.stdout.write(
    summary(result, {
      style,
      width: widthOf(io),
      synthetic: series.synthetic,
      intervalMs: intervalOf(series),
      elapsedMs,
    }),
  )
  if (trades !== null) await io.stdout.write(`  ${tradeCount(result)} written to ${flags.trades}\n`)
  if (statistics !== null) await io.stdout.write(`  statistics written to ${flags.fullStatistics}\n`)
}

/** Trades are counted as everywhere: the closed ones, and apart from them those still open. */
function tradeCount({ stats }: BacktestResult): string {
  const open = stats.openTradeCount === 0 ? '' : ` and ${stats.openTradeCount} open`
  return `${stats.tradeCount} trades${open}`
}

/** A download knows candles that it did not get before the first one and after the last, which a series cannot. */
async function warnOfDownloads({ stderr }: CliIo, { downloads }: RunCandles): Promise<void> {
  for (const { file, missing } of downloads) {
    await stderr.write(`tezgah: ${file} lacks ${missing} candles of its span, as its manifest says\n`)
  }
}

/** Finer candles decide the path inside a candle, unless the settings name another path. */
function withSeries(
  { execution, statistics }: RunSettings,
  { detail, benchmark }: RunCandles,
): Pick<BacktestOptions, 'execution' | 'statistics'> {
  return {
    execution: detail.length === 0 ? execution : { path: 'detail', ...execution, detail },
    statistics: benchmark === null ? statistics : { ...statistics, benchmark },
  }
}

function fileOf(io: CliIo, flag: string, given: string | undefined, flags: BacktestFlags): OutputFile | null {
  return given === undefined ? null : openOutputFile(io.cwd, flag, given, flags.overwrite ?? false)
}

function intervalOf({ candles }: RunCandles): number {
  return candles[0]?.intervalMs ?? 0
}

type Timed = { readonly result: BacktestResult; readonly elapsedMs: number }

function run(io: CliIo, options: BacktestOptions, flags: BacktestFlags): Timed {
  try {
    const startedAt = io.now()
    const backtest = createBacktest(options)
    // On one terminal the bar would be in the middle of the JSON.
    const bar =
      flags.json && io.stdout.isTerminal ? null : createProgressBar(io, { total: backtest.length, unit: 'candles' })
    try {
      while (!backtest.done) {
        backtest.step(CANDLES_PER_STEP)
        bar?.update(backtest.position)
      }
      const result = backtest.result()
      return { result, elapsedMs: io.now() - startedAt }
    } finally {
      bar?.clear()
    }
  } catch (error) {
    if (!isBacktestError(error) || error.code === 'strategy_failed') throw error
    const flag = flagOfField(error.field, flags)
    throw new UsageError(flag === null ? error.message : `${flag}: ${error.message}`, { cause: error })
  }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

function widthOf({ stdout }: CliIo): number {
  const { least, most, unknown } = WIDTH_BOUNDS
  return Math.min(Math.max(stdout.columns ?? unknown, least), most)
}
