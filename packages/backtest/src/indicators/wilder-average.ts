/**
 * Wilder's smoothing: the plain mean of the first `period` values, then `(previous × (period − 1) + value) / period`
 * (J. Welles Wilder, New Concepts in Technical Trading Systems, 1978). `NaN` until `period` values are in.
 */
export class WilderAverage {
  readonly #period: number
  #count = 0
  #average = 0

  constructor(period: number) {
    this.#period = period
  }

  update(value: number): number {
    const period = this.#period
    if (this.#count === period) {
      const average = (this.#average * (period - 1) + value) / period
      this.#average = average
      return average
    }
    // Until the seed is complete, #average holds the sum.
    this.#average += value
    this.#count++
    if (this.#count < period) return Number.NaN
    this.#average /= period
    return this.#average
  }

  restart(): void {
    this.#count = 0
    this.#average = 0
  }
}
