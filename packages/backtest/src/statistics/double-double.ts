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
