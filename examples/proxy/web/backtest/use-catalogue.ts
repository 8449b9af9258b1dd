import { useEffect, useState } from 'preact/hooks'
import { type ApiError, toApiError } from '../api/api-error.ts'
import type { Catalogue, Dataset, Strategy } from '../api/catalogue.ts'
import type { Api } from '../api/client.ts'
import type { Settings } from '../api/settings.ts'
import { waitFor } from '../run/watch-run.ts'

export type CatalogueState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'error'; readonly error: ApiError }
  | {
      readonly phase: 'ready'
      readonly strategies: Catalogue<Strategy>
      readonly datasets: Catalogue<Dataset>
      readonly settings: Settings
    }

const RETRY_MS = 5_000

/** Strategies, datasets and settings, asked for until the executor is there. */
export function useCatalogue(api: Api): CatalogueState {
  const [state, setState] = useState<CatalogueState>({ phase: 'loading' })
  useEffect(() => {
    const leaving = new AbortController()
    void load(api, setState, leaving.signal)
    return () => leaving.abort()
  }, [api])
  return state
}

async function load(api: Api, show: (state: CatalogueState) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const [strategies, datasets, settings] = await Promise.all([
        api.strategies(signal),
        api.datasets(signal),
        api.settings(signal),
      ])
      return show({ phase: 'ready', strategies, datasets, settings })
    } catch (cause) {
      if (signal.aborted) return
      const error = toApiError(cause)
      show({ phase: 'error', error })
      if (error.kind === 'refused') return
      // Rejects only when the page is left, and then nobody waits for an answer.
      await waitFor(error.kind === 'rate-limited' ? error.retryAfterMs : RETRY_MS, signal).catch(() => undefined)
    }
  }
}
