import { delay } from '@tezgah/core/clock'
import { useEffect, useState } from 'preact/hooks'
import type { Api } from '../../api/client.ts'
import type { Dataset, Documents, Settings } from '../../api/documents.ts'
import { type ApiError, toApiError } from '../../api/errors.ts'

export type CatalogueState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'error'; readonly error: ApiError }
  | {
      readonly phase: 'ready'
      readonly strategies: Documents['StrategyList']
      readonly datasets: Documents['DatasetList']
      readonly settings: Settings
    }

const RETRY_MS = 5_000

export type CatalogueKeeper = {
  readonly state: CatalogueState
  /** A dataset that was just added, as the executor answered. */
  readonly add: (dataset: Dataset) => void
}

/** Strategies, datasets and settings, asked for until the executor is there. */
export function useCatalogue(api: Api): CatalogueKeeper {
  const [state, setState] = useState<CatalogueState>({ phase: 'loading' })
  useEffect(() => {
    const leaving = new AbortController()
    void load(api, setState, leaving.signal)
    return () => leaving.abort()
  }, [api])
  const add = (dataset: Dataset): void =>
    setState((before) => (before.phase === 'ready' ? withDataset(before, dataset) : before))
  return { state, add }
}

type Ready = Extract<CatalogueState, { phase: 'ready' }>

function withDataset(state: Ready, dataset: Dataset): Ready {
  const others = state.datasets.datasets.filter(({ id }) => id !== dataset.id)
  const datasets = [...others, dataset].sort((a, b) => (a.id < b.id ? -1 : 1))
  return { ...state, datasets: { ...state.datasets, datasets } }
}

async function load(api: Api, show: (state: CatalogueState) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const [strategies, datasets, settings] = await Promise.all([
        api.get('/strategies', { signal }),
        api.get('/datasets', { signal }),
        api.get('/settings', { signal }),
      ])
      return show({ phase: 'ready', strategies, datasets, settings })
    } catch (cause) {
      if (signal.aborted) return
      const error = toApiError(cause)
      show({ phase: 'error', error })
      if (error.kind === 'refused') return
      await delay(error.kind === 'rate-limited' ? error.retryAfterMs : RETRY_MS, { signal })
    }
  }
}
