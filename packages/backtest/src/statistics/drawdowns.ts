import { requirePeak } from './accumulator.ts'

/** One drawdown: the equity below its running peak. Of several equal peaks the last one counts. */
export type Drawdown = {
  /** Largest (peak − mark) / peak. */
  readonly depth: number
  readonly peakTime: number
  readonly firstBelowTime: number
  readonly valleyTime: number
  readonly lastBelowTime: number
  /** First mark back at the peak or above it; `null` while still below at the last mark. */
  readonly recoveryTime: number | null
  /** From the peak until the recovery, or until the last mark. */
  readonly durationMs: number
  /** How many marks were below the peak. */
  readonly marksBelow: number
}

/** A peak before the first mark. */
export type FirstPeak = { readonly mark: number; readonly time: number }

/** Every drawdown of a column of marks, in their order. Without a peak before the first mark, the first mark is the first peak. */
export function drawdownsOf(marks: Float64Array, time: Float64Array, first: FirstPeak | null): Drawdown[] {
  const drawdowns: Drawdown[] = []
  let peak = first?.mark ?? Number.NEGATIVE_INFINITY
  let peakTime = first?.time ?? 0
  let begin = -1
  let valley = -1
  const close = (end: number, recoveryTime: number | null): void => {
    drawdowns.push({
      depth: (peak - marks[valley]!) / peak,
      peakTime,
      firstBelowTime: time[begin]!,
      valleyTime: time[valley]!,
      lastBelowTime: time[end - 1]!,
      recoveryTime,
      durationMs: (recoveryTime ?? time[end - 1]!) - peakTime,
      marksBelow: end - begin,
    })
  }
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i]!
    if (mark < peak) {
      if (begin < 0) begin = i
      if (valley < 0 || mark < marks[valley]!) valley = i
      continue
    }
    if (begin >= 0) close(i, time[i]!)
    peak = mark
    peakTime = time[i]!
    begin = -1
    valley = -1
  }
  if (begin >= 0) close(marks.length, null)
  return drawdowns
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
