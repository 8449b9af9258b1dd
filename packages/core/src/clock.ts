import { requireWhole } from './describe.ts'

/** Reads time. */
export interface Clock {
  /** Wall clock: milliseconds since the Unix epoch, UTC. May jump. */
  now(): number
  /** Milliseconds from a fixed but arbitrary point; never steps back. May stand still while the machine sleeps. */
  monotonic(): number
}

/** Ends what it was returned by; calling it again is harmless. */
export type Cancel = () => void

/** Waits. */
export interface Timers {
  /** Calls `run` once, `delayMs` milliseconds from now; as soon as possible where that is not above 0. */
  after(delayMs: number, run: () => void): Cancel
  /**
   * Calls `run` every `intervalMs` milliseconds. Does not keep the process alive.
   *
   * @param intervalMs - a whole number from 1 to 2147483647
   * @throws RangeError for any other `intervalMs`
   */
  every(intervalMs: number, run: () => void): Cancel
}

export const SECOND_MS = 1000
export const MINUTE_MS: number = 60 * SECOND_MS
export const HOUR_MS: number = 60 * MINUTE_MS
export const DAY_MS: number = 24 * HOUR_MS

/** Above it the timers of Node and of browsers fire at once. */
const MAX_DELAY_MS = 2 ** 31 - 1

/** The clock of the platform: Node or a browser. */
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }

/** The timers of the platform. `after` keeps a Node process alive; delays above 2147483647 ms are cut to that. */
export const systemTimers: Timers = {
  after(delayMs, run) {
    const handle = setTimeout(run, capped(delayMs))
    return () => clearTimeout(handle)
  },
  every(intervalMs, run) {
    const handle = setInterval(run, checkedInterval(intervalMs))
    unref(handle)
    return () => clearInterval(handle)
  },
}

/** {@link systemTimers}, of which `after` does not keep a Node process alive either. */
export const backgroundTimers: Timers = {
  ...systemTimers,
  after(delayMs, run) {
    const handle = setTimeout(run, capped(delayMs))
    unref(handle)
    return () => clearTimeout(handle)
  },
}

function capped(delayMs: number): number {
  return Math.min(Math.max(delayMs, 0), MAX_DELAY_MS)
}

function checkedInterval(intervalMs: number): number {
  return requireWhole('intervalMs', intervalMs, 1, MAX_DELAY_MS)
}

/** In Node a timer is an object with `unref`, in a browser a number. */
function unref(handle: unknown): void {
  if (typeof handle === 'object' && handle !== null && 'unref' in handle) (handle as { unref(): void }).unref()
}

/** A clock with timers that moves only when `advance` is called. */
export type ManualClock = Clock &
  Timers & {
    /**
     * Lets `ms` pass at once and runs what falls due, in order of time, then of creation.
     *
     * @throws RangeError for a negative `ms`
     */
    advance(ms: number): void
  }

type Due = { readonly at: number; readonly run: () => void }

/** @param startMs - epoch milliseconds at which the wall clock begins; the monotonic clock begins at 0 */
export function createManualClock(startMs = 0): ManualClock {
  let now = startMs
  let due: Due[] = []
  const schedule = (at: number, run: () => void): Cancel => {
    const entry = { at, run }
    let index = due.length
    while (index > 0 && due[index - 1]!.at > at) index--
    due.splice(index, 0, entry)
    return () => {
      due = due.filter((other) => other !== entry)
    }
  }
  return {
    now: () => now,
    monotonic: () => now - startMs,
    after: (delayMs, run) => schedule(now + Math.max(0, delayMs), run),
    every(intervalMs, run) {
      checkedInterval(intervalMs)
      const repeat = (at: number): Cancel =>
        schedule(at, () => {
          cancel = repeat(at + intervalMs)
          run()
        })
      let cancel = repeat(now + intervalMs)
      return () => cancel()
    },
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`ms must be 0 or more, received ${ms}`)
      const end = now + ms
      for (let next = due[0]; next !== undefined && next.at <= end; next = due[0]) {
        due.shift()
        now = Math.max(now, next.at)
        next.run()
      }
      now = end
    },
  }
}

/** Resolves after `ms` milliseconds, or as soon as `signal` aborts. */
export function delay(
  ms: number,
  {
    timers = systemTimers,
    signal,
  }: { readonly timers?: Pick<Timers, 'after'>; readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = timers.after(ms, done)
    signal?.addEventListener('abort', done)
    if (signal?.aborted) done()
  })
}

/**
 * The result of `work`, or a rejection with the signal's reason where that aborts first. `work` is not stopped by it; where
 * the signal has aborted before the call, `work` does not start.
 */
export async function raceAbort<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  signal.throwIfAborted()
  let onAbort: () => void = () => undefined
  const abort = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([work(), abort])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
