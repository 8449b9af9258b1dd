import { type Fields, isFields } from '../api/documents.ts'
import { humanise } from '../i18n/humanise.ts'
import type { SchemaMessages } from './schema-messages.ts'

/** One parameter as a form can show it, read from a JSON Schema property. */
export type FormField = {
  readonly name: string
  readonly label: string
  readonly help: string | null
  readonly kind: 'integer' | 'number' | 'boolean' | 'choice' | 'text'
  /** What the field holds when untouched, as text. */
  readonly initial: string
  readonly minimum: number | null
  readonly maximum: number | null
  readonly exclusiveMinimum: number | null
  readonly exclusiveMaximum: number | null
  readonly choices: readonly string[]
  /** What holds while nothing is chosen; null where something always is. */
  readonly unset: string | null
}

/** What a text stands for, or why it stands for nothing. An untouched optional field has the value undefined. */
export type FieldReading = { readonly value: unknown } | { readonly error: string }

const KINDS = ['integer', 'number', 'boolean'] as const

function kindOf(schema: Fields): FormField['kind'] {
  if (Array.isArray(schema['enum'])) return 'choice'
  return KINDS.find((kind) => kind === schema['type']) ?? 'text'
}

/** z.int() writes the range of exact integers as limits; those are not shown. */
function limit(schema: Fields, name: string): number | null {
  const value = schema[name]
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null
}

/** A drop-down always shows one of its choices, so without a default it starts at the one it shows. */
function initialText(schema: Fields, kind: FormField['kind']): string {
  const value = schema['default']
  if (value !== undefined && value !== null) return String(value)
  if (kind === 'boolean') return 'false'
  return kind === 'choice' && Array.isArray(schema['enum']) ? String(schema['enum'][0]) : ''
}

function readField(name: string, schema: Fields): FormField {
  const kind = kindOf(schema)
  return {
    name,
    label: typeof schema['title'] === 'string' ? schema['title'] : humanise(name),
    help: typeof schema['description'] === 'string' ? schema['description'] : null,
    kind,
    initial: initialText(schema, kind),
    minimum: limit(schema, 'minimum'),
    maximum: limit(schema, 'maximum'),
    exclusiveMinimum: limit(schema, 'exclusiveMinimum'),
    exclusiveMaximum: limit(schema, 'exclusiveMaximum'),
    choices: Array.isArray(schema['enum']) ? schema['enum'].map(String) : [],
    unset: null,
  }
}

/** The fields of an object schema, in its own order; none when it has no properties. */
export function formFields(schema: Fields): readonly FormField[] {
  const properties = schema['properties']
  if (!isFields(properties)) return []
  return Object.entries(properties).map(([name, property]) => readField(name, isFields(property) ? property : {}))
}

/** "from 2 to 400", "above 0", or null when anything goes. */
export function rangeOf(field: FormField, { range }: SchemaMessages): string | null {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = field
  if (minimum !== null && maximum !== null) return range.fromTo(minimum, maximum)
  const low =
    minimum !== null ? range.atLeast(minimum) : exclusiveMinimum !== null ? range.above(exclusiveMinimum) : null
  const high =
    maximum !== null ? range.atMost(maximum) : exclusiveMaximum !== null ? range.below(exclusiveMaximum) : null
  return low !== null && high !== null ? range.both(low, high) : (low ?? high)
}

function isOutside(field: FormField, value: number): boolean {
  return (
    value < (field.minimum ?? Number.NEGATIVE_INFINITY) ||
    value > (field.maximum ?? Number.POSITIVE_INFINITY) ||
    (field.exclusiveMinimum !== null && value <= field.exclusiveMinimum) ||
    (field.exclusiveMaximum !== null && value >= field.exclusiveMaximum)
  )
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

function readNumberText(field: FormField, text: string, messages: SchemaMessages): FieldReading {
  const { errors } = messages
  if (!NUMBER.test(text)) return { error: errors.notANumber(text, field.initial || '10') }
  const value = Number(text)
  if (field.kind === 'integer' && !Number.isInteger(value)) return { error: errors.notWhole(text) }
  if (isOutside(field, value)) return { error: errors.outside(rangeOf(field, messages) ?? '', text) }
  return { value }
}

/** Reads what was typed into a field, the way the executor will. */
export function readFieldText(field: FormField, typed: string, messages: SchemaMessages): FieldReading {
  const text = typed.trim()
  if (field.kind === 'boolean') return { value: text === 'true' }
  if (text === '') return field.initial === '' ? { value: undefined } : { error: messages.errors.empty }
  if (field.kind === 'integer' || field.kind === 'number') return readNumberText(field, text, messages)
  return { value: text }
}

export type FormReading =
  | { readonly ok: true; readonly values: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> }

/** Reads every field; the errors are by field name. */
export function readForm(
  fields: readonly FormField[],
  texts: Readonly<Record<string, string>>,
  messages: SchemaMessages,
): FormReading {
  const values: Record<string, unknown> = {}
  const errors: Record<string, string> = {}
  for (const field of fields) {
    const reading = readFieldText(field, texts[field.name] ?? field.initial, messages)
    if ('error' in reading) errors[field.name] = reading.error
    else if (reading.value !== undefined) values[field.name] = reading.value
  }
  return Object.keys(errors).length === 0 ? { ok: true, values } : { ok: false, errors }
}
