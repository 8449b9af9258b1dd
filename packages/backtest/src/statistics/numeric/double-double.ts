/**
 * An unevaluated sum of two doubles, about 106 bits: `hi` is the value rounded to a double, `lo` what rounding left over.
 *
 * The error-free sum and product go back to Dekker (1971), "A floating-point technique for extending the available
 * precision", Numer. Math. 18. They use + − × ÷ alone, which IEEE 754 fixes to the last bit on every platform.
 */
export type DoubleDouble = { readonly hi: number; readonly lo: number }

/** Exact sum of two doubles. */
export function twoSum(a: number, b: number): DoubleDouble {
  const hi = a + b
  const arrived = hi - a
  return { hi, lo: a - (hi - arrived) + (b - arrived) }
}

/** Exact product of two doubles, for magnitudes between about 1e-140 and 1e150. */
export function twoProduct(a: number, b: number): DoubleDouble {
  const [aHigh, aLow] = halves(a)
  const [bHigh, bLow] = halves(b)
  const hi = a * b
  return { hi, lo: aLow * bLow - (hi - aHigh * bHigh - aLow * bHigh - aHigh * bLow) }
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = twoSum(a.hi, b.hi)
  const low = twoSum(a.lo, b.lo)
  const middle = normalised(high.hi, high.lo + low.hi)
  return normalised(middle.hi, middle.lo + low.lo)
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = twoProduct(a.hi, b.hi)
  return normalised(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi))
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.hi / b.hi
  const rest = add(a, negated(multiply(b, double(first))))
  const second = rest.hi / b.hi
  const last = add(rest, negated(multiply(b, double(second)))).hi / b.hi
  return add(twoSum(first, second), double(last))
}

/** A double as a double-double. */
export function double(value: number): DoubleDouble {
  return { hi: value, lo: 0 }
}

export function negated(value: DoubleDouble): DoubleDouble {
  return { hi: -value.hi, lo: -value.lo }
}

/** Two doubles, the first at least as large as the second, with the sum kept exactly. */
function normalised(large: number, small: number): DoubleDouble {
  const hi = large + small
  return { hi, lo: small - (hi - large) }
}

/** 2^27 + 1: multiplying by it splits the 53 bits of a double into two halves whose products are exact. */
const SPLITTER = 134217729

function halves(value: number): readonly [number, number] {
  const spread = SPLITTER * value
  const high = spread - (spread - value)
  return [high, value - high]
}

/** ln 2 as a double, and what the double leaves over: 107 bits together. */
export const LN2_HIGH: number = Math.LN2
export const LN2_LOW = 2.3190468138462996e-17

const bits = new DataView(new ArrayBuffer(8))
export const EXPONENT_BIAS = 1023
const HIGH_MANTISSA_BITS = 0xfffff

/** x = mantissa × 2^exponent with the mantissa between √½ and √2, exactly. */
export function decompose(x: number): { readonly mantissa: number; readonly exponent: number } {
  const isSubnormal = x < 2.2250738585072014e-308
  bits.setFloat64(0, isSubnormal ? x * 18014398509481984 : x)
  const high = bits.getUint32(0)
  bits.setUint32(0, (high & HIGH_MANTISSA_BITS) | (EXPONENT_BIAS << 20))
  const mantissa = bits.getFloat64(0)
  const exponent = (high >>> 20) - EXPONENT_BIAS - (isSubnormal ? 54 : 0)
  return mantissa > Math.SQRT2 ? { mantissa: mantissa / 2, exponent: exponent + 1 } : { mantissa, exponent }
}

/** 2^n for n in −1022…1023. */
export function powerOfTwo(n: number): number {
  bits.setUint32(0, (n + EXPONENT_BIAS) << 20)
  bits.setUint32(4, 0)
  return bits.getFloat64(0)
}
