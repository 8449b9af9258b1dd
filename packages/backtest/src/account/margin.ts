import { Decimal, powerOfTen } from '@tezgah/core/decimal'
import { MONEY_STEP } from './pro-rata.ts'

/** A year of interest: 365.25 days in milliseconds. */
const YEAR_MS = new Decimal(31_557_600_000n, 0)

/** An amount that changes with one price: `constant + slope × price`. */
export type LinearInPrice = { readonly constant: Decimal; readonly slope: Decimal }

/**
 * The price at which `equity` is `rate` of `exposure`, as the nearest double; `null` where there is none above
 * zero, and where the price makes no difference.
 *
 * `equity.constant + equity.slope × p = rate × (exposure.constant + exposure.slope × p)`, solved for `p`.
 */
export function solveLiquidationPrice(equity: LinearInPrice, exposure: LinearInPrice, rate: Decimal): number | null {
  const slope = equity.slope.minus(exposure.slope.times(rate))
  const missing = exposure.constant.times(rate).minus(equity.constant)
  const isAboveZero = slope.units > 0n ? missing.units > 0n : slope.units < 0n && missing.units < 0n
  return isAboveZero ? quotientOf(missing, slope) : null
}

/** Interest on `borrowed`, zero or more, for `milliseconds` at `yearlyRate`, a fraction, rounded up at 18 decimals. */
export function interestOn(borrowed: Decimal, yearlyRate: Decimal, milliseconds: number): Decimal {
  const dividend = borrowed.times(yearlyRate).times(new Decimal(BigInt(milliseconds), 0))
  const above = dividend.units * powerOfTen(MONEY_STEP.scale)
  const below = YEAR_MS.units * powerOfTen(dividend.scale)
  return new Decimal((above + below - 1n) / below, MONEY_STEP.scale)
}

const QUOTIENT_DIGITS = 25

/** The double nearest to `dividend / divisor`, which have one sign, cut off far behind the last digit of a double. */
function quotientOf(dividend: Decimal, divisor: Decimal): number {
  const above = dividend.abs().units
  const below = divisor.abs().units
  const digits = Math.max(0, below.toString().length - above.toString().length) + QUOTIENT_DIGITS
  const shift = Math.max(digits, divisor.scale - dividend.scale)
  const quotient = new Decimal((above * powerOfTen(shift)) / below, shift + dividend.scale - divisor.scale)
  // By way of its text, which reads as the nearest double: 62.5 is to come out as 62.5.
  return Number(quotient.toString())
}
