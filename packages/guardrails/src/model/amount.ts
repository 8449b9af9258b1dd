import { fixedPoint, formatUnits } from '@tezgah/core/fixed-point'
import { z } from 'zod'

/** An amount of money or of a coin, or a fraction: a whole number of 10^-18. */
export type Amount = bigint

const units = fixedPoint(18)

/** One, as an amount. The product of two amounts is in units of `ONE * ONE`. */
export const ONE: Amount = units.unit

/**
 * Reads plain decimal text exactly.
 *
 * @param text - such as `"0.1"`; no exponent, no plus, no blanks, no needless zeros in front, at most 40 digits in all
 *   and 18 behind the point
 * @returns `null` for anything else, values that are not text included
 */
export function parseAmount(text: unknown): Amount | null {
  return units.parse(text)
}

/** The shortest plain decimal text of an amount: `"0.1"`, `"-12"`. */
export function formatAmount(amount: Amount): string {
  return units.format(amount)
}

/** The shortest plain decimal text of the product of two amounts. */
export function formatProduct(product: bigint): string {
  return formatUnits(product, 2 * units.places)
}

/** Plain decimal text of a quotient, rounded up in its 18th decimal; for messages, not for comparisons. */
export function formatRatio(numerator: bigint, denominator: bigint): string {
  const scaled = numerator * ONE
  const rounding = numerator > 0n && scaled % denominator !== 0n ? 1n : 0n
  return formatAmount(scaled / denominator + rounding)
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
