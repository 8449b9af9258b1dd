import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { toApiError } from '../api/api-error.ts'
import type { Api } from '../api/client.ts'
import type { RunRequest } from '../api/run.ts'
import { followRun } from './follow-run.ts'
import type { RunState } from './run-state.ts'
import { waitFor } from './watch-run.ts'

const runInAddress = (): string | null => new URLSearchParams(location.search).get('run')

/** The run that the address names: `?run=<id>` is its permalink, and Back goes to the one before. */
export function useRun(api: Api): { readonly state: RunState; readonly start: (request: RunRequest) => Promise<void> } {
  const [state, setState] = useState<RunState>({ phase: 'none' })
  const following = useRef(new AbortController())

  const follow = useCallback(
    (id: string | null): void => {
      following.current.abort()
      following.current = new AbortController()
      if (id === null) setState({ phase: 'none' })
      else void followRun(api, id, setState, waitFor, following.current.signal)
    },
    [api],
  )

  useEffect(() => {
    const show = (): void => follow(runInAddress())
    show()
    addEventListener('popstate', show)
    return () => {
      removeEventListener('popstate', show)
      following.current.abort()
    }
  }, [follow])

  const start = useCallback(
    async (request: RunRequest): Promise<void> => {
      following.current.abort()
      setState({ phase: 'starting' })
      try {
        const id = await api.start(request)
        history.pushState(null, '', `?run=${encodeURIComponent(id)}`)
        follow(id)
      } catch (error) {
        setState({ phase: 'error', id: null, error: toApiError(error) })
      }
    },
    [api, follow],
  )
  return { state, start }
}
