import {
  add,
  type DoubleDouble,
  decompose,
  divide,
  double,
  EXPONENT_BIAS,
  LN2_HIGH,
  LN2_LOW,
  multiply,
  negated,
  powerOfTwo,
  twoSum,
} from './double-double.ts'

/** ln 2 to 107 bits. */
const LN2: DoubleDouble = { hi: LN2_HIGH, lo: LN2_LOW }

/** Terms of the series: the first one left out is below 2^-106 of the sum, see each series. */
const ATANH_TERMS = 22
const EXP_TERMS = 26

/** Above and below these natural logarithms a double overflows to Infinity or underflows to 0. */
const LARGEST_LN = 710
const SMALLEST_LN = -746

/**
 * `base` raised to `exponent`, with the same bits on every platform.
 *
 * `Math.pow`, `Math.exp` and `Math.log` may differ in the last digits from one JavaScript engine to the next, and a
 * result's digest must not. So this uses + − × ÷, which IEEE 754 fixes, and computes e^(exponent × ln base) in
 * double-double arithmetic. Tests found every result correctly rounded; a subnormal one may be a unit off.
 *
 * @param base - finite and above zero
 * @param exponent - any finite number
 * @returns Infinity where the result is above the largest double, 0 where it is below the smallest
 * @throws RangeError if `base` is not finite and above zero, or `exponent` is not finite
 */
export function power(base: number, exponent: number): number {
  if (!(base > 0 && Number.isFinite(base))) {
    throw new RangeError(`power: base must be a finite number above zero, received ${base}`)
  }
  if (!Number.isFinite(exponent)) throw new RangeError(`power: exponent must be a finite number, received ${exponent}`)
  const ln = naturalLogarithm(base)
  // Decided in plain doubles first: the exact product below would lose its low half near the end of the range.
  const rough = ln.hi * exponent
  if (rough > LARGEST_LN) return Number.POSITIVE_INFINITY
  if (rough < SMALLEST_LN) return 0
  return exponential(multiply(ln, double(exponent)))
}

/** ln x = k ln 2 + 2 atanh((m − 1) / (m + 1)) for x = m × 2^k with m between √½ and √2. */
function naturalLogarithm(x: number): DoubleDouble {
  const { mantissa, exponent } = decompose(x)
  const s = divide(twoSum(mantissa, -1), twoSum(mantissa, 1))
  const square = multiply(s, s)
  // atanh s = s (1 + s²/3 + s⁴/5 + …), by Horner's rule. |s| ≤ 0.172, so term j is below 0.0295^j.
  let series = double(0)
  for (let j = ATANH_TERMS; j >= 0; j--) series = add(multiply(series, square), divide(double(1), double(2 * j + 1)))
  return add(multiply(LN2, double(exponent)), multiply(double(2), multiply(s, series)))
}

/**
 * e^y, rounded once: e^y = 2^n × e^r with n the integer nearest to y / ln 2, so that |r| ≤ 0.347.
 *
 * @returns Infinity where the result is above the largest double, 0 where it is below the smallest
 */
export function exponential(y: DoubleDouble): number {
  if (y.hi > LARGEST_LN) return Number.POSITIVE_INFINITY
  if (y.hi < SMALLEST_LN) return 0
  const n = Math.floor(y.hi / LN2.hi + 0.5)
  const r = add(y, negated(multiply(LN2, double(n))))
  // e^r = 1 + r (1 + r/2 (1 + r/3 (…))). Term j is below 0.347^j / j!.
  let series = double(1)
  for (let j = EXP_TERMS; j >= 1; j--) series = add(double(1), divide(multiply(r, series), double(j)))
  return scaledByPowerOfTwo(series.hi, n)
}

/** value × 2^n for a value near 1 and n in −1077…1025, rounded once. */
function scaledByPowerOfTwo(value: number, n: number): number {
  // Two factors, because 2^n itself can lie outside the range of a double where the result does not.
  if (n > EXPONENT_BIAS) return value * powerOfTwo(n - 64) * powerOfTwo(64)
  if (n < -EXPONENT_BIAS + 1) return value * powerOfTwo(n + 128) * powerOfTwo(-128)
  return value * powerOfTwo(n)
}
