import { type Fields, isFields } from '../api/read.ts'
import type { Settings } from '../api/settings.ts'
import type { FormField } from './schema-form.ts'

/** The settings that the form offers; the command line and HTTP have all of them. */
const OFFERED: readonly (readonly [path: string, label: string])[] = [
  ['preset', 'Preset'],
  ['bounds', 'Bounds'],
  ['execution.fillAt', 'Market orders fill at'],
  ['execution.path', 'Path inside a candle'],
  ['execution.limitFill', 'Limit orders fill by'],
  ['execution.participation', 'Share of volume'],
  ['account.fees.fixed', 'Fixed fee'],
  ['account.fees.minimum', 'Least fee'],
  ['account.model', 'Account'],
  ['account.leverage', 'Leverage'],
]

/** Choices that ask for one more input, which this form has not got. */
const NEED_MORE: readonly string[] = ['detail', 'touchWithProbability']

const KINDS: Readonly<Record<string, FormField['kind']>> = { choice: 'choice', boolean: 'boolean', decimal: 'number' }

export const DEFAULT_PRESET = 'conservative'

/** The offered settings that the engine has, each with what it is under this preset while nothing is chosen. */
export function assumptionFields({ list, presets }: Settings, preset: string): readonly FormField[] {
  return OFFERED.flatMap(([path, label]) => {
    const setting = list.find((one) => one.path === path)
    if (setting === undefined) return []
    const kind = KINDS[setting.type] ?? 'text'
    const [help = '', fallback] = setting.description.split(/\. Default /)
    const unset = path === 'preset' ? null : (valueAt(presets[preset], path) ?? fallback ?? 'none')
    return {
      name: path,
      label,
      help,
      kind,
      initial: path === 'preset' ? DEFAULT_PRESET : kind === 'boolean' ? 'false' : '',
      minimum: null,
      maximum: null,
      exclusiveMinimum: null,
      exclusiveMaximum: null,
      choices: setting.choices.filter((choice) => !NEED_MORE.includes(choice)),
      unset: kind === 'boolean' ? null : unset,
    }
  })
}

function valueAt(settings: unknown, path: string): string | null {
  const value = path.split('.').reduce<unknown>((inside, key) => (isFields(inside) ? inside[key] : undefined), settings)
  return value === undefined || value === null ? null : String(value)
}

/** What was changed, by path; text as it was typed, so that no digit is lost in a double. */
export function assumptionsOf(
  fields: readonly FormField[],
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, string | boolean>> {
  const changed = fields.flatMap(({ name, kind, initial }) => {
    const text = (texts[name] ?? initial).trim()
    return text === initial ? [] : [[name, kind === 'boolean' ? text === 'true' : text] as const]
  })
  return Object.fromEntries(changed)
}

/** `{ 'account.feeRate': 1 }` → `{ account: { feeRate: 1 } }` */
export function nested(values: Readonly<Record<string, unknown>>): Fields {
  const result: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split('.')
    const last = keys.pop() ?? ''
    let group = result
    for (const key of keys) {
      const inside = group[key]
      const next: Record<string, unknown> = isFields(inside) ? inside : {}
      group[key] = next
      group = next
    }
    group[last] = value
  }
  return result
}
