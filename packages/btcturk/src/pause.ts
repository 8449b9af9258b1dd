import type { Timers } from './ports.ts'

/** Resolves after `ms` milliseconds or as soon as `signal` aborts. */
export function pause(ms: number, timers: Timers, signal: AbortSignal | undefined): Promise<void> {
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
