import { z } from 'zod'

/** An amount of money or of a coin, or a fraction: a whole number of 10^-18. */
export type Amount = bigint

/** How many decimals an amount has room for. */
const DECIMALS = 18

/** Longest text of an amount: sign, 40 digits, point. */
const MAX_LENGTH = 42

/** One, as an amount. The product of two amounts is in units of `ONE * ONE`. */
export const ONE: Amount = 10n ** 18n

/** An optional minus, 1 to 40 digits without needless zeros in front, and a point with 1 to 18 decimals. */
const plainDecimal = /^-?(?:0|[1-9]\d{0,39})(?:\.\d{1,18})?$/

const zeros = '0'.repeat(DECIMALS)

/**
 * Reads plain decimal text exactly.
 *
 * @param text - such as `"0.1"`; no exponent, no plus, no blanks, at most 40 digits in all and 18 behind the point
 * @returns `null` for anything else, values that are not text included
 */
export function parseAmount(text: unknown): Amount | null {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || !plainDecimal.test(text)) return null
  const point = text.indexOf('.')
  const decimals = point < 0 ? 0 : text.length - point - 1
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1)
  if (digits.length > (text.startsWith('-') ? 41 : 40)) return null
  return BigInt(digits + zeros.slice(decimals))
}

/** The shortest plain decimal text of an amount: `"0.1"`, `"-12"`. */
export function formatAmount(amount: Amount): string {
  return format(amount, DECIMALS)
}

/** The shortest plain decimal text of the product of two amounts. */
export function formatProduct(product: bigint): string {
  return format(product, 2 * DECIMALS)
}

/** Plain decimal text of a quotient, rounded up in its 18th decimal; for messages, not for comparisons. */
export function formatRatio(numerator: bigint, denominator: bigint): string {
  const scaled = numerator * ONE
  const rounding = numerator > 0n && scaled % denominator !== 0n ? 1n : 0n
  return formatAmount(scaled / denominator + rounding)
}

export function higher(a: Amount, b: Amount): Amount {
  return a > b ? a : b
}

export function lower(a: Amount, b: Amount): Amount {
  return a < b ? a : b
}

function format(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const fraction = digits.slice(-decimals).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -decimals)}${fraction && '.'}${fraction}`
}

/** Decimal text that `parseAmount` reads. */
export const amountText: z.ZodType<string> = z
  .string()
  .refine((text) => parseAmount(text) !== null, 'plain decimal text of at most 40 digits, 18 of them decimals')
