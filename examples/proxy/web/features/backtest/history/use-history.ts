import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Job } from '../../../api/documents.ts'
import { type ApiError, toApiError } from '../../../api/errors.ts'
import { useApi } from '../../../state/api.ts'
import { useLive } from '../../../state/live/use-live.ts'
import { mergeRuns } from './search-runs.ts'

const PAGE = 50
/** Runs that the list holds at most; older ones are found by their id only. */
const MOST_RUNS = 5_000

export type History = {
  /** Null until the first page is there. */
  readonly jobs: readonly Job[] | null
  readonly isReading: boolean
  readonly hasMore: boolean
  readonly error: ApiError | null
  /** The next page, or the same again after an error. */
  readonly more: () => void
}

/** All runs, page by page, with the changes that the stream sends. */
export function useHistory(): History {
  const api = useApi()
  const live = useLive('jobs')
  const [read, setRead] = useState<readonly Job[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [isReading, setReading] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const leaving = useRef<AbortController | null>(null)

  const load = useCallback(
    async (from: string | null): Promise<void> => {
      leaving.current?.abort()
      const mine = new AbortController()
      leaving.current = mine
      setReading(true)
      setError(null)
      try {
        const query = { limit: String(PAGE), ...(from !== null && { cursor: from }) }
        const page = await api.get('/backtests', { query, signal: mine.signal })
        setRead((before) => mergeRuns(before ?? [], page.backtests).slice(0, MOST_RUNS))
        setCursor(page.nextCursor)
      } catch (cause) {
        if (!mine.signal.aborted) setError(toApiError(cause))
      }
      if (!mine.signal.aborted) setReading(false)
    },
    [api],
  )
  useEffect(() => {
    void load(null)
    return () => leaving.current?.abort()
  }, [load])
  const jobs = read === null ? null : mergeRuns(read, live?.value ?? [])
  const hasMore = cursor !== null && (read?.length ?? 0) < MOST_RUNS
  return { jobs, isReading, hasMore, error, more: () => void load(cursor) }
}
