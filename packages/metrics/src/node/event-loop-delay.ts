import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Timers } from '@tezgah/core/clock'

/** The part of Node's `monitorEventLoopDelay` that is used here. Times are nanoseconds. */
export interface DelayMonitor {
  readonly count: number
  readonly max: number
  percentile(percent: number): number
  enable(): boolean
  disable(): boolean
  reset(): void
}

/** How late timers were in one window, in seconds. */
export type EventLoopDelay = { readonly p50: number; readonly p99: number; readonly max: number }

/** Length of a window in milliseconds. A scraper that scrapes less often misses windows. */
export const WINDOW_MS = 15_000

/** Each sample is a timer of Node: at 10 ms, its default, an idle service wakes a hundred times a second for nothing. */
const RESOLUTION_MS = 20

export type EventLoopDelayOptions = {
  readonly everyMs: number
  readonly timers: Timers
  /** `monitorEventLoopDelay` of Node when absent. */
  readonly monitor?: (resolutionMs: number) => DelayMonitor
}

/**
 * Measures how late timers are, one window after the other. By timer and not at scrape, so that two scrapers do not take each
 * other's windows.
 *
 * @returns stops it; calling it twice is harmless
 * @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647
 */
export function watchEventLoop(report: (delay: EventLoopDelay) => void, options: EventLoopDelayOptions): () => void {
  const { everyMs, timers, monitor = (resolution) => monitorEventLoopDelay({ resolution }) } = options
  const delays = monitor(RESOLUTION_MS)
  const read = (): void => {
    // After a stall this timer may fire before the sample that shows the stall; an immediate comes after both.
    setImmediate(() => {
      // Without a sample Node returns 511 ns as any percentile and NaN as the mean.
      if (delays.count === 0) return
      report({ p50: late(delays.percentile(50)), p99: late(delays.percentile(99)), max: late(delays.max) })
      delays.reset()
    })
  }
  const stop = timers.every(everyMs, read)
  delays.enable()
  return () => {
    stop()
    delays.disable()
  }
}

/** Node measures from one sample to the next, so the time between two punctual samples is subtracted. */
function late(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000)
}
