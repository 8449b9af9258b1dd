/** A small generator of numbers that a seed decides (xorshift). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = (seed * 2_654_435_761) >>> 0 || 1
  }

  /** A whole number of `min` to `max`, both included. */
  int(min: number, max: number): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x >>> 0
    return min + (this.#state % (max - min + 1))
  }

  chance(percent: number): boolean {
    return this.int(1, 100) <= percent
  }

  pick<T>(...of: readonly T[]): T {
    return of[this.int(0, of.length - 1)]!
  }

  list<T>(longest: number, make: () => T): T[] {
    return Array.from({ length: this.int(0, longest) }, make)
  }
}
