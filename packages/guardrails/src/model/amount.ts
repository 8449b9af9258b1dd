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

/** 10^18, 10^17 … 1: what one unit is worth behind as many decimals. */
const unitAfter: readonly Amount[] = Array.from(
  { length: DECIMALS + 1 },
  (_, decimals) => 10n ** BigInt(DECIMALS - decimals),
)

/**
 * Reads plain decimal text exactly.
 *
 * @param text - such as `"0.1"`; no exponent, no plus, no blanks, no needless zeros in front, at most 40 digits in all
 *   and 18 behind the point
 * @returns `null` for anything else, values that are not text included
 */
export function parseAmount(text: unknown): Amount | null {
  if (typeof text !== 'string') return null
  return (text.length <= 16 ? parseShort(text) : null) ?? parseAny(text)
}

/** Text of at most 15 digits and no sign, which is nearly every amount: its digits fit a whole number exactly. */
function parseShort(text: string): Amount | null {
  const { length } = text
  let digits = 0
  let point = -1
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 48 && code <= 57) digits = digits * 10 + code - 48
    else if (code === 46 && point < 0) point = index
    else return null
  }
  const whole = point < 0 ? length : point
  const decimals = point < 0 ? 0 : length - point - 1
  // Whatever looks odd is left to the rule that says exactly what is allowed.
  if (whole === 0 || whole + decimals > 15 || whole + 1 === length) return null
  if (whole > 1 && text.charCodeAt(0) === 48) return null
  return BigInt(digits) * unitAfter[decimals]!
}

function parseAny(text: string): Amount | null {
  if (text.length > MAX_LENGTH || !plainDecimal.test(text)) return null
  const point = text.indexOf('.')
  const decimals = point < 0 ? 0 : text.length - point - 1
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1)
  if (digits.length > (digits.startsWith('-') ? 41 : 40)) return null
  return BigInt(digits) * unitAfter[decimals]!
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

/** The amount of a text that the schema has passed. */
export function amountOf(text: string): Amount {
  const amount = parseAmount(text)
  if (amount === null) throw new RangeError(`not an amount: ${text}`)
  return amount
}

/** An amount of zero or above. */
export const limitAmount: z.ZodType<string> = amountText.refine(
  (text) => !text.startsWith('-'),
  'must be zero or above',
)
