/**
 * Population standard deviation (divisor `period`) of the last `period` values; finite values only, `NaN` during warm-up.
 *
 * The same blocks as in the simple moving average: a window is the end of the last block plus the start of the present one.
 * Squares are taken of the distance to a value inside the window (the last block's last, the present block's first), never
 * of the value itself, so a price of 3,000,000 that moves by 0.01 keeps its digits.
 */
export class RollingDeviation {
  readonly #period: number
  readonly #ends: Float64Array
  readonly #endSquares: Float64Array
  #at = 0
  #warm = false
  #anchor = 0
  /** Distance from the present block's anchor to the last block's. */
  #shift = 0
  #lastValue = 0
  #sum = 0
  #squares = 0

  constructor(period: number) {
    this.#period = period
    this.#ends = new Float64Array(period)
    this.#endSquares = new Float64Array(period)
  }

  update(value: number): number {
    const at = this.#at
    if (at === 0) this.#openBlock(value)
    const distance = value - this.#anchor
    const sum = this.#sum + distance
    const squares = this.#squares + distance * distance
    this.#ends[at] = value
    const next = at + 1
    const period = this.#period
    if (next === period) {
      this.#closeBlock(value)
      return deviation(sum, squares, period)
    }
    this.#at = next
    this.#sum = sum
    this.#squares = squares
    if (!this.#warm) return Number.NaN
    // The end of the last block, moved from its own anchor to the present one.
    const count = period - next
    const shift = this.#shift
    const end = this.#ends[next]!
    const moved = count * shift
    return deviation(sum + (end + moved), squares + (this.#endSquares[next]! + shift * (2 * end + moved)), period)
  }

  restart(): void {
    this.#at = 0
    this.#warm = false
  }

  #openBlock(value: number): void {
    this.#anchor = value
    this.#shift = this.#lastValue - value
    this.#sum = 0
    this.#squares = 0
  }

  #closeBlock(lastValue: number): void {
    const ends = this.#ends
    const endSquares = this.#endSquares
    let sum = 0
    let squares = 0
    for (let at = this.#period - 1; at > 0; at--) {
      const distance = ends[at]! - lastValue
      sum += distance
      squares += distance * distance
      ends[at] = sum
      endSquares[at] = squares
    }
    this.#lastValue = lastValue
    this.#at = 0
    this.#warm = true
  }
}

function deviation(sum: number, squares: number, count: number): number {
  return Math.sqrt(Math.max(0, squares - (sum * sum) / count) / count)
}
