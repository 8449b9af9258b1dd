import { addTo, emptySum, sumOf, totalOf } from '../compensated-sum.ts'

/** Two returns that are really equal can lie this far apart, relative to 1 + |return|; see `returns.ts`. */
const ROUNDING: number = 3 * Number.EPSILON

/** Numbers of the size of returns, and what is known of them; each figure is computed when first read. */
export class Sample {
  readonly values: Float64Array
  #mean: number | undefined
  #deviation: number | undefined
  #sorted: Float64Array | undefined
  #moments: readonly number[] | undefined

  constructor(values: Float64Array) {
    this.values = values
  }

  get count(): number {
    return this.values.length
  }

  /** Arithmetic mean; 0 without values. */
  get mean(): number {
    this.#mean ??= this.count === 0 ? 0 : sumOf(this.values, this.count) / this.count
    return this.#mean
  }

  /** Sample standard deviation (n − 1); exactly 0 where all values are equal but for rounding, or there is only one. */
  get deviation(): number {
    this.#deviation ??= this.count < 2 || isConstant(this.values) ? 0 : Math.sqrt(this.momentOf(2) / (this.count - 1))
    return this.#deviation
  }

  /** Ascending. */
  get sorted(): Float64Array {
    this.#sorted ??= this.values.slice().sort()
    return this.#sorted
  }

  /** Sum of the distances from the mean, each raised to a power of 2, 3 or 4. */
  momentOf(order: 2 | 3 | 4): number {
    this.#moments ??= momentsOf(this.values, this.mean)
    return this.#moments[order - 2]!
  }

  sum(term: (value: number) => number): number {
    const total = emptySum()
    for (const value of this.values) addTo(total, term(value))
    return totalOf(total)
  }
}

function momentsOf(values: Float64Array, mean: number): readonly number[] {
  const squares = emptySum()
  const cubes = emptySum()
  const fourths = emptySum()
  for (const value of values) {
    const distance = value - mean
    const square = distance * distance
    addTo(squares, square)
    addTo(cubes, square * distance)
    addTo(fourths, square * square)
  }
  return [totalOf(squares), totalOf(cubes), totalOf(fourths)]
}

function isConstant(values: Float64Array): boolean {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    lowest = Math.min(lowest, value)
    highest = Math.max(highest, value)
  }
  return highest - lowest <= ROUNDING * (1 + Math.max(Math.abs(lowest), Math.abs(highest)))
}
