import { type SettingPath, settingPaths } from '@tezgah/backtest/settings'
import { Option } from 'commander'

const GROUPS = [
  ['Account:', 'account.'],
  ['Slippage:', 'execution.slippage'],
  ['Execution:', 'execution.'],
  ['Statistics:', 'statistics.'],
  ['Assumptions as a whole:', ''],
] as const

/** A setting of the engine as a flag of the command line. */
export type SettingFlag = SettingPath & {
  /** Its name in error messages: the short name if it has one. */
  readonly flag: string
  readonly group: string
}

/** A flag for each setting: its path, and for some a short name as well. */
export const SETTING_FLAGS: readonly SettingFlag[] = settingPaths().map((setting) => ({
  ...setting,
  flag: `--${setting.flag ?? setting.path}`,
  group: GROUPS.find(([, prefix]) => setting.path.startsWith(prefix))?.[0] ?? '',
}))

/** The flag as commander takes it; every value stays the text that was typed: the engine's schema checks it. */
export function settingOption(setting: SettingFlag): Option {
  const { path, flag, type } = setting
  const names = flag === `--${path}` ? flag : `${flag}, --${path}`
  const value = type === 'boolean' ? '[true or false]' : `<${PLACEHOLDERS[type]}>`
  return new Option(`${names} ${value}`, describeSetting(setting)).helpGroup(setting.group)
}

const PLACEHOLDERS = { choice: 'word', decimal: 'decimal', integer: 'whole number', number: 'number', json: 'JSON' }

/** With the choices, which otherwise an error message alone would name. */
function describeSetting(setting: SettingPath): string {
  const choices = setting.type === 'choice' ? `: ${setting.choices.join(', ')}` : ''
  return settingHelp(setting, choices)
}

/** What a setting decides, and what holds where it is not given. */
export function settingHelp({ doc, default: fallback }: SettingPath, choices = ''): string {
  const first = doc.charAt(0).toLowerCase() + doc.slice(1)
  return `${first}${choices}${fallback === null ? '' : ` (default: ${fallback})`}`
}
