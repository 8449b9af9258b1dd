import { Decimal, ONE, powerOfTen } from './decimal.ts'

/** The largest multiple of `step` which, times `divisor`, does not exceed `dividend`; all three at or above zero. */
export function floorQuotient(dividend: Decimal, divisor: Decimal, step: Decimal): Decimal {
  const shift = divisor.scale + step.scale - dividend.scale
  const above = shift > 0 ? dividend.units * powerOfTen(shift) : dividend.units
  const below = shift < 0 ? divisor.units * powerOfTen(-shift) : divisor.units
  // Steps are nearly always a power of ten, and multiplying by one costs as much as by any other number.
  if (step.units === 1n) return new Decimal(above / below, step.scale)
  return new Decimal((above / (below * step.units)) * step.units, step.scale)
}

/** The smallest multiple of `step` which, times `divisor`, is not below `dividend`; all three at or above zero. */
export function ceilQuotient(dividend: Decimal, divisor: Decimal, step: Decimal): Decimal {
  const floored = floorQuotient(dividend, divisor, step)
  return floored.times(divisor).compare(dividend) < 0 ? floored.plus(step) : floored
}

/** `value` rounded down to a multiple of `step`; both at or above zero. */
export function floorToStep(value: Decimal, step: Decimal): Decimal {
  return floorQuotient(value, ONE, step)
}

/** `value` rounded up to a multiple of `step`; both at or above zero. */
export function ceilToStep(value: Decimal, step: Decimal): Decimal {
  return ceilQuotient(value, ONE, step)
}

/** `value` at or above zero, `step` above zero. */
export function isMultipleOf(value: Decimal, step: Decimal): boolean {
  return floorToStep(value, step).compare(value) === 0
}
