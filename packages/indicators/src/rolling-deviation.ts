/**
 * Population standard deviation (divisor `period`) of the last `period` values times `deviations`; finite values only, `NaN`
 * during warm-up.
 *
 * Values are taken in blocks of `period`. A window is the end of the last block plus the start of the present one, so
 * nothing is ever subtracted and nothing of a value remains once it has left. Squares are taken of the distance to the
 * present block's first value, which every window that ends in the block holds, and never of the value itself: a price of
 * 3,000,000 that moves by 0.01 keeps its digits.
 */
export class RollingDeviation {
  readonly #period: number
  readonly #factor: number
  /** Behind #at the present block's values; from #at on the sums of the last block's ends. The last entry stays zero. */
  readonly #ends: Float64Array
  readonly #endSquares: Float64Array
  #at = 0
  #warm = false
  #anchor = 0
  #sum = 0
  #squares = 0

  constructor(period: number, deviations: number) {
    this.#period = period
    this.#factor = deviations / period
    this.#ends = new Float64Array(period + 1)
    this.#endSquares = new Float64Array(period + 1)
  }

  update(value: number): number {
    const period = this.#period
    const at = this.#at
    if (at === 0) this.#openBlock(value)
    const distance = value - this.#anchor
    const sum = this.#sum + distance
    const squares = this.#squares + distance * distance
    this.#sum = sum
    this.#squares = squares
    this.#ends[at] = value
    const next = at + 1
    this.#at = next === period ? 0 : next
    if (next === period) this.#warm = true
    if (!this.#warm) return Number.NaN
    return this.#factor * spread(sum + this.#ends[next]!, squares + this.#endSquares[next]!, period)
  }

  restart(): void {
    this.#at = 0
    this.#warm = false
  }

  #openBlock(value: number): void {
    this.#anchor = value
    this.#sum = 0
    this.#squares = 0
    if (this.#warm) sumEnds(this.#ends, 0, this.#period, value, this.#ends, this.#endSquares)
  }
}

type Bands = { readonly upper: Float64Array; readonly middle: Float64Array; readonly lower: Float64Array }

/**
 * The bands `deviations` standard deviations above and below `middle`, as {@link RollingDeviation} gives them, for the
 * values from `from` to before `to`, all of them finite. `upper` and `lower` must not share memory with `values`.
 */
export function fillBands(
  values: Float64Array,
  from: number,
  to: number,
  period: number,
  deviations: number,
  bands: Bands,
): void {
  const ends = new Float64Array(period + 1).fill(Number.NaN, 0, period)
  const endSquares = new Float64Array(period + 1)
  const { upper, middle, lower } = bands
  const factor = deviations / period
  for (let start = from; start < to; start += period) {
    const anchor = values[start]!
    if (start > from) sumEnds(values, start - period, period, anchor, ends, endSquares)
    const count = Math.min(period, to - start)
    let sum = doubleZero(anchor)
    let squares = doubleZero(anchor)
    for (let at = 0; at < count; at++) {
      const distance = values[start + at]! - anchor
      sum += distance
      squares += distance * distance
      const width = factor * spread(sum + ends[at + 1]!, squares + endSquares[at + 1]!, period)
      const mean = middle[start + at]!
      upper[start + at] = mean + width
      lower[start + at] = mean - width
    }
  }
}

/** From the last of the `period` values at `start` to the second: sums of distances to `anchor`, and of their squares. */
function sumEnds(
  values: Float64Array,
  start: number,
  period: number,
  anchor: number,
  ends: Float64Array,
  endSquares: Float64Array,
): void {
  let sum = doubleZero(anchor)
  let squares = doubleZero(anchor)
  for (let at = period - 1; at > 0; at--) {
    const distance = values[start + at]! - anchor
    sum += distance
    squares += distance * distance
    ends[at] = sum
    endSquares[at] = squares
  }
}

/** A zero of which V8 knows that it is a double. A sum that starts as the whole number 0 is boxed, and takes twice as long. */
function doubleZero(finite: number): number {
  return finite - finite
}

/** Standard deviation times the number of values. */
function spread(sum: number, squares: number, count: number): number {
  return Math.sqrt(Math.max(0, count * squares - sum * sum))
}
