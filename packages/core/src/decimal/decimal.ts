/**
 * An exact decimal number: `units × 10^-scale`.
 *
 * For money, quantities and prices, which must not gain or lose a digit by rounding. Only {@link Decimal.toFixed} and the
 * functions of `rounding.ts` round, and each says which way. BigInt has no overflow to detect.
 */
export class Decimal {
  readonly units: bigint
  readonly scale: number

  constructor(units: bigint, scale: number) {
    this.units = units
    this.scale = scale
  }

  plus(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.units + other.units, this.scale)
    return this.scale > other.scale
      ? new Decimal(this.units + other.units * powerOfTen(this.scale - other.scale), this.scale)
      : new Decimal(this.units * powerOfTen(other.scale - this.scale) + other.units, other.scale)
  }

  minus(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.units - other.units, this.scale)
    return this.scale > other.scale
      ? new Decimal(this.units - other.units * powerOfTen(this.scale - other.scale), this.scale)
      : new Decimal(this.units * powerOfTen(other.scale - this.scale) - other.units, other.scale)
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale)
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale)
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this
  }

  /** Negative, zero or positive as this is below, equal to or above `other`. */
  compare(other: Decimal): number {
    const left = this.scale >= other.scale ? this.units : this.units * powerOfTen(other.scale - this.scale)
    const right = other.scale >= this.scale ? other.units : other.units * powerOfTen(this.scale - other.scale)
    return left < right ? -1 : left > right ? 1 : 0
  }

  get isZero(): boolean {
    return this.units === 0n
  }

  /** True above zero. */
  get isPositive(): boolean {
    return this.units > 0n
  }

  /** A double within one unit in the last place: for marks and ratios, never for money that is kept. */
  toNumber(): number {
    const { units, scale } = this
    // Digits beyond the 22nd decimal are cut where enough others are left for them not to count.
    const dropped = scale - LARGEST_EXACT_POWER
    const whole = Number(dropped <= 0 ? units : units / powerOfTen(dropped))
    const isKnown = dropped <= 0 || Math.abs(whole) >= ENOUGH_DIGITS
    if (isKnown && whole - whole === 0) return whole / POWERS_AS_DOUBLE[Math.min(scale, LARGEST_EXACT_POWER)]!
    return Number(this.toString())
  }

  /** Plain notation without exponent, without trailing zeros: `-0.05`, `12`, `0`. */
  toString(): string {
    const { units, scale } = this
    if (units === 0n) return '0'
    const sign = units < 0n ? '-' : ''
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
    if (scale === 0) return sign + digits
    let end = digits.length
    while (end > digits.length - scale && digits.charCodeAt(end - 1) === DIGIT_ZERO) end--
    const whole = digits.slice(0, digits.length - scale)
    const fraction = digits.slice(digits.length - scale, end)
    return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`
  }

  /**
   * Plain notation with exactly `places` decimals, a half rounded away from zero; a value that becomes zero has no sign.
   *
   * @param places - a whole number from 0; without it the same as {@link Decimal.toString}
   */
  toFixed(places?: number): string {
    if (places === undefined) return this.toString()
    const { units, scale } = this
    const magnitude = units < 0n ? -units : units
    const divisor = powerOfTen(Math.max(scale - places, 0))
    const rounded = (2n * magnitude * powerOfTen(Math.max(places - scale, 0)) + divisor) / (2n * divisor)
    const digits = rounded.toString().padStart(places + 1, '0')
    const sign = units < 0n && rounded > 0n ? '-' : ''
    const split = digits.length - places
    return places === 0 ? sign + digits : `${sign}${digits.slice(0, split)}.${digits.slice(split)}`
  }
}

export const ZERO: Decimal = new Decimal(0n, 0)
export const ONE: Decimal = new Decimal(1n, 0)
export const HUNDRED: Decimal = new Decimal(100n, 0)

const DIGIT_ZERO = 48
/** 10^22 is the largest power of ten that a double holds exactly. */
export const LARGEST_EXACT_POWER = 22
/** Powers of ten as doubles, up to the largest that is exact. */
export const POWERS_AS_DOUBLE: Float64Array = Float64Array.from({ length: LARGEST_EXACT_POWER + 1 }, (_, exponent) =>
  Number(`1e${exponent}`),
)
/** A cut of less than one in 2^64 is far below the rounding of a double. */
const ENOUGH_DIGITS = 2 ** 64
const powers: bigint[] = [1n]

/** `10^exponent` for a whole exponent of zero or more. */
export function powerOfTen(exponent: number): bigint {
  while (powers.length <= exponent) powers.push(powers[powers.length - 1]! * 10n)
  return powers[exponent]!
}

export function smaller(a: Decimal, b: Decimal): Decimal {
  return a.compare(b) <= 0 ? a : b
}

export function larger(a: Decimal, b: Decimal): Decimal {
  return a.compare(b) >= 0 ? a : b
}

/** `percent` hundredths of `whole`. */
export function percentOf(percent: Decimal, whole: Decimal): Decimal {
  // Most orders are for everything, and a share of 100 % must not carry two more digits.
  if (percent.units === HUNDRED.units && percent.scale === 0) return whole
  return new Decimal(whole.units * percent.units, whole.scale + percent.scale + 2)
}
