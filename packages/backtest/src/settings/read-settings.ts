import type { CandleSeries } from '../candles/series.ts'
import type { DatedRules } from '../market/market-rules.ts'
import type { SlippageFunction } from '../market/slippage.ts'
import { invalidOption, optionError } from '../options/option-error.ts'
import { resolveOptions } from '../options/presets.ts'
import { exactOptions } from '../options/resolve.ts'
import type { RunSettings } from '../options/run.ts'
import { runSettingsSchema } from '../options/schema.ts'
import { STATISTICS } from '../options/statistics.ts'
import type { OrderGuard } from '../strategy/order-guard.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { readAccount, readFees } from './read-account.ts'
import { readExecution, readSlippage } from './read-execution.ts'
import { readMarketRules } from './read-market-rules.ts'
import { readDetail, readSeries, readSeriesList } from './read-series.ts'
import type { BacktestOptions, Settings } from './settings.ts'

/**
 * Reads the options of a run: checks each by itself and against the others, and fills in the preset and the defaults.
 *
 * @throws BacktestError `invalid_options`, naming the field, what is allowed and what was received
 */
export function readSettings(options: BacktestOptions): Settings {
  const { candles, detail, slip, benchmark, guard, settings } = readProgramOptions(options)
  const resolved = resolveOptions(settings)
  const execution = readExecution(resolved.execution, detail)
  const slippage = readSlippage(resolved.execution, slip)
  const rules = readMarketRules(settings.rules ?? {}, execution.lot)
  if (slippage.slippageAssumption.model === 'ticks') checkTicks(candles, rules)
  const account = readAccount(resolved.account)
  return {
    preset: settings.preset ?? 'conservative',
    candles,
    detail,
    account,
    fees: readFees(resolved.account, settings.account),
    ...slippage,
    rules,
    execution,
    statistics: { ...exactOptions(STATISTICS, resolved.statistics), benchmark },
    guard,
    bounds: settings.bounds ?? false,
    seed: settings.seed ?? 0,
    routes: null,
  }
}

/** Slippage in ticks would silently be none where a market has no tick. */
function checkTicks(candles: readonly CandleSeries[], rules: (symbol: string) => DatedRules): void {
  for (const { symbol, time, length } of candles) {
    const { entries } = rules(symbol)
    const isTickMissing = entries.some(({ rules: { tick } }, index) => {
      const until = entries[index + 1]?.from ?? Number.POSITIVE_INFINITY
      return tick === null && entries[index]!.from <= time[length - 1]! && until > time[0]!
    })
    if (!isTickMissing) continue
    throw invalidOption('execution.slippage.model', `other than "ticks" while rules give ${symbol} no tick`, 'ticks')
  }
}

/** The options of a run, each checked by itself: what a program alone can give, apart from what JSON can say. */
type ProgramOptions = {
  readonly candles: readonly CandleSeries[]
  readonly detail: readonly CandleSeries[]
  readonly slip: SlippageFunction | null
  readonly benchmark: CandleSeries | null
  readonly guard: OrderGuard | null
  readonly settings: RunSettings
}

/** Keys of {@link BacktestOptions} that the schema does not know, by the group they stand in. */
const PROGRAM_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['strategy', 'candles', 'params', 'guard'],
  execution: ['detail'],
  statistics: ['benchmark'],
}

function readProgramOptions(options: BacktestOptions): ProgramOptions {
  if (!isGroup(options)) throw invalidOption('options', 'an object', options)
  const { strategy, candles: series, params: _params, guard, ...rest } = options
  checkStrategy(strategy)
  const candles = readSeriesList('candles', series)
  const execution = splitExecution(rest.execution)
  const statistics = splitStatistics(rest.statistics)
  const settings = parseSettings({ ...rest, execution: execution.settings, statistics: statistics.settings })
  const { slip, detail } = execution
  return {
    candles,
    detail: readDetail(detail, candles),
    slip,
    benchmark: readBenchmark(statistics.benchmark),
    guard: readGuard(guard),
    settings,
  }
}

/** Takes the candles out: the schema would copy them, and an error message would print them. */
function splitExecution(execution: BacktestOptions['execution']) {
  if (!isGroup(execution)) return { settings: execution, slip: null, detail: undefined }
  const { detail, ...settings } = execution
  if (typeof settings.slippage !== 'function') return { settings, slip: null, detail }
  const { slippage, ...others } = settings
  return { settings: others, slip: slippage, detail }
}

function splitStatistics(statistics: BacktestOptions['statistics']) {
  if (!isGroup(statistics)) return { settings: statistics, benchmark: undefined }
  const { benchmark, ...settings } = statistics
  return { settings, benchmark }
}

function readBenchmark(benchmark: unknown): CandleSeries | null {
  return benchmark === undefined ? null : readSeries('statistics.benchmark', benchmark)
}

function readGuard(guard: Partial<OrderGuard> | null | undefined): OrderGuard | null {
  if (guard === undefined) return null
  const { name, begin } = guard ?? {}
  const isNamed = typeof name === 'string' && name.length >= 1 && name.length <= 256
  if (!isNamed || typeof begin !== 'function') {
    throw invalidOption('guard', 'an object with a name of 1 to 256 characters and a function begin', guard)
  }
  return guard as OrderGuard
}

/** @throws BacktestError `invalid_options` */
export function parseSettings(input: unknown): RunSettings {
  const parsed = runSettingsSchema.safeParse(input)
  if (parsed.success) return parsed.data
  throw optionError(parsed.error.issues, input, PROGRAM_KEYS)
}

function isGroup<Group>(value: Group): value is NonNullable<Group> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Programs without types reach this too. `defineStrategy` checks that the strategy is sound.
function checkStrategy(strategy: Partial<Strategy> | null | undefined): void {
  const isStrategy = typeof strategy?.setup === 'function' && typeof strategy.params?.safeParse === 'function'
  if (!isStrategy) throw invalidOption('strategy', 'made with defineStrategy', strategy)
}
