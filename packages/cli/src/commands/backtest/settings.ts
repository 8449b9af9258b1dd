import { type RunSettings, type SettingPath, settingPaths } from '@tezgah/backtest/settings'
import { shorten } from '@tezgah/core/describe'
import { Option } from 'commander'
import { UsageError } from '../../exit.ts'

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

type Group = { [key: string]: unknown }

/**
 * The settings that flags give, over those of a file. As with presets, a group inside a group (`account.fees`,
 * `execution.slippage`, `execution.latency`) counts as one value: a flag of it replaces what the file says of it.
 *
 * @param flags - by path, as commander returns them
 * @throws UsageError where a flag's text is not a value of its kind; the engine checks ranges
 */
export function readSettings(flags: Readonly<Record<string, unknown>>, file: RunSettings): RunSettings {
  const settings: Group = Object.fromEntries(
    Object.entries(file).map(([name, value]) => [name, isGroup(value) ? { ...value } : value]),
  )
  const fresh = new Set<string>()
  for (const setting of SETTING_FLAGS) {
    const text = flags[setting.path]
    if (text !== undefined) place(settings, setting.path.split('.'), readText(setting, text), fresh)
  }
  return settings
}

function place(settings: Group, [name = '', inner, innermost]: readonly string[], value: unknown, fresh: Set<string>) {
  if (inner === undefined) {
    settings[name] = value
    return
  }
  const group = isGroup(settings[name]) ? settings[name] : {}
  settings[name] = group
  if (innermost === undefined) {
    group[inner] = value
    return
  }
  const path = `${name}.${inner}`
  const known = fresh.has(path) && isGroup(group[inner]) ? group[inner] : {}
  fresh.add(path)
  group[inner] = { ...known, [innermost]: value }
}

function readText({ flag, type }: SettingFlag, given: unknown): unknown {
  if (given === true) return true
  const text = String(given)
  switch (type) {
    case 'integer':
    case 'number':
      return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : text
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : text
    case 'json':
      return parseJson(flag, text)
    default:
      return text
  }
}

function parseJson(flag: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${flag} must be JSON, received ${JSON.stringify(shorten(text, 60))}`, { cause: error })
  }
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The source of an input that the engine names: a flag, or the file of settings; `null` where it is neither. */
export function sourceOf(field: string, flags: Readonly<Record<string, unknown>>): string | null {
  const given = SETTING_FLAGS.filter(({ path }) => flags[path] !== undefined)
  const exact = given.find(({ path }) => path === field || field.startsWith(`${path}.`) || field.startsWith(`${path}[`))
  const within = given.find(({ path }) => path.startsWith(`${field}.`))
  const found = exact ?? within
  if (found !== undefined) return found.flag
  if (typeof flags['settings'] === 'string') return `--settings ${flags['settings']}`
  return SETTING_FLAGS.find(({ path }) => path === field)?.flag ?? null
}
