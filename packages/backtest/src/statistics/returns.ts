import { addTo, emptySum, totalOf } from './compensated-sum.ts'

/** Moments of the simple returns `equity[i] / equity[i - 1] - 1` for i ≥ 1, as fractions per candle. */
export type ReturnMoments = {
  /** How many returns there are: one fewer than candles. */
  readonly count: number
  /** Arithmetic mean; 0 without returns. Not finite where a return overflows. */
  readonly mean: number
  /** Sample standard deviation (n − 1); exactly 0 where all returns are equal, `null` for fewer than two. */
  readonly deviation: number | null
  /** Root of the mean of `min(return, 0)²` over all returns (target 0); 0 without a falling candle. */
  readonly downsideDeviation: number
  /** First candle with an equity of zero or below and a candle after it, or `null`. The moments are then void. */
  readonly ruinIndex: number | null
}

/**
 * How far two returns that are really equal can lie apart, relative to 1 + |return|: a mark is rounded to half a unit in
 * its last place and a return is made of two marks (2^-51 between two returns) and one division (2^-52).
 */
const ROUNDING: number = 3 * Number.EPSILON

/** Short enough that plain sums inside a chunk stay exact to 1e-12; the functions called per chunk compile early. */
const CHUNK = 2048

/**
 * Mean, sample deviation and downside deviation of an equity column, in two passes and without an array of returns.
 *
 * A return is taken as (e[i] − e[i−1]) / e[i−1]: the subtraction is exact for steps below a factor of two, so a return of
 * 1e-9 keeps all its digits. The variance is the two-pass one (Chan, Golub, LeVeque 1983, "Algorithms for Computing the
 * Sample Variance") around a mean whose sum carries its rounding errors along.
 */
export function returnMoments(equity: Float64Array): ReturnMoments {
  const count = Math.max(equity.length - 1, 0)
  if (count === 0) return { count, mean: 0, deviation: null, downsideDeviation: 0, ruinIndex: null }
  const chunks = Math.ceil(count / CHUNK)
  const end = (chunk: number) => Math.min(chunk * CHUNK + CHUNK, count) + 1
  const sum = emptySum()
  for (let chunk = 0; chunk < chunks; chunk++) addTo(sum, sumOfReturns(equity, chunk * CHUNK + 1, end(chunk)))
  const mean = totalOf(sum) / count
  const ruinIndex = Number.isNaN(mean) ? firstRuin(equity) : null
  if (ruinIndex !== null) return { count, mean: 0, deviation: null, downsideDeviation: 0, ruinIndex }

  const squares: Squares = { spread: 0, fall: 0 }
  for (let chunk = 0; chunk < chunks; chunk++) addSquares(squares, equity, chunk * CHUNK + 1, end(chunk), mean)
  const deviation = count < 2 ? null : Math.sqrt(squares.spread / (count - 1))
  return {
    count,
    mean,
    deviation: deviation !== null && areAllEqual(equity, mean, deviation) ? 0 : deviation,
    downsideDeviation: Math.sqrt(squares.fall / count),
    ruinIndex,
  }
}

/** Sum of the returns of candles `from` up to `to`, as if in twice the precision; NaN where equity was ruined before. */
function sumOfReturns(equity: Float64Array, from: number, to: number): number {
  let sum = 0
  let error = 0
  let before = equity[from - 1]!
  for (let i = from; i < to; i++) {
    if (!(before > 0)) return Number.NaN
    const now = equity[i]!
    const r = (now - before) / before
    before = now
    const total = sum + r
    const arrived = total - sum
    error += sum - (total - arrived) + (r - arrived)
    sum = total
  }
  return sum + error
}

/** Sum of squared distances from the mean, and sum of squared returns below zero. */
type Squares = { spread: number; fall: number }

function addSquares(squares: Squares, equity: Float64Array, from: number, to: number, mean: number): void {
  let spread = 0
  let fall = 0
  let before = equity[from - 1]!
  for (let i = from; i < to; i++) {
    const now = equity[i]!
    const r = (now - before) / before
    before = now
    const distance = r - mean
    spread += distance * distance
    const below = Math.min(r, 0)
    fall += below * below
  }
  squares.spread += spread
  squares.fall += fall
}

/** Whether no two returns differ by more than the rounding of the marks explains, as in 0.1, 0.1, 0.1. */
function areAllEqual(equity: Float64Array, mean: number, deviation: number): boolean {
  // A deviation never exceeds the range, so the third pass is needed only where the answer is open.
  if (!(deviation <= ROUNDING * (1 + Math.abs(mean)))) return false
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (let i = 1; i < equity.length; i++) {
    const r = (equity[i]! - equity[i - 1]!) / equity[i - 1]!
    lowest = Math.min(lowest, r)
    highest = Math.max(highest, r)
  }
  return highest - lowest <= ROUNDING * (1 + Math.max(Math.abs(lowest), Math.abs(highest)))
}

function firstRuin(equity: Float64Array): number | null {
  const index = equity.findIndex((mark, i) => !(mark > 0) && i < equity.length - 1)
  return index < 0 ? null : index
}
