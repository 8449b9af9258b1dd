import type { RunSettings } from '@tezgah/backtest'
import { UsageError } from '../usage-error.ts'
import { SETTING_FLAGS, type SettingFlag } from './setting-flags.ts'

type Group = { [key: string]: unknown }

/**
 * The settings that flags give, over those of a file. As with presets, a group inside a group (`account.fees`,
 * `execution.slippage`, `execution.latency`) counts as one value: a flag of it replaces what the file says of it.
 *
 * @param flags - by path, as commander hands them over
 * @throws UsageError where a flag's text is no value of its kind; ranges are the engine's to judge
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
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text
    throw new UsageError(`${flag} must be JSON, received ${JSON.stringify(shown)}`, { cause: error })
  }
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What the engine's name of an input was given by: a flag, or the file of settings; `null` where neither was. */
export function sourceOf(field: string, flags: Readonly<Record<string, unknown>>): string | null {
  const given = SETTING_FLAGS.filter(({ path }) => flags[path] !== undefined)
  const exact = given.find(({ path }) => path === field || field.startsWith(`${path}.`) || field.startsWith(`${path}[`))
  const within = given.find(({ path }) => path.startsWith(`${field}.`))
  const found = exact ?? within
  if (found !== undefined) return found.flag
  if (typeof flags['settings'] === 'string') return `--settings ${flags['settings']}`
  return SETTING_FLAGS.find(({ path }) => path === field)?.flag ?? null
}
