import { negated, twoProduct } from './double-double.ts'
import { exponential } from './power.ts'

/** Beyond it the probability of the tail is below the smallest double. */
const FARTHEST = 38.6

/** From here on the continued fraction of the tail settles within its levels. */
const TAIL_FROM = 3
const TAIL_LEVELS = 80

/** √(2π) */
const ROOT_OF_TWO_PI = 2.5066282746310007

/** The point that a standard normal variable stays below with a probability of 5 %. */
export const NORMAL_QUANTILE_5_PCT = -1.6448536269514726

/**
 * Probability that a standard normal variable is at most `x`: 0…1, with the same bits on every platform and within
 * 1e-15 of the exact value, absolutely; in the lower tail, x < −3, also within 1e-14 of it relatively.
 *
 * Near zero by the series Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + …), in the tails by Laplace's continued fraction
 * 1 − Φ(x) = φ(x) / (x + 1 / (x + 2 / (x + 3 / …))).
 *
 * @see Abramowitz and Stegun (1964), "Handbook of Mathematical Functions", 26.2.11 and 26.2.14
 * @param x - any finite number
 */
export function normalProbability(x: number): number {
  const distance = Math.abs(x)
  if (distance < TAIL_FROM) return 0.5 + normalDensity(x) * seriesOf(x)
  const tail = distance > FARTHEST ? 0 : normalDensity(distance) / fractionOf(distance)
  return x < 0 ? tail : 1 - tail
}

/** Density of the standard normal distribution: e^(−x²/2) / √(2π). */
export function normalDensity(x: number): number {
  const square = twoProduct(x, x)
  return exponential(negated({ hi: square.hi / 2, lo: square.lo / 2 })) / ROOT_OF_TWO_PI
}

function seriesOf(x: number): number {
  let term = x
  let sum = x
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return sum
}

function fractionOf(x: number): number {
  let fraction = x
  for (let level = TAIL_LEVELS; level >= 1; level--) fraction = x + level / fraction
  return fraction
}
