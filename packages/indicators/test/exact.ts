/** Exact rational arithmetic, as an oracle that shares nothing with the code under test. */
export interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}

export const ZERO: Fraction = { top: 0n, bottom: 1n }

/** Every finite double is a whole number times a power of two. */
export function exact(value: number): Fraction {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const word = bits.getBigUint64(0)
  const exponent = Number((word >> 52n) & 0x7ffn)
  const fraction = word & 0xfffffffffffffn
  const whole = exponent === 0 ? fraction : fraction | (1n << 52n)
  const power = Math.max(exponent, 1) - 1075
  const signed = word >> 63n === 1n ? -whole : whole
  return power >= 0 ? { top: signed << BigInt(power), bottom: 1n } : { top: signed, bottom: 1n << BigInt(-power) }
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  reduced(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { top: -b.top, bottom: b.bottom })
export const multiply = (a: Fraction, b: Fraction): Fraction => reduced(a.top * b.top, a.bottom * b.bottom)
export const divide = (a: Fraction, by: bigint): Fraction => reduced(a.top, a.bottom * by)
export const sum = (values: readonly Fraction[]): Fraction => values.reduce(add, ZERO)
export const mean = (values: readonly Fraction[]): Fraction => divide(sum(values), BigInt(values.length))

/** Distance from `value` to the exact one, in units in the last place of `value`. */
export function ulpsAway(value: number, truth: Fraction): number {
  const gap = subtract(exact(value), truth)
  const unit = exact(unitInLastPlace(value))
  const ratio = { top: gap.top * unit.bottom, bottom: gap.bottom * unit.top }
  const thousandths = (ratio.top * 1000n) / ratio.bottom
  return Math.abs(Number(thousandths)) / 1000
}

/** Distance from `value` to the exact one as a share of it. */
export function relativeError(value: number, truth: Fraction): number {
  const gap = subtract(exact(value), truth)
  if (gap.top === 0n) return 0
  const scaled = (gap.top * truth.bottom * 10n ** 30n) / (gap.bottom * truth.top)
  return Math.abs(Number(scaled)) / 1e30
}

/** In lowest terms, without which sums of many values would grow out of hand. */
function reduced(top: bigint, bottom: bigint): Fraction {
  let divisor = bottom
  let rest = top < 0n ? -top : top
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest]
  return { top: top / divisor, bottom: bottom / divisor }
}

function unitInLastPlace(value: number): number {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, Math.abs(value))
  const word = bits.getBigUint64(0)
  bits.setBigUint64(0, word + 1n)
  return bits.getFloat64(0) - Math.abs(value)
}

/** The double nearest to a fraction whose bottom is a power of two, ties to even; not for results below 2^-1022. */
export function nearest({ top, bottom }: Fraction): number {
  const size = top < 0n ? -top : top
  // Keeps some 70 digits and one bit that says whether anything was below them: the conversion then rounds once.
  const dropped = Math.max(0, size.toString(2).length - 70)
  const rest = size & ((1n << BigInt(dropped)) - 1n)
  const kept = Number((size >> BigInt(dropped)) | (rest === 0n ? 0n : 1n))
  const exponent = dropped - (bottom.toString(2).length - 1)
  const half = Math.trunc(exponent / 2)
  return (top < 0n ? -kept : kept) * 2 ** half * 2 ** (exponent - half)
}
