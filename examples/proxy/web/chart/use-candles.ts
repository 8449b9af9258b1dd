import { useEffect, useState } from 'preact/hooks'
import { allCandles } from '../api/all-candles.ts'
import { toApiError } from '../api/api-error.ts'
import type { Candles } from '../api/catalogue.ts'
import type { Api } from '../api/client.ts'
import type { EquityCurve } from '../api/result.ts'

export type CandlesState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly candles: Candles }
  /** The rest of the result is drawn without them, and `why` is shown. */
  | { readonly phase: 'missing'; readonly why: string }

/** The candles under a result, over exactly the time it covers. */
export function useCandles(api: Api, dataset: string | null, { time }: EquityCurve): CandlesState {
  const [state, setState] = useState<CandlesState>({ phase: 'loading' })
  useEffect(() => {
    const [from, last] = [time[0], time.at(-1)]
    if (dataset === null || from === undefined || last === undefined) {
      setState({ phase: 'missing', why: 'The run does not name a dataset to draw candles from.' })
      return
    }
    const leaving = new AbortController()
    allCandles(api, dataset, { from, to: last + 1 }, leaving.signal).then(
      (candles) => setState({ phase: 'ready', candles }),
      (error: unknown) => {
        if (!leaving.signal.aborted) setState({ phase: 'missing', why: toApiError(error).message })
      },
    )
    return () => leaving.abort()
  }, [api, dataset, time])
  return state
}
