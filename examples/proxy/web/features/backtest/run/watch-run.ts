import type { Api } from '../../../api/client.ts'
import { isFinished, type Job } from '../../../api/documents.ts'
import { type ApiError, toApiError } from '../../../api/errors.ts'
import type { Listen } from './listen.ts'
import type { Partial } from './partial.ts'

/** Why there is no fresh news of the run; the watch goes on after `retryInMs`. */
export type Trouble = { readonly error: ApiError; readonly retryInMs: number }

export type WatchEvents = {
  readonly onRun: (run: Job) => void
  readonly onPartial: (partial: Partial) => void
  readonly onTrouble: (trouble: Trouble) => void
}

/** Resolves after `delayMs`, or as soon as the signal is aborted. */
export type Wait = (delayMs: number, signal: AbortSignal) => Promise<void>

const FIRST_RETRY_MS = 1_000
const SLOWEST_RETRY_MS = 10_000

/**
 * Follows a run until it is finished and returns it: reads it once, then follows its stream, and reads it again when that
 * ends or breaks. An executor that is away or over its limit is waited for; any other failure, an unknown id among them,
 * rejects.
 */
export async function watchRun(
  api: Pick<Api, 'get'>,
  listen: Listen,
  id: string,
  { onRun, onPartial, onTrouble }: WatchEvents,
  wait: Wait,
  signal: AbortSignal,
): Promise<Job> {
  let retryMs = FIRST_RETRY_MS
  const pause = async (pauseMs: number): Promise<void> => {
    retryMs = Math.min(retryMs * 2, SLOWEST_RETRY_MS)
    await wait(pauseMs, signal)
    signal.throwIfAborted()
  }
  for (;;) {
    try {
      const run = await api.get('/backtest/{id}', { path: { id }, signal })
      onRun(run)
      if (isFinished(run)) return run
      const onStarted = (): void => onRun({ ...run, status: 'running' })
      const onProgress = (partial: Partial): void => {
        retryMs = FIRST_RETRY_MS
        onPartial(partial)
      }
      const hasEnded = await listen(id, { onStarted, onPartial: onProgress }, signal)
      signal.throwIfAborted()
      if (!hasEnded) await pause(retryMs)
    } catch (cause) {
      if (signal.aborted) throw cause
      const error = toApiError(cause)
      if (error.kind === 'refused') throw error
      const retryInMs = error.kind === 'rate-limited' ? error.retryAfterMs : retryMs
      onTrouble({ error, retryInMs })
      await pause(retryInMs)
    }
  }
}
