import { type MetricValue, missing } from './metrics.ts'
import { addTo, emptySum, sumOf, totalOf } from './numeric/compensated-sum.ts'

/**
 * How far two returns that are really equal can lie apart, relative to 1 + |return|: a mark is rounded to half a unit in
 * its last place and a return is made of two marks (2^-51 between two returns) and one division (2^-52).
 */
export const ROUNDING: number = 3 * Number.EPSILON

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

/** Simple returns from mark to mark, as fractions. */
export class ReturnSeries extends Sample {
  readonly marks: Float64Array
  /** First mark of zero or below with another one after it, or −1; the returns are then void. */
  readonly ruinIndex: number

  constructor(marks: Float64Array) {
    super(returnsOf(marks))
    this.marks = marks
    this.ruinIndex = marks.findIndex((mark, index) => !(mark > 0) && index < marks.length - 1)
  }

  /** Why there are fewer than `minimum` returns, or none at all after ruin; `null` where there are enough. */
  obstacle(minimum: number): MetricValue | null {
    if (this.ruinIndex >= 0) {
      return missing(`equity is zero or below at period ${this.ruinIndex}, so later returns are undefined`)
    }
    if (this.count >= minimum) return null
    return missing(minimum === 1 ? 'there is no return' : `fewer than ${COUNT_WORDS[minimum] ?? minimum} returns`)
  }
}

const COUNT_WORDS: Readonly<Record<number, string>> = { 2: 'two', 3: 'three', 4: 'four' }

function returnsOf(marks: Float64Array): Float64Array {
  const values = new Float64Array(Math.max(marks.length - 1, 0))
  for (let i = 1; i < marks.length; i++) values[i - 1] = (marks[i]! - marks[i - 1]!) / marks[i - 1]!
  return values
}
