import type { Api } from '../../../api/client.ts'
import { toApiError } from '../../../api/errors.ts'
import { type RunResult, readResult } from '../../../api/result-formats.ts'
import type { Listen } from './listen.ts'
import type { RunState, Watching } from './run-state.ts'
import { type Wait, type WatchEvents, watchRun } from './watch-run.ts'

export type FollowDeps = { readonly api: Pick<Api, 'get'>; readonly listen: Listen; readonly wait: Wait }

/** Follows one run from its id to its result and shows each state; shows nothing once aborted. */
export async function followRun(
  { api, listen, wait }: FollowDeps,
  id: string,
  show: (state: RunState) => void,
  signal: AbortSignal,
): Promise<void> {
  let known: Watching = { phase: 'watching', id, run: null, partial: null, trouble: null }
  const report = (news: { [key in keyof Watching]?: Watching[key] }): void => {
    known = { ...known, trouble: null, ...news }
    if (!signal.aborted) show(known)
  }
  const events: WatchEvents = {
    onRun: (run) => report({ run }),
    onPartial: (partial) => report({ partial }),
    onTrouble: (trouble) => report({ trouble }),
  }
  report({})
  try {
    const finished = await watchRun(api, listen, id, events, wait, signal)
    if (finished.status !== 'done') return show({ phase: 'ended', id, run: finished })
    const result = await waitForResult(api, id, events.onTrouble, wait, signal)
    show({ phase: 'done', id, run: finished, result })
  } catch (error) {
    if (!signal.aborted) show({ phase: 'error', id, error: toApiError(error) })
  }
}

const RESULT_RETRY_MS = 2_000

/** The result exists by now, so an executor that is away for a moment is waited for. */
async function waitForResult(
  api: Pick<Api, 'get'>,
  id: string,
  onTrouble: WatchEvents['onTrouble'],
  wait: Wait,
  signal: AbortSignal,
): Promise<RunResult> {
  for (;;) {
    try {
      return readResult(await api.get('/backtest/{id}/result', { path: { id }, signal }))
    } catch (cause) {
      const error = toApiError(cause)
      if (signal.aborted || error.kind === 'refused') throw error
      const retryInMs = error.kind === 'rate-limited' ? error.retryAfterMs : RESULT_RETRY_MS
      onTrouble({ error, retryInMs })
      await wait(retryInMs, signal)
    }
  }
}
