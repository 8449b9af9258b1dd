import { ExactSum } from './exact-sum.ts'
import { fits, fitsBelow, NO_GRID, type SumGrid, sumGrid } from './sum-grid.ts'

/**
 * The sum of the last `period` values: the double nearest to the exact one, ties to even, independent of what came before
 * and of where the series starts. `NaN` until `period` values are in, and again after one that is not finite.
 *
 * Values of ordinary magnitudes go through a {@link SumGrid}; one that does not fit sends its whole window through an
 * {@link ExactSum}. Both are exact, so which of them was used cannot be seen in the result.
 */
export class WindowSum {
  readonly #period: number
  /** The last values, zero where there are none yet. */
  readonly #window: Float64Array
  #at = 0
  #count = 0
  #splitter = 0
  #bottom = Number.POSITIVE_INFINITY
  #top = 0
  #grid: SumGrid = NO_GRID
  #coarse = 0
  #fine = 0
  #exact: ExactSum | null = null
  /** Values to take before it is worth looking whether the window fits a grid again. */
  #exactFor = 0

  constructor(period: number) {
    this.#period = period
    this.#window = new Float64Array(period)
  }

  update(value: number): number {
    const size = Math.abs(value)
    if (!(size >= this.#bottom && size < this.#top)) return this.#updateUnusual(value)
    return this.#updateOnGrid(value)
  }

  #updateOnGrid(value: number): number {
    const splitter = this.#splitter
    const old = this.#replace(value)
    const coarse = value + splitter - splitter
    const oldCoarse = old + splitter - splitter
    this.#coarse += coarse - oldCoarse
    this.#fine += value - coarse - (old - oldCoarse)
    return this.#count < this.#period ? Number.NaN : this.#coarse + this.#fine
  }

  /** Puts the value in the place of the one that leaves the window, and returns that. */
  #replace(value: number): number {
    const window = this.#window
    const at = this.#at
    const old = window[at]!
    window[at] = value
    this.#at = at + 1 === this.#period ? 0 : at + 1
    if (this.#count < this.#period) this.#count++
    return old
  }

  #updateUnusual(value: number): number {
    if (value - value !== 0) return this.#restart()
    if (this.#exact !== null) return this.#updateExactly(value, this.#exact)
    if (fitsBelow(this.#grid, value)) return this.#updateOnGrid(value)
    // Nothing came before but zeros, which fit any grid.
    if (this.#grid === NO_GRID) this.#setGrid(sumGrid(this.#period, value))
    else return this.#updateExactly(value, this.#startExactSum())
    if (this.#grid !== NO_GRID) return this.#updateOnGrid(value)
    return this.#updateExactly(value, this.#startExactSum())
  }

  #updateExactly(value: number, sum: ExactSum): number {
    const old = this.#replace(value)
    sum.add(value, 1)
    sum.add(old, -1)
    const total = sum.toNumber()
    if (--this.#exactFor <= 0) this.#tryGrid(value)
    return this.#count < this.#period ? Number.NaN : total
  }

  #startExactSum(): ExactSum {
    const sum = new ExactSum()
    for (const value of this.#window) sum.add(value, 1)
    this.#setGrid(NO_GRID)
    this.#exact = sum
    this.#exactFor = this.#period
    return sum
  }

  /** Goes back to a grid around `value` if all values in the window fit it. */
  #tryGrid(value: number): void {
    this.#exactFor = this.#period
    const grid = value === 0 ? NO_GRID : sumGrid(this.#period, value)
    const { splitter } = grid
    let coarseSum = 0
    let fineSum = 0
    for (const each of this.#window) {
      if (!fits(grid, each)) return
      const coarse = each + splitter - splitter
      coarseSum += coarse
      fineSum += each - coarse
    }
    this.#setGrid(grid)
    this.#coarse = coarseSum
    this.#fine = fineSum
    this.#exact = null
  }

  #setGrid(grid: SumGrid): void {
    this.#grid = grid
    this.#splitter = grid.splitter
    this.#bottom = grid.bottom
    this.#top = grid.top
  }

  #restart(): number {
    // Not more than were taken since the last restart, however long the period.
    this.#window.fill(0, 0, this.#count)
    this.#setGrid(NO_GRID)
    this.#exact = null
    this.#coarse = 0
    this.#fine = 0
    this.#at = 0
    this.#count = 0
    return Number.NaN
  }
}

/**
 * Means of windows of a whole column, as {@link WindowSum} gives their sums, while the values fit one grid: from index `start`
 * on, at which the first window begins, into `out`, which must not share memory with `values`.
 *
 * @returns the index of the first value that was not taken
 */
export function meansOnGrid(values: Float64Array, period: number, out: Float64Array, start: number): number {
  const grid = sumGridAt(values, start, period)
  const { splitter } = grid
  const full = start + period
  const sums = new Float64Array(2)
  for (let index = start; index < full; index++) {
    if (index === values.length || !fits(grid, values[index]!)) return index
    const value = values[index]!
    const coarse = value + splitter - splitter
    sums[0]! += coarse
    sums[1]! += value - coarse
    out[index] = Number.NaN
  }
  out[full - 1] = (sums[0]! + sums[1]!) / period
  let index = full
  while (index < values.length && fits(grid, values[index]!)) index = slide(values, period, out, index, grid, sums)
  return index
}

/**
 * The steady part of {@link meansOnGrid}: takes the value at `from`, which must fit, and those after it up to the first that
 * is not from `bottom` to below `top`. No function is called in the loop: that alone would double its time.
 *
 * @param sums - of the coarse and the fine parts of the window that ends before `from`; brought up to date
 */
function slide(
  values: Float64Array,
  period: number,
  out: Float64Array,
  from: number,
  grid: SumGrid,
  sums: Float64Array,
): number {
  const { splitter, bottom, top } = grid
  const { length } = values
  let coarseSum = sums[0]!
  let fineSum = sums[1]!
  let index = from
  let size = 0
  do {
    const value = values[index]!
    const old = values[index - period]!
    const coarse = value + splitter - splitter
    const oldCoarse = old + splitter - splitter
    coarseSum += coarse - oldCoarse
    fineSum += value - coarse - (old - oldCoarse)
    out[index] = (coarseSum + fineSum) / period
    if (++index === length) break
    size = Math.abs(values[index]!)
  } while (size >= bottom && size < top)
  sums[0] = coarseSum
  sums[1] = fineSum
  return index
}

/** The grid for the first value from `start` on that is not zero. */
function sumGridAt(values: Float64Array, start: number, period: number): SumGrid {
  let index = start
  while (index < values.length && values[index] === 0) index++
  const value = values[index] ?? 0
  return value === 0 || value - value !== 0 ? NO_GRID : sumGrid(period, value)
}
