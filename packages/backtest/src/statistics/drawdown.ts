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
  if (last < 0) return { maxFraction: 0, maxDurationMs: 0 }
  const course: Course = {
    peak: initialCash,
    peakTime: time[0]! - intervalMs,
    trough: initialCash,
    maxFraction: 0,
    maxDurationMs: 0,
  }
  for (let from = 0; from <= last; from += CHUNK) follow(course, equity, time, from, Math.min(from + CHUNK, last + 1))
  endFall(course, time[last]!)
  return { maxFraction: course.maxFraction, maxDurationMs: course.maxDurationMs }
}

/** Candles per call of `follow`: a function called often compiles early, a loop entered once does not. */
const CHUNK = 2048

/** Where the walk along the equity column stands: the running peak, the lowest mark since, and the extremes so far. */
type Course = { peak: number; peakTime: number; trough: number; maxFraction: number; maxDurationMs: number }

function follow(course: Course, equity: Float64Array, time: Float64Array, from: number, to: number): void {
  let { peak, peakTime, trough } = course
  for (let i = from; i < to; i++) {
    const mark = equity[i]!
    if (mark < peak) {
      if (mark < trough) trough = mark
      continue
    }
    if (trough < peak) {
      course.peak = peak
      course.peakTime = peakTime
      course.trough = trough
      endFall(course, time[i]!)
    }
    peak = mark
    trough = mark
    peakTime = time[i]!
  }
  course.peak = peak
  course.peakTime = peakTime
  course.trough = trough
}

/** One division per fall instead of one per candle gives the same bits, because rounding is monotone. */
function endFall(course: Course, endTime: number): void {
  if (!(course.trough < course.peak)) return
  course.maxFraction = Math.max(course.maxFraction, (course.peak - course.trough) / course.peak)
  course.maxDurationMs = Math.max(course.maxDurationMs, endTime - course.peakTime)
}

function requirePeak(initialCash: number): void {
  if (!(initialCash > 0 && Number.isFinite(initialCash))) {
    throw new RangeError(`initialCash must be a finite number above zero, was ${initialCash}`)
  }
}
