import { delay } from '@tezgah/core/clock'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Documents, RunInputs } from '../../../api/documents.ts'
import { toApiError } from '../../../api/errors.ts'
import { useApi } from '../../../state/api.ts'
import { addressOf } from '../../../state/location.ts'
import { useQuery, useRouter } from '../../../state/router.ts'
import { followRun } from './follow-run.ts'
import { createListen } from './listen.ts'
import type { RunState } from './run-state.ts'

type StartedSettings = NonNullable<Documents['RunRequest']['settings']>

const listen = createListen((address) => new EventSource(address))

export type RunKeeper = {
  readonly state: RunState
  /** `fresh`: also where the result of an identical run is stored. */
  readonly start: (inputs: RunInputs, fresh?: boolean) => Promise<void>
}

/** The run that the address names: `?run=<id>` is its permalink, and Back goes to the one before. */
export function useRun(): RunKeeper {
  const api = useApi()
  const router = useRouter()
  const id = useQuery('run')
  const [state, setState] = useState<RunState>({ phase: 'none' })
  // The executor answers a request that it knows with the run of before: the address stays, and the run is read again.
  const [starts, setStarts] = useState(0)
  const following = useRef(new AbortController())

  useEffect(() => {
    following.current.abort()
    following.current = new AbortController()
    if (id === null) setState({ phase: 'none' })
    else
      void followRun(
        { api, listen, wait: (ms, signal) => delay(ms, { signal }) },
        id,
        setState,
        following.current.signal,
      )
    return () => following.current.abort()
  }, [api, id, starts])

  const start = useCallback(
    async (inputs: RunInputs, fresh = false): Promise<void> => {
      following.current.abort()
      const mine = new AbortController()
      following.current = mine
      setState({ phase: 'starting' })
      try {
        const { strategy, datasets, detail, params, settings } = inputs
        const started = await api.post('/backtest/start', {
          query: fresh ? { fresh: 'true' } : undefined,
          // The executor validates the settings and names the field that it refuses.
          body: { strategy, datasets, detail, params, settings: settings as StartedSettings },
        })
        // The person has left this view meanwhile: do not navigate back.
        if (mine.signal.aborted) return
        router.go(addressOf('backtest', { run: started.id }))
        setStarts((count) => count + 1)
      } catch (error) {
        if (!mine.signal.aborted) setState({ phase: 'error', id: null, error: toApiError(error) })
      }
    },
    [api, router],
  )
  return { state, start }
}
