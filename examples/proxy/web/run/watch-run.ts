import { type ApiError, toApiError } from '../api/api-error.ts'
import type { Api } from '../api/client.ts'
import { isFinished, type Run } from '../api/run.ts'

/** Why there is no fresh news of the run; the watch goes on after `retryInMs`. */
export type Trouble = { readonly error: ApiError; readonly retryInMs: number }

export type WatchEvents = {
  readonly onRun: (run: Run) => void
  readonly onTrouble: (trouble: Trouble) => void
}

/** Resolves after `delayMs`, or rejects when the signal is aborted. */
export type Wait = (delayMs: number, signal: AbortSignal) => Promise<void>

// Most runs take well under a second; the executor allows sixty requests a minute, so a long one is asked after rarely.
const FIRST_POLL_MS = 120
const SLOWEST_POLL_MS = 2_500
const POLL_GROWTH = 1.6
const FIRST_RETRY_MS = 1_000
const SLOWEST_RETRY_MS = 10_000

/**
 * Asks after a run until it is finished and returns it. An executor that is away or over its limit is waited for;
 * any other failure, an unknown id among them, rejects.
 */
export async function watchRun(
  api: Pick<Api, 'run'>,
  id: string,
  { onRun, onTrouble }: WatchEvents,
  wait: Wait,
  signal: AbortSignal,
): Promise<Run> {
  let pollMs = FIRST_POLL_MS
  let retryMs = FIRST_RETRY_MS
  for (;;) {
    try {
      const run = await api.run(id, signal)
      onRun(run)
      if (isFinished(run)) return run
      await wait(pollMs, signal)
      pollMs = Math.min(pollMs * POLL_GROWTH, SLOWEST_POLL_MS)
      retryMs = FIRST_RETRY_MS
    } catch (cause) {
      if (signal.aborted) throw cause
      const error = toApiError(cause)
      if (error.kind === 'refused') throw error
      const retryInMs = error.kind === 'rate-limited' ? error.retryAfterMs : retryMs
      onTrouble({ error, retryInMs })
      await wait(retryInMs, signal)
      retryMs = Math.min(retryMs * 2, SLOWEST_RETRY_MS)
    }
  }
}

/** The browser's own waiting. */
export const waitFor: Wait = (delayMs, signal) =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, delayMs)
    signal.addEventListener('abort', stop, { once: true })
  })
