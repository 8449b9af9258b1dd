import { z } from 'zod'

const MAX_PARAMS = 100
const MAX_CHOICES = 100

const field = z.object({
  type: z.enum(['integer', 'number', 'boolean', 'string']),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  enum: z.array(z.string().max(100)).min(1).max(MAX_CHOICES).optional(),
  default: z.union([z.number(), z.boolean(), z.string().max(1_000)]).optional(),
  description: z.string().max(500).optional(),
})
type Field = z.infer<typeof field>

const shape = z.object({
  properties: z
    .record(z.string().regex(/^[A-Za-z]\w{0,63}$/), z.unknown())
    .refine((fields) => Object.keys(fields).length <= MAX_PARAMS, `must have at most ${MAX_PARAMS} parameters`)
    .default({}),
  required: z.array(z.string()).max(MAX_PARAMS).default([]),
})

/**
 * Parameters as a user's module describes them, as far as they can be checked without its code: numbers with bounds, booleans,
 * texts, choices, and their defaults. A parameter of another kind is accepted here; the strategy itself checks all of them in its
 * own process.
 *
 * @param schema - JSON Schema of an object
 * @throws ZodError where it is not
 */
export function describedParams(schema: Readonly<Record<string, unknown>>): z.ZodObject {
  const { properties, required } = shape.parse(schema)
  const fields = Object.entries(properties).map(([name, given]): [string, z.ZodType] => {
    const parsed = field.safeParse(given)
    const checked = parsed.success ? fieldSchema(parsed.data) : z.unknown()
    return [name, required.includes(name) ? checked : checked.optional()]
  })
  return z.strictObject(Object.fromEntries(fields))
}

function fieldSchema(given: Field): z.ZodType {
  const checked = valueSchema(given)
  const described = given.description === undefined ? checked : checked.describe(given.description)
  if (given.default === undefined) return described
  // A default that the field would refuse is left to the strategy.
  return described.safeParse(given.default).success ? described.default(given.default) : described
}

function valueSchema(given: Field): z.ZodType {
  if (given.enum !== undefined) return z.enum(given.enum)
  if (given.type === 'boolean') return z.boolean()
  if (given.type === 'string') return z.string().max(1_000)
  let number = given.type === 'integer' ? z.int() : z.number()
  if (given.minimum !== undefined) number = number.min(given.minimum)
  if (given.maximum !== undefined) number = number.max(given.maximum)
  if (given.exclusiveMinimum !== undefined) number = number.gt(given.exclusiveMinimum)
  if (given.exclusiveMaximum !== undefined) number = number.lt(given.exclusiveMaximum)
  return number
}
