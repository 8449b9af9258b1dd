import { z } from 'zod'

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
