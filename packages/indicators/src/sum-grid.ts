import { exponentOf, powerOfTwo } from './double-bits.ts'

/**
 * How to add and subtract doubles in a moving window without any rounding.
 *
 * Each value is split into its multiple of a coarse step and the rest. For values in a known range of magnitudes both
 * parts have so few digits that the sums of a whole window of them still fit a double, so neither sum ever rounds, and
 * adding the two at the end rounds once.
 */
export type SumGrid = {
  /** `(value + splitter) − splitter` is the multiple of the coarse step nearest to `value`. */
  readonly splitter: number
  /** Magnitudes from `bottom` to below `top` fit. */
  readonly bottom: number
  readonly top: number
  /** One divided by the finest step: smaller magnitudes fit too, if they are multiples of it. */
  readonly steps: number
}

/** Fits nothing, and splits zero into zeros. */
export const NO_GRID: SumGrid = { splitter: 0, bottom: Number.POSITIVE_INFINITY, top: 0, steps: 0 }

/** Far from where the figures of a grid would themselves be no doubles. */
const LARGEST_EXPONENT = 400

/**
 * The grid for windows of `period` values about as large as `value`, or {@link NO_GRID} for one beyond 2^±400.
 *
 * The range of magnitudes is `2^(55 − 2w)` wide, where `w` is the number of bits of `period`, and half of it lies above
 * `value`: a factor of 10^13 for 20 values, 10^9 for 2,000.
 */
export function sumGrid(period: number, value: number): SumGrid {
  const width = Math.max(2, 32 - Math.clz32(period))
  const range = 55 - 2 * width
  const top = exponentOf(value) + 1 + ((range - 1) >> 1)
  if (Math.abs(top) > LARGEST_EXPONENT) return NO_GRID
  // A window's coarse parts, each below 2^top, must add up to less than 2^53 coarse steps of 2^(top − 53 + width).
  const splitter = 1.5 * powerOfTwo(top - 1 + width)
  return {
    splitter,
    bottom: powerOfTwo(top - range),
    top: powerOfTwo(top),
    // Its fine parts, each up to half a coarse step, must add up to less than 2^53 fine steps.
    steps: powerOfTwo(107 - 2 * width - top),
  }
}

/** Whether a value fits; one that is not finite does not. */
export function fits(grid: SumGrid, value: number): boolean {
  const size = Math.abs(value)
  return (size >= grid.bottom && size < grid.top) || fitsBelow(grid, value)
}

/** The same for a value that is not from `bottom` to below `top`. */
export function fitsBelow(grid: SumGrid, value: number): boolean {
  if (value === 0) return true
  const steps = value * grid.steps
  return Math.abs(value) < grid.top && steps !== 0 && Number.isInteger(steps)
}
