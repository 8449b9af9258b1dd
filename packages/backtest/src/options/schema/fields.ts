import { z } from 'zod'
import { type DecimalInput, toDecimal } from '../../money/parse-decimal.ts'
import type { Range } from './ranges.ts'

/** What a form or a command line needs to know of a field. */
type FieldKind =
  | { readonly type: 'decimal' | 'integer' | 'number' | 'boolean' | 'json' }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
export type FieldInfo = FieldKind & {
  /** What is allowed, as an error message says it: `a decimal above 0`. */
  readonly allowed: string
}

/** The fields of the settings; a schema that is not in here is a group of fields. */
export const fields: z.core.$ZodRegistry<FieldInfo> = z.registry<FieldInfo>()

function field<Schema extends z.ZodType>(schema: Schema, description: string, info: FieldInfo): Schema {
  const described = schema.describe(description)
  fields.add(described, info)
  return described
}

// An error text says what is allowed; the reader of the options puts the field's name before it and the value behind.

/** A decimal as text or number. It stays as it was given, since what comes out of a schema may go in again. */
export function decimalField(range: Range, description: string): z.ZodType<DecimalInput, DecimalInput> {
  const error = range.text
  const schema = z.union([z.string(), z.number()], { error }).refine(
    (input) => {
      const value = toDecimal(input)
      return value !== null && range.contains(value)
    },
    { error },
  )
  return field(schema, description, { type: 'decimal', allowed: error })
}

/** One of several words. */
export function choiceField<const Choices extends readonly string[]>(
  choices: Choices,
  description: string,
): z.ZodType<Choices[number], Choices[number]> {
  const error = listOf(choices)
  return field(z.enum(choices, { error }), description, { type: 'choice', choices, allowed: error })
}

/** One of several words where each has a schema of its own. */
export function choiceTag<Schema extends z.ZodType>(
  schema: Schema,
  choices: readonly string[],
  description: string,
): Schema {
  return field(schema, description, { type: 'choice', choices, allowed: listOf(choices) })
}

/** A whole number from 0 to `most`, or to what a double counts exactly. */
export function countField(most: number | null, description: string): z.ZodType<number, number> {
  const error = most === null ? 'a whole number from 0' : `a whole number from 0 to ${most}`
  const schema = z.int({ error }).min(0, { error })
  const bounded = most === null ? schema : schema.max(most, { error })
  return field(bounded, description, { type: 'integer', allowed: error })
}

export function numberField(schema: z.ZodNumber, allowed: string, description: string): z.ZodType<number, number> {
  return field(schema, description, { type: 'number', allowed })
}

export function booleanField(description: string): z.ZodType<boolean, boolean> {
  const error = 'true or false'
  return field(z.boolean({ error }), description, { type: 'boolean', allowed: error })
}

/** A value with an inside of its own, which a command line gives as JSON. */
export function jsonField<Schema extends z.ZodType>(schema: Schema, allowed: string, description: string): Schema {
  return field(schema, description, { type: 'json', allowed })
}

/** A strict object; its error texts are those of this folder. */
export function group<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const unknown = `no such option, expected one of ${Object.keys(shape).join(', ')}`
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknown : 'an object'),
  })
}

/** `"a", "b" or "c"` */
export function listOf(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`)
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`
}
