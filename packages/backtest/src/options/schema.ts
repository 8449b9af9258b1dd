import { Decimal, type DecimalInput, toDecimal } from '@tezgah/core/decimal'
import * as z from 'zod'
import type { FeeTierOptions } from './account.ts'
import { DATE, type DatedRuleOptions, MARKET_RULES, MOST_RULES, parseEffectiveFrom, RULES } from './market-rules.ts'
import { allowedBy, type Bounds, descriptionOf, type Group, listOf, type Option, type OptionTable } from './option.ts'
import { RUN, type RunSettings } from './run.ts'

// The text of an issue is what is allowed; the reader of the options puts the field before it and the value behind.

const RULE = 'the rules of a symbol, or a list of them with the times from which they hold'
const ENTRIES = `a list of 1 to ${MOST_RULES} rules, from rising and left out of the first alone`

/** Checks of a list as a whole, by the path of the option. */
const LIST_CHECKS: Readonly<Record<string, (list: never) => boolean>> = { 'account.fees.tiers': startAtZeroAndRise }

/** Schemas of the options of kind `json`, by path. */
const JSON_SCHEMAS: Readonly<Record<string, () => z.ZodType>> = { rules: rulesSchema }

/**
 * Every setting of a run that can be written as JSON: the one source for the library, the command line and HTTP.
 *
 * The output equals the input, so it can be passed to `backtest` as it is; unknown keys are refused. Of the rules that join
 * several fields (such as leverage, which needs a margin account) those that a preset can decide are checked by `backtest`
 * alone.
 */
export const runSettingsSchema: z.ZodType<RunSettings, RunSettings> = strictObject(shapeOf(RUN, '')) as z.ZodType<
  RunSettings,
  RunSettings
>

function shapeOf(table: OptionTable, group: string): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => {
      const schema = schemaOf(option, group === '' ? name : `${group}.${name}`)
      return [name, 'required' in option ? schema : schema.optional()]
    }),
  )
}

function schemaOf(option: Option, path: string): z.ZodType {
  switch (option.kind) {
    case 'group':
      return groupSchema(option, shapeOf(option.of, path))
    case 'variant':
      return variantSchema(option, path)
    default:
      return valueSchema(option, path).describe(descriptionOf(option))
  }
}

function valueSchema(option: Exclude<Option, { kind: 'group' | 'variant' }>, path: string): z.ZodType {
  const error = allowedBy(option)
  switch (option.kind) {
    case 'decimal':
      return z.union([z.string(), z.number()], { error }).refine(isDecimalWithin(option), { error })
    case 'number':
      return bounded(z.number({ error }), option, error)
    case 'integer':
      return bounded(z.int({ error }), option, error)
    case 'boolean':
      return z.boolean({ error })
    case 'choice':
      return z.enum(option.choices, { error })
    case 'time':
      return z.union([z.number(), z.string()], { error }).refine((from) => parseEffectiveFrom(from) !== null, { error })
    case 'list': {
      const list = z
        .array(strictObject(shapeOf(option.of, path)), { error })
        .min(1, { error })
        .max(option.most, { error })
      const check = LIST_CHECKS[path]
      return check === undefined ? list : list.refine((items) => check(items as never), { error })
    }
    case 'json':
      return JSON_SCHEMAS[path]!()
  }
}

/** A decimal stays as it was given: the output of a schema can be its input again. */
function isDecimalWithin({ from, above, to, below }: Bounds): (input: DecimalInput) => boolean {
  const [least, more, most, less] = [from, above, to, below].map((bound) =>
    bound === undefined ? undefined : new Decimal(BigInt(bound), 0),
  )
  return (input) => {
    const value = toDecimal(input)
    if (value === null) return false
    if (least !== undefined && value.compare(least) < 0) return false
    if (more !== undefined && value.compare(more) <= 0) return false
    if (most !== undefined && value.compare(most) > 0) return false
    return less === undefined || value.compare(less) < 0
  }
}

function bounded(schema: z.ZodNumber, { from, above, to, below }: Bounds, error: string): z.ZodNumber {
  let result = schema
  if (from !== undefined) result = result.min(from, { error })
  if (above !== undefined) result = result.gt(above, { error })
  if (to !== undefined) result = result.max(to, { error })
  if (below !== undefined) result = result.lt(below, { error })
  return result
}

function groupSchema({ exactlyOne }: Group, shape: Record<string, z.ZodType>): z.ZodObject {
  const schema = strictObject(shape)
  if (!exactlyOne) return schema
  const names = Object.keys(shape).filter((name) => shape[name] instanceof z.ZodOptional)
  return schema.refine((given) => names.filter((name) => given[name] !== undefined).length === 1, {
    error: `an object with exactly one of ${names.join(' and ')}`,
  })
}

function variantSchema(option: Extract<Option, { kind: 'variant' }>, path: string): z.ZodType {
  const { tag, variants } = option
  const names = Object.keys(variants)
  const groups = names.map((name) => {
    const group = variants[name]!
    return groupSchema(group, { [tag]: z.literal(name).describe(descriptionOf(option)), ...shapeOf(group.of, path) })
  })
  return z.discriminatedUnion(tag, groups as [z.ZodObject, ...z.ZodObject[]], {
    error: `an object with a ${tag}, one of ${listOf(names)}`,
  })
}

function strictObject(shape: Record<string, z.ZodType>): z.ZodObject {
  const unknown = `no such option, expected one of ${Object.keys(shape).join(', ')}`
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknown : 'an object'),
  })
}

function startAtZeroAndRise(tiers: readonly FeeTierOptions[]): boolean {
  const volumes = tiers.map(({ fromVolume }) => toDecimal(fromVolume)!)
  return volumes.every((volume, index) => (index === 0 ? volume.isZero : volume.compare(volumes[index - 1]!) > 0))
}

/** Rules by symbol. */
function rulesSchema(): z.ZodType {
  const rule = strictObject(shapeOf(MARKET_RULES, 'rules'))
  const datedRules = z
    .array(strictObject(shapeOf({ ...DATE, ...MARKET_RULES }, 'rules')), { error: ENTRIES })
    .min(1, { error: ENTRIES })
    .max(MOST_RULES, { error: ENTRIES })
    .refine(areRising, { error: ENTRIES })
  return z
    .record(z.string(), z.union([rule, datedRules], { error: RULE }), { error: RULES.allowed })
    .refine((rules) => Object.keys(rules).length <= MOST_RULES, { error: RULES.allowed })
}

function areRising(entries: readonly DatedRuleOptions[]): boolean {
  return entries.every(({ from }, index) => {
    if (index === 0) return true
    const before = entries[index - 1]!.from
    return from !== undefined && (before === undefined || parseEffectiveFrom(from)! > parseEffectiveFrom(before)!)
  })
}
