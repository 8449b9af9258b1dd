import { type Fields, isFields, type Setting, type Settings } from '../../../api/documents.ts'
import type { FormField } from '../../../ui/schema-form.ts'
import type { FormMessages } from './messages.ts'

type Texts = Readonly<Record<string, string>>

/** A choice that needs one more input, which this form does not have. */
const NEEDS_MORE = 'touchWithProbability'

const YES = 'yes'
const DEFAULT_PRESET = 'conservative'

/** The settings that have a place in the form, each with its value under the chosen preset while it is left alone. */
export function assumptionFields(
  { settings, presets }: Settings,
  texts: Texts,
  { labels, helps }: Pick<FormMessages, 'labels' | 'helps'>,
): readonly FormField[] {
  const preset = presets[texts['preset'] || DEFAULT_PRESET]
  const offered = settings.flatMap((setting) => (setting.panel === null ? [] : [{ ...setting, panel: setting.panel }]))
  return offered
    .toSorted((a, b) => a.panel - b.panel)
    .map((setting) => {
      const { path } = setting
      const shown = { name: path, label: labels[path] ?? path, help: helps[path] ?? null }
      return { ...BLANK, ...shown, ...kindOf(setting, preset, texts[path]) }
    })
}

const BLANK = {
  initial: '',
  minimum: null,
  maximum: null,
  exclusiveMinimum: null,
  exclusiveMaximum: null,
} as const

function kindOf(
  setting: Setting,
  preset: unknown,
  text: string | undefined,
): Pick<FormField, 'kind' | 'choices' | 'unset'> {
  if (setting.type === 'boolean') return { kind: 'choice', choices: [YES], unset: 'no' }
  const unset = (setting.path === 'preset' ? null : valueAt(preset, setting.path)) ?? setting.default ?? 'none'
  const choices = (setting.choices ?? []).filter(
    (choice) => choice !== unset && (choice !== NEEDS_MORE || text === NEEDS_MORE),
  )
  return { kind: setting.type === 'choice' ? 'choice' : 'number', choices, unset }
}

function valueAt(settings: unknown, path: string): string | null {
  const value = path.split('.').reduce<unknown>((inside, key) => (isFields(inside) ? inside[key] : undefined), settings)
  return value === undefined || value === null ? null : String(value)
}

/** What was changed, by path; text as it was typed, so that no digit is lost in a double. */
export function assumptionsOf(fields: readonly FormField[], texts: Texts): Readonly<Record<string, string | true>> {
  const changed = fields.flatMap(({ name, kind, unset }) => {
    const text = (texts[name] ?? '').trim()
    if (text === '' || text === unset) return []
    return [[name, kind === 'choice' && text === YES ? true : text] as const]
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
