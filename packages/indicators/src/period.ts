/** Longest period any indicator accepts. A longer one is a mistake, and its window would not fit in memory. */
export const MAX_PERIOD = 10_000_000

export function checkPeriod(period: number): void {
  if (!Number.isInteger(period) || period < 1 || period > MAX_PERIOD) {
    throw new RangeError(`period must be a whole number from 1 to ${MAX_PERIOD}, received ${String(period)}`)
  }
}
