/** Step of the counter: 2^32 divided by the golden ratio, odd, so that it visits every 32-bit number. */
const STEP = 0x9e3779b9
const TWO_TO_32 = 4_294_967_296

/**
 * Seeded numbers for test data: a counter whose bits are mixed.
 *
 * Only 32-bit integer operations and one exact division, so that a seed gives the same numbers on every platform.
 * Not for secrets, and not for simulations that need more than 2^32 draws.
 */
export class Random {
  #counter: number

  /** @param seed - a whole number from 0; both halves of its 53 bits count */
  constructor(seed: number) {
    this.#counter = mix(seed >>> 0) ^ Math.floor(seed / TWO_TO_32)
  }

  /** From 0 up to, not including, 1, in steps of 2^-32. */
  next(): number {
    this.#counter = (this.#counter + STEP) | 0
    return mix(this.#counter) / TWO_TO_32
  }

  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    return Math.floor(this.next() * bound)
  }

  /** Mean 0 and deviation 1, never beyond ±√12: a sum of four even draws, which needs no logarithm. */
  bell(): number {
    return (this.next() + this.next() + this.next() + this.next() - 2) * Math.sqrt(3)
  }
}

/**
 * Spreads a change of any bit over all bits; unsigned.
 *
 * @see C. Wellons, "Prospecting for hash functions" (2018), for the two multipliers
 */
function mix(value: number): number {
  let bits = value
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d)
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b)
  return (bits ^ (bits >>> 16)) >>> 0
}
