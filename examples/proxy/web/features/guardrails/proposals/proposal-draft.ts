import type { Approved, Fields, Strategy } from '../../../api/documents.ts'
import { type FormField, formFields, readFieldText } from '../../../ui/schema-form.ts'
import { schemaMessages } from '../../../ui/schema-messages.ts'
import { textOf } from '../shared/describe-change.ts'

type Texts = Readonly<Record<string, string>>

/** What stands in the form. */
export type Draft = {
  /** By strategy, its parameters as they were typed. */
  readonly strategies: Readonly<Record<string, Texts>>
  readonly maxDrawdownPct: string
  readonly maxNotional: string
  readonly reason: string
  /** Milliseconds. */
  readonly lifetime: string
}

/** Why a field cannot be sent. `field` says what it may hold. */
export type DraftProblem = { readonly kind: 'missing' | 'range'; readonly field: FormField | null }

export type DraftReading =
  | { readonly ok: true; readonly target: Approved }
  | { readonly ok: false; readonly problems: Readonly<Record<string, DraftProblem>> }

const DAY_MS = 86_400_000

/** The form filled in with what is approved, or proposed, already. */
export function draftOf({ strategies, limits }: Approved): Draft {
  const texts = Object.entries(strategies).map(([name, params]) => [name, textsOf(params)] as const)
  const { maxDrawdownPct, maxNotional } = limits
  return {
    strategies: Object.fromEntries(texts),
    maxDrawdownPct: textOf(maxDrawdownPct),
    maxNotional: textOf(maxNotional),
    reason: '',
    lifetime: String(DAY_MS),
  }
}

const textsOf = (params: Fields): Texts =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, textOf(value)]))

/** A strategy as its schema fills it in. */
export function freshTexts(strategy: Strategy): Texts {
  return Object.fromEntries(formFields(strategy.params).map(({ name, initial }) => [name, initial]))
}

export const fieldsOf = (strategies: readonly Strategy[], name: string): readonly FormField[] =>
  formFields(strategies.find((one) => one.name === name)?.params ?? {})

/** Where a parameter stands in the body, which is also how the executor names it. */
export const paramPath = (strategy: string, name: string): string => `target.strategies.${strategy}.${name}`

const DECIMAL = /^\d{1,20}(\.\d{1,18})?$/

/**
 * Reads what was typed. What was not touched is what it was, digit by digit; the limit of money stays text.
 *
 * @param base - what the form was filled in with
 */
export function readDraft(draft: Draft, base: Approved, catalogue: readonly Strategy[]): DraftReading {
  const problems: Record<string, DraftProblem> = {}
  const strategies = Object.entries(draft.strategies).map(([name, texts]) => {
    const values: Record<string, unknown> = {}
    for (const field of fieldsOf(catalogue, name)) {
      const text = texts[field.name] ?? field.initial
      const known = base.strategies[name]?.[field.name]
      if (known !== undefined && text === textOf(known)) values[field.name] = known
      else readInto(values, problems, { field, text, path: paramPath(name, field.name) })
    }
    return [name, values] as const
  })
  const limits = readLimits(draft, base, problems)
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  return { ok: true, target: { strategies: Object.fromEntries(strategies), limits } }
}

function readInto(
  values: Record<string, unknown>,
  problems: Record<string, DraftProblem>,
  { field, text, path }: { readonly field: FormField; readonly text: string; readonly path: string },
): void {
  // Which language its error is in does not matter: the form says it in words of its own.
  const reading = readFieldText(field, text, schemaMessages.en)
  if ('error' in reading) problems[path] = { kind: text.trim() === '' ? 'missing' : 'range', field }
  else if (reading.value !== undefined) values[field.name] = reading.value
}

function readLimits(draft: Draft, { limits }: Approved, problems: Record<string, DraftProblem>): Approved['limits'] {
  const read = (
    name: 'maxDrawdownPct' | 'maxNotional',
    isGood: (text: string) => boolean,
    value: (t: string) => unknown,
  ) => {
    const text = draft[name].trim()
    if (text === '') return {}
    if (text === textOf(limits[name])) return { [name]: limits[name] }
    if (!isGood(text)) problems[`target.limits.${name}`] = { kind: 'range', field: null }
    return { [name]: value(text) }
  }
  const isPercent = (text: string): boolean => DECIMAL.test(text) && Number(text) > 0 && Number(text) <= 100
  return {
    ...read('maxDrawdownPct', isPercent, Number),
    ...read('maxNotional', (text) => DECIMAL.test(text) && /[1-9]/.test(text), String),
  }
}
