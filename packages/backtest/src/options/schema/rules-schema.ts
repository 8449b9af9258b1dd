import { z } from 'zod'
import type { DatedRuleOptions, RuleOptions, RulesOptions } from '../options.ts'
import { readFrom } from '../rule-time.ts'
import { decimalField, group, jsonField } from './fields.ts'
import { POSITIVE } from './ranges.ts'

const MAX_SYMBOLS = 10_000
const MAX_ENTRIES = 10_000
const RULES = `an object of at most ${MAX_SYMBOLS} symbols`
const RULE = 'the rules of a symbol, or a list of them with the times from which they hold'
const FROM = 'epoch milliseconds or an ISO 8601 time such as "2024-03-01"'
const ENTRIES = `a list of 1 to ${MAX_ENTRIES} rules, from rising and left out of the first alone`

const shape = {
  tick: decimalField(POSITIVE, 'Step of a price in quote currency. Default any price').optional(),
  lot: decimalField(POSITIVE, 'Step of a quantity in base units. Default execution.lot').optional(),
  minimumValue: decimalField(
    POSITIVE,
    'Smallest price × quantity of an order in quote currency. Default none',
  ).optional(),
  maximumQuantity: decimalField(POSITIVE, 'Largest quantity of an order in base units. Default none').optional(),
}

const rule: z.ZodType<RuleOptions, RuleOptions> = group(shape)

const datedRule: z.ZodType<DatedRuleOptions, DatedRuleOptions> = group({
  from: z
    .union([z.number(), z.string()], { error: FROM })
    .refine((from) => readFrom(from) !== null, { error: FROM })
    .describe('When these rules begin; only the first may leave it out and has always held')
    .optional(),
  ...shape,
})

function rise(entries: readonly DatedRuleOptions[]): boolean {
  return entries.every(({ from }, index) => {
    if (index === 0) return true
    const before = entries[index - 1]!.from
    return from !== undefined && (before === undefined || readFrom(from)! > readFrom(before)!)
  })
}

const datedRules = z
  .array(datedRule, { error: ENTRIES })
  .min(1, { error: ENTRIES })
  .max(MAX_ENTRIES, { error: ENTRIES })
  .refine(rise, { error: ENTRIES })

/** Rules by symbol. */
export const rulesSchema: z.ZodType<RulesOptions, RulesOptions> = jsonField(
  z
    .record(z.string(), z.union([rule, datedRules], { error: RULE }), { error: RULES })
    .refine((rules) => Object.keys(rules).length <= MAX_SYMBOLS, { error: RULES }),
  RULES,
  "Market rules by symbol, '*' for every symbol that is not named. Default none",
)
