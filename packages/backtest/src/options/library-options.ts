import type { CandleSeries } from '../candles/series.ts'
import type { SlippageFunction } from '../market/slippage.ts'
import type { OrderGuard } from '../strategy/order-guard.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { fromIssues, invalid } from './invalid-options.ts'
import type { BacktestOptions, RunSettings } from './options.ts'
import { runSettingsSchema } from './schema/run-settings-schema.ts'
import { readCandles, readDetail, readSeries } from './series-options.ts'

/** The options of a run, each checked by itself: what only a program can give, apart from what JSON can say. */
export type LibraryOptions = {
  readonly candles: readonly CandleSeries[]
  readonly detail: readonly CandleSeries[]
  readonly slip: SlippageFunction | null
  readonly benchmark: CandleSeries | null
  readonly guard: OrderGuard | null
  readonly settings: RunSettings
}

/** Keys of {@link BacktestOptions} that the schema does not know, by the group they stand in. */
const LIBRARY_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['strategy', 'candles', 'params', 'guard'],
  execution: ['detail'],
  statistics: ['benchmark'],
}

/** @throws BacktestError `invalid_options` */
export function readLibraryOptions(options: BacktestOptions): LibraryOptions {
  if (!isGroup(options)) throw invalid('options', 'an object', options)
  const { strategy, candles: series, params: _params, guard, ...rest } = options
  checkStrategy(strategy)
  const candles = readCandles(series)
  const execution = withoutFinerSeriesAndFunction(rest.execution)
  const statistics = withoutBenchmark(rest.statistics)
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

/** Without the candles, which would be copied and, where an error shows them, spelled out. */
function withoutFinerSeriesAndFunction(execution: BacktestOptions['execution']) {
  if (!isGroup(execution)) return { settings: execution, slip: null, detail: undefined }
  const { detail, ...settings } = execution
  if (typeof settings.slippage !== 'function') return { settings, slip: null, detail }
  const { slippage, ...others } = settings
  return { settings: others, slip: slippage, detail }
}

function withoutBenchmark(statistics: BacktestOptions['statistics']) {
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
    throw invalid('guard', 'an object with a name of 1 to 256 characters and a function begin', guard)
  }
  return guard as OrderGuard
}

/** @throws BacktestError `invalid_options` */
export function parseSettings(input: unknown): RunSettings {
  const parsed = runSettingsSchema.safeParse(input)
  if (parsed.success) return parsed.data
  throw fromIssues(parsed.error.issues, input, LIBRARY_KEYS)
}

function isGroup<Group>(value: Group): value is NonNullable<Group> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Programs without types reach this too. That the strategy is sound is for `defineStrategy` to check.
function checkStrategy(strategy: Partial<Strategy> | null | undefined): void {
  const isStrategy = typeof strategy?.setup === 'function' && typeof strategy.params?.safeParse === 'function'
  if (!isStrategy) throw invalid('strategy', 'made with defineStrategy', strategy)
}
