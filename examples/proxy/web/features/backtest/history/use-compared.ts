import { useEffect, useState } from 'preact/hooks'
import { toApiError } from '../../../api/errors.ts'
import { readResult } from '../../../api/result-formats.ts'
import { useApi } from '../../../state/api.ts'
import { type Compared, comparedOf } from './compare-runs.ts'

export type Side =
  | { readonly phase: 'reading' }
  | { readonly phase: 'ready'; readonly run: Compared }
  | { readonly phase: 'failed'; readonly why: string }

/** The runs by id, read one after the other: each result may be large, and only a little of it is kept. */
export function useCompared(ids: readonly string[], notDone: string): ReadonlyMap<string, Side> {
  const api = useApi()
  const [sides, setSides] = useState<ReadonlyMap<string, Side>>(new Map())
  const key = ids.join(',')
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    const show = (id: string, side: Side): void => {
      if (!signal.aborted) setSides((before) => new Map(before).set(id, side))
    }
    const read = async (): Promise<void> => {
      for (const id of key.split(',').filter(Boolean)) {
        if (signal.aborted) return
        try {
          const path = { id }
          const job = await api.get('/backtest/{id}', { path, signal })
          if (job.status !== 'done') {
            show(id, { phase: 'failed', why: notDone })
            continue
          }
          const result = readResult(await api.get('/backtest/{id}/result', { path, signal }))
          show(id, { phase: 'ready', run: comparedOf(id, result, job.datasets) })
        } catch (error) {
          show(id, { phase: 'failed', why: toApiError(error).message })
        }
      }
    }
    setSides(new Map())
    void read()
    return () => leaving.abort()
  }, [api, key, notDone])
  return sides
}
