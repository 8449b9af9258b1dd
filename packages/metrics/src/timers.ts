/** How something is done again and again. */
export interface Timers {
  /** Calls `run` every `everyMs` milliseconds until what it returned is called; calling that twice is harmless. */
  every(everyMs: number, run: () => void): () => void
}

/** The timers of Node. They do not keep the process alive. */
export const systemTimers: Timers = {
  every(everyMs, run) {
    const timer = setInterval(run, everyMs)
    timer.unref()
    return () => clearInterval(timer)
  },
}

/** @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647 */
export function requireInterval(everyMs: number): void {
  // Beyond 2^31 − 1 a timer of Node fires every millisecond.
  if (Number.isInteger(everyMs) && everyMs >= 1 && everyMs <= 2_147_483_647) return
  throw new RangeError(`everyMs must be a whole number from 1 to 2147483647, was ${everyMs}`)
}
