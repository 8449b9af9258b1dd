import { type Decimal, ZERO } from '@tezgah/core/decimal'

/** Window of the traded value that fee tiers look at: 30 days of 24 hours. */
export const VOLUME_WINDOW_MS: number = 30 * 24 * 60 * 60 * 1000

/** Fills that have left the window are dropped from memory once there are this many, and more than are left in it. */
const MIN_DROPPED = 1024

/**
 * The value traded in the trailing 30 days, exact.
 *
 * A fill counts for times from its own until, not including, 30 days later. One that becomes known late, at the close of a
 * longer candle than others that closed before, counts with the time of the fill before it. Each enters and leaves the sum once.
 */
export class TrailingVolume {
  readonly #times: number[] = []
  readonly #values: Decimal[] = []
  /** First fill that is still in the window. */
  #head = 0
  #sum: Decimal = ZERO

  /** Counts a fill of `value` (price × quantity) at `time`, epoch milliseconds. */
  add(time: number, value: Decimal): void {
    this.#times.push(Math.max(time, this.#times.at(-1) ?? time))
    this.#values.push(value)
    this.#sum = this.#sum.plus(value)
  }

  /** Quote currency traded in the 30 days up to `time`, epoch milliseconds. */
  at(time: number): Decimal {
    const expired = time - VOLUME_WINDOW_MS
    while (this.#head < this.#times.length && this.#times[this.#head]! <= expired) {
      this.#sum = this.#sum.minus(this.#values[this.#head++]!)
    }
    if (this.#head >= MIN_DROPPED && this.#head * 2 > this.#times.length) this.#dropExpired()
    return this.#sum
  }

  #dropExpired(): void {
    this.#times.splice(0, this.#head)
    this.#values.splice(0, this.#head)
    this.#head = 0
  }
}
