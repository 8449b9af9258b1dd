import type { Preset } from './choices.ts'
import type { AccountOptions, ExecutionRunSettings, RunSettings, StatisticsRunSettings } from './options.ts'

type Chosen<Options, Key extends keyof Options> = Omit<Options, Key> & {
  readonly [Each in Key]-?: NonNullable<Options[Each]>
}

/** Options with a value for all that have a default. */
export type ChosenOptions = {
  readonly account: Chosen<
    AccountOptions,
    'initialCash' | 'feeRate' | 'model' | 'positions' | 'lots' | 'leverage' | 'borrowRate'
  >
  readonly execution: Chosen<
    ExecutionRunSettings,
    | 'fillAt'
    | 'limitFill'
    | 'stopGap'
    | 'limitGap'
    | 'stopLimitGap'
    | 'path'
    | 'slippageOn'
    | 'bracketFrom'
    | 'stopLimitFrom'
    | 'trailingPath'
    | 'fillsPerCandle'
    | 'startFrom'
    | 'openTradesAtEnd'
    | 'lot'
  >
  readonly statistics: Chosen<StatisticsRunSettings, 'convention' | 'riskFreeRate'>
}

/** Choices that a preset makes; what it leaves out is as in `conservative`. */
type PresetRules = { readonly [Group in keyof ChosenOptions]?: Partial<ChosenOptions[Group]> }

/** The defaults of every option: where a rule is a guess, the one that earns less. */
const CONSERVATIVE: ChosenOptions = {
  account: {
    initialCash: '100000',
    feeRate: '0.001',
    model: 'spot',
    positions: 'netting',
    lots: 'fifo',
    leverage: '1',
    borrowRate: '0',
  },
  execution: {
    fillAt: 'nextOpen',
    limitFill: 'cross',
    stopGap: 'open',
    limitGap: 'open',
    stopLimitGap: 'open',
    path: 'worst',
    slippageOn: 'takers',
    bracketFrom: 'fill',
    stopLimitFrom: 'nextCandle',
    trailingPath: 'path',
    fillsPerCandle: 'any',
    startFrom: 'firstCandle',
    openTradesAtEnd: 'keep',
    lot: '0.00000001',
  },
  statistics: { convention: 'tezgah', riskFreeRate: 0 },
}

/**
 * Whole units bought with available margin, commission on both sides, `spread` on entries only; a run starts one candle
 * after every indicator has its first value. A touched limit fills; a stop-limit whose limit is not beyond its stop is
 * taken as touched too early. Attached exits act in the entry's candle only where that is no guess.
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
 * extreme moves a trailing stop before the adverse one meets it; what is open at the end leaves at the last open.
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
export function withPreset({ preset = 'conservative', account, execution, statistics }: RunSettings): ChosenOptions {
  const rules = PRESET_RULES[preset]
  return {
    account: layered(CONSERVATIVE.account, rules.account, account),
    execution: layered(CONSERVATIVE.execution, rules.execution, execution),
    statistics: layered(CONSERVATIVE.statistics, rules.statistics, statistics),
  }
}

/** A key that is present but undefined counts as left out. */
function layered<Group extends object>(
  defaults: Group,
  preset: Partial<Group> | undefined,
  own: { readonly [Key in keyof Group]?: Group[Key] | undefined } | undefined,
): Group {
  const result = { ...defaults, ...preset }
  for (const key in own) {
    const value = own[key]
    if (value !== undefined) result[key] = value
  }
  return result
}
