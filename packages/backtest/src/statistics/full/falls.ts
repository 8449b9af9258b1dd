/** One fall of equity below its running peak. Of several equal peaks the last one counts. */
export type Fall = {
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

/** Every fall of a column of marks, in their order. Without a peak before the first mark, the first mark is the first peak. */
export function fallsOf(marks: Float64Array, time: Float64Array, first: FirstPeak | null): Fall[] {
  const falls: Fall[] = []
  let peak = first?.mark ?? Number.NEGATIVE_INFINITY
  let peakTime = first?.time ?? 0
  let begin = -1
  let valley = -1
  const close = (end: number, recoveryTime: number | null): void => {
    falls.push({
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
  return falls
}
