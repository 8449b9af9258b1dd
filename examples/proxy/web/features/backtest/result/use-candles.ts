import { useEffect, useState } from 'preact/hooks'
import { allCandles, type CandleColumns } from '../../../api/all-candles.ts'
import { toApiError } from '../../../api/errors.ts'
import type { EquityCurve } from '../../../api/result-formats.ts'
import { MOST_CANDLES, type Segment } from '../../../charts/segment.ts'
import { useApi } from '../../../state/api.ts'

export type CandlesState =
  | { readonly phase: 'loading'; readonly count: number }
  | { readonly phase: 'ready'; readonly candles: CandleColumns }
  /** The rest of the result is drawn without them; `why` is null where no dataset is known. */
  | { readonly phase: 'missing'; readonly why: string | null }

/** The candles under a stretch of a result. */
export function useCandles(dataset: string | null, { time }: EquityCurve, { from, to }: Segment): CandlesState {
  const api = useApi()
  const [state, setState] = useState<CandlesState>({ phase: 'loading', count: 0 })
  useEffect(() => {
    const [first, last] = [time[from], time[to - 1]]
    if (dataset === null || first === undefined || last === undefined) {
      setState({ phase: 'missing', why: null })
      return
    }
    const leaving = new AbortController()
    const { signal } = leaving
    const show = (next: CandlesState): void => {
      if (!signal.aborted) setState(next)
    }
    show({ phase: 'loading', count: 0 })
    const wanted = { from: first, to: last + 1, most: MOST_CANDLES }
    allCandles(api, dataset, wanted, (count) => show({ phase: 'loading', count }), signal).then(
      (candles) => show({ phase: 'ready', candles }),
      (error: unknown) => show({ phase: 'missing', why: toApiError(error).message }),
    )
    return () => leaving.abort()
  }, [api, dataset, time, from, to])
  return state
}
