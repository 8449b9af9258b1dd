import { ACCOUNT, type AccountOptions } from './account.ts'
import { EXECUTION, type ExecutionRunSettings } from './execution.ts'
import { RULES, type RulesOptions } from './market-rules.ts'
import type { OptionsOf } from './option.ts'
import { STATISTICS, type StatisticsRunSettings } from './statistics.ts'

/** Every option of a run that can be written as JSON. */
export const RUN = {
  /** Rules of another system as the defaults of the settings. Default conservative. */
  preset: {
    kind: 'choice',
    choices: ['conservative', 'backtesting.py', 'backtrader', 'freqtrade', 'vectorbt'],
    unset: 'conservative',
    panel: 1,
    doc: 'Rules of another system as the defaults of the settings',
  },
  account: { kind: 'group', of: ACCOUNT as typeof ACCOUNT },
  execution: { kind: 'group', of: EXECUTION as typeof EXECUTION },
  rules: RULES as typeof RULES,
  statistics: { kind: 'group', of: STATISTICS as typeof STATISTICS },
  /** Run the best and the worst path as well and report the interval. Default false. */
  bounds: {
    kind: 'boolean',
    default: false,
    panel: 2,
    doc: 'Run the best and the worst path as well and report the interval',
  },
  /** A whole number that every random draw of the run follows from; a whole number from 0. Default 0. */
  seed: { kind: 'integer', from: 0, default: 0, doc: 'A whole number that every random draw of the run follows from' },
} as const

/** Systems whose rules a run can take over. */
export const PRESETS: (typeof RUN)['preset']['choices'] = RUN.preset.choices
export type Preset = (typeof PRESETS)[number]

/** Every setting of a run that can be written as JSON: what the command line and HTTP take. */
export interface RunSettings extends OptionsOf<typeof RUN> {
  readonly account?: AccountOptions | undefined
  readonly execution?: ExecutionRunSettings | undefined
  readonly rules?: RulesOptions | undefined
  readonly statistics?: StatisticsRunSettings | undefined
}
