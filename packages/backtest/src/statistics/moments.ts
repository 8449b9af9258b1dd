import type { EquityAccumulator } from './accumulator.ts'
import { addTo, emptySum, totalOf } from './numeric/compensated-sum.ts'
import { ROUNDING } from './sample.ts'

/** Moments of the simple returns `equity[i] / equity[i - 1] - 1` for i ≥ 1, as fractions per candle. */
export type ReturnMoments = {
  /** How many returns there are: one fewer than candles. */
  readonly count: number
  /** Arithmetic mean; 0 without returns. Not finite where a return overflows. */
  readonly mean: number
  /** Sample standard deviation (n − 1); exactly 0 where all returns are equal, `null` for fewer than two. */
  readonly deviation: number | null
  /** Root of the mean of `min(return, 0)²` over all returns (target 0); 0 without a return below zero. */
  readonly downsideDeviation: number
  /** First candle with an equity of zero or below and a candle after it, or `null`. The moments are then void. */
  readonly ruinIndex: number | null
}

/** Short enough that plain sums inside a chunk stay exact to 1e-12; the functions called per chunk compile early. */
const CHUNK = 2048

/**
 * Mean, sample deviation and downside deviation from the sums of one pass along the equity, without an array of returns.
 *
 * A return is taken as (e[i] − e[i−1]) / e[i−1]: the subtraction is exact for steps below a factor of two, so a return of
 * 1e-9 keeps all its digits. The variance is (Σr² − (Σr)² / n) / (n − 1), which loses no digits while the mean is smaller
 * than the deviation. Otherwise the equity is written out for the two-pass formula (Chan, Golub, LeVeque 1983,
 * "Algorithms for Computing the Sample Variance").
 *
 * @param equity - gives the equity at every candle, for the second pass
 */
export function momentsOf(accumulator: EquityAccumulator, candles: number, equity: () => Float64Array): ReturnMoments {
  const count = Math.max(candles - 1, 0)
  if (count === 0) return { count, mean: 0, deviation: null, downsideDeviation: 0, ruinIndex: null }
  if (accumulator.ruinIndex >= 0) {
    return { count, mean: 0, deviation: null, downsideDeviation: 0, ruinIndex: accumulator.ruinIndex }
  }
  const sum = accumulator.sum + accumulator.sumError
  const mean = sum / count
  const squares = totalOf(accumulator.squares)
  const deviation = count < 2 ? null : sampleDeviation(sum, squares, count, equity)
  // The negative returns were summed as (2 min(r, 0))², which is exactly four times as much.
  return {
    count,
    mean,
    deviation,
    downsideDeviation: Math.sqrt(totalOf(accumulator.losses) / 4 / count),
    ruinIndex: null,
  }
}

function sampleDeviation(sum: number, squares: number, count: number, equity: () => Float64Array): number {
  if (squares === 0) return 0
  const mean = sum / count
  const spread = squares - sum * mean
  const deviation = Math.sqrt(spread / (count - 1))
  // A deviation never exceeds the range, so a smaller one may come from returns that are really equal.
  const mayBeEqual = deviation <= ROUNDING * (1 + Math.abs(mean))
  if (spread > squares / 2 && !mayBeEqual) return deviation
  return twoPassDeviation(equity(), mean)
}

function twoPassDeviation(equity: Float64Array, mean: number): number {
  const count = equity.length - 1
  const spread = emptySum()
  for (let from = 1; from <= count; from += CHUNK) {
    addTo(spread, squaredDistances(equity, mean, from, Math.min(from + CHUNK, count + 1)))
  }
  const deviation = Math.sqrt(totalOf(spread) / (count - 1))
  return areAllEqual(equity, mean, deviation) ? 0 : deviation
}

/** Sum of squared distances from the mean of the returns of candles `from` up to `to`. */
function squaredDistances(equity: Float64Array, mean: number, from: number, to: number): number {
  let spread = 0
  let before = equity[from - 1]!
  for (let i = from; i < to; i++) {
    const now = equity[i]!
    const distance = (now - before) / before - mean
    before = now
    spread += distance * distance
  }
  return spread
}

/** Whether no two returns differ by more than the rounding of the marks explains, as in 0.1, 0.1, 0.1. */
function areAllEqual(equity: Float64Array, mean: number, deviation: number): boolean {
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
