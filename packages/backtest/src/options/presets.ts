import { ACCOUNT, type AccountOptions } from './account.ts'
import { EXECUTION, type ExecutionRunSettings } from './execution.ts'
import type { ResolvedOf } from './option.ts'
import { mergeDefaults } from './resolve.ts'
import type { Preset, RunSettings } from './run.ts'
import { STATISTICS, type StatisticsRunSettings } from './statistics.ts'

/** Options with a value for all that have a default. */
export type ResolvedOptions = {
  readonly account: AccountOptions & ResolvedOf<typeof ACCOUNT>
  readonly execution: ExecutionRunSettings & ResolvedOf<typeof EXECUTION>
  readonly statistics: StatisticsRunSettings & ResolvedOf<typeof STATISTICS>
}

/** Choices that a preset makes; what it leaves out is the default, as under `conservative`. */
type PresetRules = Pick<RunSettings, 'account' | 'execution' | 'statistics'>

/**
 * Whole units bought with available margin, commission on both sides, `spread` on entries only; a run starts one candle
 * after every indicator has its first value. A touched limit fills; a stop-limit whose limit is not beyond its stop is
 * taken as touched too early. Attached exits act in the candle of the entry only if the candle leaves no doubt.
 */
const BACKTESTING_PY: PresetRules = {
  account: { model: 'margin', maintenanceMarginRate: '0' },
  execution: {
    limitFill: 'touch',
    stopLimitGap: 'wholeCandle',
    bracketFrom: 'whenUnambiguous',
    slippageOn: 'entries',
    startFrom: 'afterWarmUp',
    lot: '1',
  },
  statistics: { convention: 'backtesting.py' },
}

/** A touched limit fills; the children of a bracket are active from the candle after their parent filled. */
const BACKTRADER: PresetRules = {
  account: { model: 'margin', maintenanceMarginRate: '0', lots: 'average' },
  execution: { limitFill: 'touch', bracketFrom: 'nextCandle', stopLimitFrom: 'byColour' },
}

/**
 * A stop trades exactly at its price, even where the candle opened beyond it, and a target at its own; the favourable
 * extreme moves a trailing stop before the adverse one is compared with it; what is open at the end leaves at the last open.
 */
const FREQTRADE: PresetRules = {
  account: { lots: 'average' },
  execution: {
    limitFill: 'touchExceptTargets',
    stopGap: 'stop',
    limitGap: 'limit',
    stopLimitGap: 'stop',
    trailingPath: 'favourableFirst',
    openTradesAtEnd: 'closeAtOpen',
  },
  statistics: { convention: 'freqtrade' },
}

/** A decision trades at the close it was made at; market orders slip and stops do not; one order for each candle and symbol. */
const VECTORBT: PresetRules = {
  account: { lots: 'average' },
  execution: { fillAt: 'close', limitFill: 'touch', slippageOn: 'marketOrders', fillsPerCandle: 'one' },
}

const PRESET_RULES: Readonly<Record<Preset, PresetRules>> = {
  conservative: {},
  'backtesting.py': BACKTESTING_PY,
  backtrader: BACKTRADER,
  freqtrade: FREQTRADE,
  vectorbt: VECTORBT,
}

/**
 * The options under a preset: the user's own, then those of the preset, then the defaults. A group inside a group (such as
 * `account.fees`) counts as one value. Money stays the user's: no preset sets the initial cash or a fee.
 */
export function resolveOptions({
  preset = 'conservative',
  account,
  execution,
  statistics,
}: RunSettings): ResolvedOptions {
  const rules = PRESET_RULES[preset]
  return {
    account: mergeDefaults(ACCOUNT, rules.account, account),
    execution: mergeDefaults(EXECUTION, rules.execution, execution),
    statistics: mergeDefaults(STATISTICS, rules.statistics, statistics),
  }
}

/** A preset spelled out: a value for every setting that has a default, as it is under this preset. */
export function presetSettings(preset: Preset): RunSettings {
  return { preset, ...resolveOptions({ preset }) }
}
