import type { JSX } from 'preact'
import { Notice } from '../ui/notice.tsx'
import type { CatalogueState } from './use-catalogue.ts'

/** Stands where the form will be. */
export function CatalogueView({ state }: { readonly state: Exclude<CatalogueState, { phase: 'ready' }> }): JSX.Element {
  if (state.phase === 'loading') return <div class="card run-form loading" aria-busy="true" />
  const again = state.error.kind === 'refused' ? 'Reload the page to try again.' : 'This page keeps asking.'
  return (
    <Notice title={state.error.title}>
      {state.error.message} {again}
    </Notice>
  )
}
