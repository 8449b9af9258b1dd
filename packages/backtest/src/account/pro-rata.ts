import { Decimal, floorQuotient, ZERO } from '@tezgah/core/decimal'

/** The finest amount into which money is split. */
export const MONEY_STEP: Decimal = new Decimal(1n, 18)

/**
 * What a part of `part` out of `whole` takes of `amount`: the proportion rounded down at 18 decimals, and all of it for
 * the last part. Applied to successive parts of the remainder, the parts therefore add up to the amount exactly; what
 * rounding holds back reaches the last one.
 *
 * @param amount - zero or more
 * @param part - above zero, at most `whole`
 */
export function proRata(amount: Decimal, part: Decimal, whole: Decimal): Decimal {
  if (amount.isZero) return ZERO
  return part.compare(whole) === 0 ? amount : floorQuotient(amount.times(part), whole, MONEY_STEP)
}
