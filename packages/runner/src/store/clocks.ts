/** The two clocks of a store. */
export type Clocks = {
  /** Epoch milliseconds, for the times that are stored. */
  readonly now: () => number
  /** Milliseconds of a monotonic clock, for leases. */
  readonly monotonicNow: () => number
}
