import { decompose, LN2_HIGH, LN2_LOW } from './double-double.ts'

/** Terms of the series: |s| ≤ 0.172, so the first one left out is below 0.0295^12 = 5e-19 of the sum. */
const ATANH_TERMS = 12

/**
 * Natural logarithm with the same bits on every platform: `Math.log` may differ in its last digit from one JavaScript
 * engine to the next. ln x = k ln 2 + 2 atanh((m − 1) / (m + 1)) for x = m × 2^k with m between √½ and √2, in plain
 * doubles: within 4 × 2^-53 of the exact value, relatively.
 *
 * @param x - finite and above zero
 */
export function logarithm(x: number): number {
  const { mantissa, exponent } = decompose(x)
  const fraction = doubleAtanh((mantissa - 1) / (mantissa + 1))
  return exponent === 0 ? fraction : exponent * LN2_HIGH + (fraction + exponent * LN2_LOW)
}

/**
 * ln(to / from), which keeps its digits where both are nearly the same: within 4 × 2^-53 of the exact value, relatively.
 *
 * @param to - finite and above zero
 * @param from - finite and above zero
 */
export function logarithmOfRatio(to: number, from: number): number {
  const isNear = to < from * Math.SQRT2 && from < to * Math.SQRT2
  return isNear ? doubleAtanh((to - from) / (to + from)) : logarithm(to) - logarithm(from)
}

/** 2 atanh s = 2 s (1 + s²/3 + s⁴/5 + …), by Horner's rule. */
function doubleAtanh(s: number): number {
  const square = s * s
  let series = 0
  for (let term = ATANH_TERMS; term >= 1; term--) series = series * square + 1 / (2 * term + 1)
  return 2 * (s + s * (series * square))
}
