import { type SettingPath, settingPaths } from '@tezgah/backtest'
import { Option } from 'commander'

/** Short names of the settings that are used most. */
const SHORT: Readonly<Record<string, string>> = {
  'account.initialCash': '--cash',
  'account.feeRate': '--fee-rate',
  'account.makerFeeRate': '--maker-fee-rate',
  'account.takerFeeRate': '--taker-fee-rate',
  'execution.slippageBps': '--slippage-bps',
  'execution.lot': '--lot',
  'execution.limitFill': '--limit-fill',
  'statistics.periodsPerYear': '--periods-per-year',
}

const GROUPS = [
  ['Account:', 'account.'],
  ['Slippage:', 'execution.slippage'],
  ['Execution:', 'execution.'],
  ['Statistics:', 'statistics.'],
  ['Assumptions as a whole:', ''],
] as const

/** A setting of the engine as a flag of the command line. */
export type SettingFlag = SettingPath & {
  /** What an error message calls it: the short name where there is one. */
  readonly flag: string
  readonly group: string
}

/** A flag for each setting: its path, and for some a short name as well. */
export const SETTING_FLAGS: readonly SettingFlag[] = settingPaths().map((setting) => ({
  ...setting,
  flag: SHORT[setting.path] ?? `--${setting.path}`,
  group: GROUPS.find(([, prefix]) => setting.path.startsWith(prefix))?.[0] ?? '',
}))

/** The flag as commander takes it; every value stays the text that was typed, for the engine's own schema to judge. */
export function settingOption(setting: SettingFlag): Option {
  const { path, flag, type } = setting
  const names = flag === `--${path}` ? flag : `${flag}, --${path}`
  const value = type === 'boolean' ? '[true or false]' : `<${PLACEHOLDERS[type]}>`
  return new Option(`${names} ${value}`, describeSetting(setting)).helpGroup(setting.group)
}

const PLACEHOLDERS = { choice: 'word', decimal: 'decimal', integer: 'whole number', number: 'number', json: 'JSON' }

/** With the words that may be chosen, which an error message would only tell later. */
function describeSetting(setting: SettingPath): string {
  const choices = setting.type === 'choice' ? `: ${setting.choices.join(', ')}` : ''
  return settingHelp(setting, choices)
}

/** What a setting says, and what holds where it is not given. */
export function settingHelp({ description }: SettingPath, choices = ''): string {
  const [, what = '', fallback] = /^(.*?)(?:\. Default (.*))?$/.exec(description) ?? []
  const first = what.charAt(0).toLowerCase() + what.slice(1)
  return `${first}${choices}${fallback === undefined ? '' : ` (default: ${fallback})`}`
}
