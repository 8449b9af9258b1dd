import { toApiError } from '../api/api-error.ts'
import type { Api } from '../api/client.ts'
import type { RunState } from './run-state.ts'
import { type Wait, watchRun } from './watch-run.ts'

/** Takes one run from its id to its result, telling each state on the way; silent once aborted. */
export async function followRun(
  api: Pick<Api, 'run' | 'result'>,
  id: string,
  show: (state: RunState) => void,
  wait: Wait,
  signal: AbortSignal,
): Promise<void> {
  let run: Extract<RunState, { phase: 'watching' }>['run'] = null
  show({ phase: 'watching', id, run, trouble: null })
  const events = {
    onRun: (next: NonNullable<typeof run>) => {
      run = next
      if (!signal.aborted) show({ phase: 'watching', id, run, trouble: null })
    },
    onTrouble: (trouble: NonNullable<Extract<RunState, { phase: 'watching' }>['trouble']>) =>
      show({ phase: 'watching', id, run, trouble }),
  }
  try {
    const finished = await watchRun(api, id, events, wait, signal)
    if (finished.status !== 'done') return show({ phase: 'ended', id, run: finished })
    const result = await readResult(api, id, events.onTrouble, wait, signal)
    show({ phase: 'done', id, run: finished, result })
  } catch (error) {
    if (!signal.aborted) show({ phase: 'error', id, error: toApiError(error) })
  }
}

const RESULT_RETRY_MS = 2_000

/** The result exists by now, so an executor that is away for a moment is waited for. */
async function readResult(
  api: Pick<Api, 'result'>,
  id: string,
  onTrouble: Parameters<typeof watchRun>[2]['onTrouble'],
  wait: Wait,
  signal: AbortSignal,
): ReturnType<Api['result']> {
  for (;;) {
    try {
      return await api.result(id, signal)
    } catch (cause) {
      const error = toApiError(cause)
      if (signal.aborted || error.kind === 'refused') throw error
      const retryInMs = error.kind === 'rate-limited' ? error.retryAfterMs : RESULT_RETRY_MS
      onTrouble({ error, retryInMs })
      await wait(retryInMs, signal)
    }
  }
}
