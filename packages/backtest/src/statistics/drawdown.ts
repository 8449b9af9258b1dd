/** The deepest and the longest fall of an equity column below its running peak. */
export type Drawdown = {
  /** Largest `1 − equity / peak`: 0 without a fall, 1 at an equity of zero, above 1 for a negative one. */
  readonly maxFraction: number
  /** Longest time in milliseconds from a peak until equity is back at or above it, or until the last candle. */
  readonly maxDurationMs: number
}

/**
 * Fraction below the running peak at every candle: `1 − equity[i] / peak[i]`, 0.2 is 20 % below. The peak starts at
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
    else column[i] = 1 - mark / peak
  }
  return column
}

/**
 * Deepest and longest drawdown in one pass. The initial cash counts as a peak at the open of the first candle, which is
 * one interval before the first mark.
 *
 * @param equity - one mark per candle, in account currency, taken at the candle's close
 * @param time - candle open times, epoch milliseconds, same length
 * @param intervalMs - length of a candle
 * @param initialCash - above zero
 * @throws RangeError if `initialCash` is not a finite number above zero
 */
export function maxDrawdown(
  equity: Float64Array,
  time: Float64Array,
  intervalMs: number,
  initialCash: number,
): Drawdown {
  requirePeak(initialCash)
  const last = equity.length - 1
  let peak = initialCash
  let peakTime = last >= 0 ? time[0]! - intervalMs : 0
  let trough = peak
  let maxFraction = 0
  let maxDurationMs = 0
  for (let i = 0; i <= last; i++) {
    const mark = equity[i]!
    if (mark < peak) {
      if (mark < trough) trough = mark
      continue
    }
    // Back at the peak. Dividing here only, once per fall, gives the same bits: rounded division is monotone.
    if (trough < peak) {
      maxFraction = Math.max(maxFraction, 1 - trough / peak)
      maxDurationMs = Math.max(maxDurationMs, time[i]! - peakTime)
    }
    peak = mark
    trough = mark
    peakTime = time[i]!
  }
  if (trough < peak) {
    maxFraction = Math.max(maxFraction, 1 - trough / peak)
    maxDurationMs = Math.max(maxDurationMs, time[last]! - peakTime)
  }
  return { maxFraction, maxDurationMs }
}

function requirePeak(initialCash: number): void {
  if (!(initialCash > 0 && Number.isFinite(initialCash))) {
    throw new RangeError(`initialCash must be a finite number above zero, was ${initialCash}`)
  }
}
