/**
 * Whole numbers below 2^104 as pairs of doubles: `hi` is the double nearest to the number, `lo` the exact rest.
 *
 * A function returns `hi` and leaves `lo` in {@link rest}; where the result leaves the range it returns `NaN`, which no later
 * operation turns back into a number. So one check at the end of a calculation proves all of it, and nothing is ever rounded.
 *
 * Why that is exact: below 2^104 two neighbouring doubles are at most 2^52 apart, so `lo` is at most 2^51. The rounding error
 * of a leading sum or product is again a whole number of at most 2^51, and a double itself (Knuth 1969, Dekker 1971). The tail
 * adds up to four of these numbers; it stays at or below 2^53, up to which every whole number is a double.
 */
const LIMIT = 2 ** 104

/** Element 0 is `lo` of the last result: a pair as an object would cost an allocation for each operation. */
export const rest: Float64Array = new Float64Array(1)

/** Cuts a double into two halves of 26 bits, whose products are exact. */
const SPLITTER = 2 ** 27 + 1
/** Divisors of {@link quotient} are below this. */
export const DIVISOR_LIMIT: number = 2 ** 51
/** Factors of {@link times} are below this. */
export const FACTOR_LIMIT: number = 2 ** 53

/** a + b. */
export function add(ah: number, al: number, bh: number, bl: number): number {
  const sum = ah + bh
  const fromB = sum - ah
  const tail = ah - (sum - fromB) + (bh - fromB) + (al + bl)
  const hi = sum + tail
  rest[0] = tail - (hi - sum)
  return hi < LIMIT && hi > -LIMIT ? hi : Number.NaN
}

/** a × b for a whole double `a` with |a| < {@link FACTOR_LIMIT}. */
export function times(a: number, bh: number, bl: number): number {
  const product = a * bh
  const tail = productError(a, bh, product) + a * bl
  const hi = product + tail
  rest[0] = tail - (hi - product)
  return hi < LIMIT && hi > -LIMIT ? hi : Number.NaN
}

/**
 * ⌊c ÷ u⌋ for c ≥ 0 and a whole double 1 ≤ u < {@link DIVISOR_LIMIT}.
 *
 * A first quotient in doubles may be off; what it leaves of `c` is worked out exactly and divided again. The remainder of
 * that proves the result, since it must lie from 0 to below `u`, and a quotient of doubles is never further off than by one.
 */
export function quotient(ch: number, cl: number, u: number): number {
  const ratio = ch / u
  const first = ratio < 2 ** 53 ? Math.floor(ratio) : ratio
  const product = first * u
  const left = ch - product + (cl - productError(first, u, product))
  let second = Math.floor(left / u)
  const remainder = left - second * u
  if (remainder < 0) second--
  else if (remainder >= u) second++
  const hi = first + second
  rest[0] = second - (hi - first)
  return hi
}

/** What rounding took from a × b = `product`, exactly. */
function productError(a: number, b: number, product: number): number {
  const ca = a * SPLITTER
  const a1 = ca - (ca - a)
  const a2 = a - a1
  const cb = b * SPLITTER
  const b1 = cb - (cb - b)
  const b2 = b - b1
  return a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2)
}

export function toBigInt(hi: number, lo: number): bigint {
  return BigInt(hi) + BigInt(lo)
}

/** `NaN` where the number leaves the range. */
export function fromBigInt(value: bigint): number {
  const hi = Number(value)
  if (!(hi < LIMIT && hi > -LIMIT)) return Number.NaN
  rest[0] = Number(value - BigInt(hi))
  return hi
}
