import { Decimal, floorQuotient, ZERO } from '../money/decimal.ts'

/** The finest amount into which money is split. */
export const FINEST: Decimal = new Decimal(1n, 18)

/**
 * What a part of `part` out of `whole` takes of `amount`: the proportion rounded down at 18 decimals, and all of it for
 * the last part. Whoever takes part after part of what is left therefore hands out the amount to the last digit; what
 * rounding holds back reaches the last part.
 *
 * @param amount - zero or more
 * @param part - above zero, at most `whole`
 */
export function shareOf(amount: Decimal, part: Decimal, whole: Decimal): Decimal {
  if (amount.isZero) return ZERO
  return part.compare(whole) === 0 ? amount : floorQuotient(amount.times(part), whole, FINEST)
}
