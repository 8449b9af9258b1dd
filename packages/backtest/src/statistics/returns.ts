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
  /** First candle whose equity is zero or below and is followed by another candle, or `null`. Moments mean nothing then. */
  readonly ruinIndex: number | null
}

/**
 * How far two returns that are really equal can lie apart: each mark is rounded to half a unit in its last place, and a
 * return is made of two marks and one division. 2^-51 for the marks, 2^-52 for the arithmetic, relative to 1 + return.
 */
const ROUNDING = 3 * Number.EPSILON

/**
 * Mean, sample deviation and downside deviation of an equity column, in two passes and without an array of returns.
 *
 * A return is taken as (e[i] − e[i−1]) / e[i−1]: the subtraction is exact for steps below a factor of two, so a return of
 * 1e-9 keeps all its digits. Sums carry their rounding errors along (Ogita, Rump, Oishi 2005, "Accurate sum and dot
 * product", algorithm Sum2), and the variance is the corrected two-pass one (Chan, Golub, LeVeque 1983).
 */
export function returnMoments(equity: Float64Array): ReturnMoments {
  const count = Math.max(equity.length - 1, 0)
  const first = firstPass(equity)
  const mean = count > 0 ? first.sum / count : 0
  const downsideDeviation = count > 0 ? Math.sqrt(first.fallSquares / count) : 0
  return { count, mean, deviation: sampleDeviation(equity, mean, first), downsideDeviation, ruinIndex: first.ruinIndex }
}

type FirstPass = { sum: number; fallSquares: number; lowest: number; highest: number; ruinIndex: number | null }

function firstPass(equity: Float64Array): FirstPass {
  let sum = 0
  let sumError = 0
  let squares = 0
  let squaresError = 0
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  let before = equity.length > 0 ? equity[0]! : 0
  for (let i = 1; i < equity.length; i++) {
    if (!(before > 0)) return { sum: 0, fallSquares: 0, lowest, highest, ruinIndex: i - 1 }
    const now = equity[i]!
    const r = (now - before) / before
    before = now
    if (r > highest) highest = r
    if (r < lowest) lowest = r
    // Two-sum: `total - sum` is what arrived of r, the rest of both operands is the rounding error.
    const total = sum + r
    const arrived = total - sum
    sumError += sum - (total - arrived) + (r - arrived)
    sum = total
    if (r < 0) {
      const square = r * r
      const squaresTotal = squares + square
      const squareArrived = squaresTotal - squares
      squaresError += squares - (squaresTotal - squareArrived) + (square - squareArrived)
      squares = squaresTotal
    }
  }
  return { sum: sum + sumError, fallSquares: squares + squaresError, lowest, highest, ruinIndex: null }
}

function sampleDeviation(equity: Float64Array, mean: number, { lowest, highest, ruinIndex }: FirstPass): number | null {
  const count = equity.length - 1
  if (count < 2) return null
  if (ruinIndex !== null || highest - lowest <= ROUNDING * (1 + Math.abs(highest))) return 0
  let squares = 0
  let squaresError = 0
  let drift = 0
  let before = equity[0]!
  for (let i = 1; i <= count; i++) {
    const now = equity[i]!
    const distance = (now - before) / before - mean
    before = now
    drift += distance
    const square = distance * distance
    const total = squares + square
    const arrived = total - squares
    squaresError += squares - (total - arrived) + (square - arrived)
    squares = total
  }
  return Math.sqrt((squares + squaresError - (drift * drift) / count) / (count - 1))
}
