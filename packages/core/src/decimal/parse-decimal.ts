import { Decimal, powerOfTen } from './decimal.ts'

/**
 * An exact decimal given as text (`'0.001'`, `'1e-3'`) or as a number, which stands for its shortest decimal spelling:
 * `0.1` means one tenth and not the binary fraction nearest to it.
 */
export type DecimalInput = string | number

/** More digits than any market needs; bounds the work that one hostile input can cause. */
export const MAX_DECIMAL_DIGITS = 60

const PATTERN = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/

/** The decimal that `text` spells; `null` where it is not a decimal or needs more than {@link MAX_DECIMAL_DIGITS} digits. */
export function parseDecimal(text: string): Decimal | null {
  const match = text.length <= 2 * MAX_DECIMAL_DIGITS ? PATTERN.exec(text) : null
  if (match === null) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const scale = fraction.length - Number(exponent)
  if (whole.length + Math.max(fraction.length, Math.abs(scale)) > MAX_DECIMAL_DIGITS) return null
  const digits = BigInt(whole + fraction)
  const units = sign === '-' ? -digits : digits
  return scale >= 0 ? withoutTrailingZeros(units, scale) : new Decimal(units * powerOfTen(-scale), 0)
}

/** The decimal that {@link Decimal.toString} wrote, which may have any number of digits. */
export function readDecimal(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.')
  return new Decimal(BigInt(whole + fraction), fraction.length)
}

/** One decimal for `0.001` and `0.0010`: marks made from different scales may differ in their last bit. */
function withoutTrailingZeros(units: bigint, scale: number): Decimal {
  let [rest, decimals] = [units, scale]
  while (decimals > 0 && rest % 10n === 0n) {
    rest /= 10n
    decimals--
  }
  return new Decimal(rest, decimals)
}

/** Up to 15 digits every decimal has a double of its own, so that going back and forth proves the digits right. */
const LARGEST_DISTINCT_INTEGER = 1e15
const SCALE_TRIES = 15
const POWERS = Float64Array.from({ length: SCALE_TRIES + 1 }, (_, exponent) => Number(`1e${exponent}`))

/** A decimal of at most 15 digits in doubles: `units × 10^-scale`, the units a whole number. */
export type SmallDecimal = { readonly units: number; readonly scale: number }

/** The shortest decimal that reads back as `value`; `null` where it has more than 15 digits or 15 decimals. */
export function smallFromNumber(value: number): SmallDecimal | null {
  for (let scale = 0; scale <= SCALE_TRIES; scale++) {
    const units = Math.round(value * POWERS[scale]!)
    if (Math.abs(units) >= LARGEST_DISTINCT_INTEGER) return null
    if (units / POWERS[scale]! === value) return { units, scale }
  }
  return null
}

/** The same number in doubles; `null` where it has more than 15 digits. */
export function smallFromDecimal({ units, scale }: Decimal): SmallDecimal | null {
  const whole = Number(units)
  return Math.abs(whole) < LARGEST_DISTINCT_INTEGER ? { units: whole, scale } : null
}

/**
 * The shortest decimal that reads back as `value`, which must be finite.
 *
 * A fill converts its price, so the ordinary case (a few decimals, 15 digits) avoids the detour through text.
 */
export function decimalFromNumber(value: number): Decimal {
  const small = smallFromNumber(value)
  return small === null ? exactDecimal(value) : new Decimal(BigInt(small.units), small.scale)
}

function exactDecimal(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const units = BigInt(whole + fraction)
  return scale >= 0 ? new Decimal(units, scale) : new Decimal(units * powerOfTen(-scale), 0)
}

/** {@link DecimalInput} to decimal; `null` for text that spells no decimal and for numbers that are not finite. */
export function toDecimal(input: DecimalInput): Decimal | null {
  if (typeof input === 'number') return Number.isFinite(input) ? decimalFromNumber(input) : null
  return typeof input === 'string' ? parseDecimal(input) : null
}
