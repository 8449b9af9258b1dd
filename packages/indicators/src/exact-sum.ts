import { exponentOf, powerOfTwo } from './double-bits.ts'

/** Digits are of base 2^24: ten million of them add up without a carry, far below 2^53. */
const DIGIT_BITS = 24
const BASE = 2 ** 24
/** The least double above zero is 2^−1074, which is the unit of the lowest digit. */
const LOWEST_EXPONENT = 1074
/** Digits up to 2^1024 in units of 2^−1074, those that the sum of ten million values needs, and three below to round by. */
const DIGITS = 92

/**
 * A sum of doubles of any magnitudes and signs that is exact after every step, so what is added and taken away again leaves
 * nothing behind. For what does not fit {@link GridSum}, which is ten times as quick.
 */
export class ExactSum {
  /** Digit `k + 3` counts units of 2^(24k − 1074). Digits have either sign and may be larger than the base. */
  readonly #digits = new Float64Array(DIGITS)
  readonly #carried = new Float64Array(DIGITS)

  /** Adds `sign` times a finite value. */
  add(value: number, sign: 1 | -1): void {
    if (value === 0) return
    const top = Math.floor((Math.max(exponentOf(value), -1022) + LOWEST_EXPONENT) / DIGIT_BITS)
    const digits = this.#digits
    let rest = scaled(sign * value, LOWEST_EXPONENT - DIGIT_BITS * top)
    for (let digit = top + 3; digit >= top; digit--) {
      const whole = Math.trunc(rest)
      digits[digit]! += whole
      rest = (rest - whole) * BASE
    }
  }

  /** The double nearest to the sum, ties to even; zero is +0. */
  toNumber(): number {
    const negative = this.#carry(1)
    if (negative) this.#carry(-1)
    const digits = this.#carried
    let top = DIGITS - 1
    while (top > 2 && digits[top] === 0) top--
    if (top === 2) return 0
    const high = digits[top]! * BASE + digits[top - 1]!
    let low = digits[top - 2]! * BASE + digits[top - 3]!
    // The lower digits only decide on which side of a tie the sum is.
    for (let digit = top - 4; digit >= 3; digit--) {
      if (digits[digit] !== 0) {
        low += 0.5
        break
      }
    }
    const rounded = high * (BASE * BASE) + low
    return scaled(negative ? -rounded : rounded, DIGIT_BITS * (top - 6) - LOWEST_EXPONENT)
  }

  /** Puts `sign` times the sum into #carried with digits from 0 to below the base; returns whether that is negative. */
  #carry(sign: 1 | -1): boolean {
    let carry = 0
    for (let digit = 0; digit < DIGITS; digit++) {
      const total = sign * this.#digits[digit]! + carry
      carry = Math.floor(total / BASE)
      this.#carried[digit] = total - carry * BASE
    }
    return carry < 0
  }
}

/** `value × 2^exponent` in two steps, since neither factor need be a double. */
function scaled(value: number, exponent: number): number {
  const half = exponent >> 1
  return value * powerOfTwo(half) * powerOfTwo(exponent - half)
}
