const view = new DataView(new ArrayBuffer(8))
const EXPONENT_BIAS = 1023

/** The whole number `e` with `2^e ≤ |value| < 2^(e + 1)`, for a finite value other than zero; −1023 for any below 2^−1022. */
export function exponentOf(value: number): number {
  view.setFloat64(0, value)
  return ((view.getUint32(0) >>> 20) & 0x7ff) - EXPONENT_BIAS
}

/** `2^exponent`, for a whole exponent from −1022 to 1023. */
export function powerOfTwo(exponent: number): number {
  view.setUint32(0, (exponent + EXPONENT_BIAS) << 20)
  view.setUint32(4, 0)
  return view.getFloat64(0)
}
