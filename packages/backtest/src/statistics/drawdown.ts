/** The deepest and the longest fall of an equity column below its running peak. */
export type Drawdown = {
  /** Largest `(peak − equity) / peak`: 0 without a fall, 1 at an equity of zero, above 1 for a negative one. */
  readonly maxFraction: number
  /** Longest time in milliseconds from a peak until equity is back at or above it, or until the last candle. */
  readonly maxDurationMs: number
}

/**
 * Fraction below the running peak at every candle: `(peak[i] − equity[i]) / peak[i]`, 0.2 is 20 % below. The peak starts at
 * `initialCash`, so a loss on the first candle shows. 0…1; above 1 only where equity is negative.
 *
 * @param equity - one mark per candle, in account currency
 * @param initialCash - above zero
 * @throws RangeError if `initialCash` is not a finite number above zero
 */
export function drawdownColumn(equity: Float64Array, initialCash: number): Float64Array {
  requirePeak(initialCash)
  const column = new Float64Array(equity.length)
  let peak = initialCash
  for (let i = 0; i < equity.length; i++) {
    const mark = equity[i]!
    if (mark >= peak) peak = mark
    else column[i] = (peak - mark) / peak
  }
  return column
}

/** @throws RangeError if `initialCash`, the first peak, is not a finite number above zero */
export function requirePeak(initialCash: number): void {
  if (!(initialCash > 0 && Number.isFinite(initialCash))) {
    throw new RangeError(`initialCash must be a finite number above zero, was ${initialCash}`)
  }
}
