import { Decimal, powerOfTen } from '../../money/decimal.ts'
import { decimalFromNumber } from '../../money/parse-decimal.ts'

const SIGNIFICANT_DIGITS = 12
/** More than the rounding errors of a quotient and a root together. */
const ERROR_BOUND: number = 1 + 4 * Number.EPSILON

/**
 * A decimal of 12 significant digits that is not below what `value`, a finite double from 0 and the outcome of a few
 * roundings, stands for.
 */
export function decimalAtLeast(value: number): Decimal {
  const exact = decimalFromNumber(value * ERROR_BOUND)
  const excess = exact.units.toString().length - SIGNIFICANT_DIGITS
  if (excess <= 0) return exact
  const step = powerOfTen(excess)
  const rounded = (exact.units + step - 1n) / step
  return excess <= exact.scale
    ? new Decimal(rounded, exact.scale - excess)
    : new Decimal(rounded * powerOfTen(excess - exact.scale), 0)
}
