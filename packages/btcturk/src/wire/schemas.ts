import { canonicalDecimal } from '@tezgah/core/decimal'
import { z } from 'zod'

/** An exact decimal, from a string (dot or comma) or a number, in the one spelling of `canonicalDecimal`. */
export const decimalText: z.ZodType<string> = z
  .union([z.string(), z.number()])
  .transform((value, context) => canonicalDecimal(value) ?? fail(context, 'a decimal'))

/** An id as decimal digits, from a string or a number that a double holds exactly. */
export const idText: z.ZodType<string> = z.union([
  z.string().regex(/^\d{1,40}$/),
  z.int().nonnegative().transform(String),
])

/** Milliseconds since the Unix epoch, UTC, from a number (also printed as `1647493701782.0`) or a string of digits. */
export const epochMs: z.ZodType<number> = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
])

/** The side of an order or of a taker; old answers capitalise it. */
export const side: z.ZodType<'buy' | 'sell'> = lowerCase(['buy', 'sell'])

/** One of `values` in any case, given back in lower case. Anything else fails loudly. */
export function lowerCase<const Value extends string>(values: readonly Value[]): z.ZodType<Value> {
  return z.string().transform((text, context) => {
    const value = values.find((candidate) => candidate === text.toLowerCase())
    return value ?? fail(context, `one of ${values.join(', ')}`)
  })
}

function fail(context: z.RefinementCtx, expected: string): never {
  context.addIssue({ code: 'custom', message: `expected ${expected}` })
  return z.NEVER
}

/** Seconds since the Unix epoch, of the graph host, as milliseconds. */
export const seconds: z.ZodType<number> = z
  .int()
  .nonnegative()
  .max(1e11)
  .transform((value) => value * 1000)

/** The exchange's own spelling, such as `BTCTRY`. */
export const symbolInput: z.ZodType<string> = z
  .string('a symbol such as BTCTRY')
  .regex(/^[A-Z0-9]{2,20}$/, 'a symbol such as BTCTRY: 2 to 20 capital letters and digits')

export const currencyInput: z.ZodType<string> = z
  .string('a currency such as USDT')
  .regex(/^[A-Za-z0-9]{1,20}$/, 'a currency such as USDT: 1 to 20 letters and digits')

export const orderIdInput: z.ZodType<string> = z
  .string('an id as a string of digits')
  .regex(/^\d{1,19}$/, 'an id of 1 to 19 digits')

export const timeInput: z.ZodType<number> = z
  .number('whole milliseconds since the epoch')
  .int('whole milliseconds since the epoch')
  .min(0, 'milliseconds since the epoch, not negative')
  .max(8.64e15, 'milliseconds since the epoch')

/** A whole number from 1 to `max`. */
export function countInput(max: number): z.ZodType<number> {
  const range = `a whole number from 1 to ${max}`
  return z.number(range).int(range).min(1, range).max(max, range)
}

export const clientOrderIdInput: z.ZodType<string> = z
  .string('1 to 50 visible ASCII characters')
  .regex(/^[\x21-\x7e]{1,50}$/, '1 to 50 visible ASCII characters')
  .refine(
    (id) => !/^(basic|advanced(-\w+)?)$/i.test(id),
    'other than basic and advanced…, which the exchange gives itself',
  )
