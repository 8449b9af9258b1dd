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
