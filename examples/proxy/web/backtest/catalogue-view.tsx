import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import { Notice } from '../ui/notice.tsx'
import type { CatalogueState } from './use-catalogue.ts'
import { backtestWords } from './words.ts'

/** Stands where the form will be. */
export function CatalogueView({ state }: { readonly state: Exclude<CatalogueState, { phase: 'ready' }> }): JSX.Element {
  const words = useWords(backtestWords)
  if (state.phase === 'loading') {
    return (
      <div class="card run-form loading" aria-busy="true">
        <span class="visually-hidden">{words.loadingForm}</span>
      </div>
    )
  }
  const again = state.error.kind === 'refused' ? words.catalogueReload : words.catalogueKeepsAsking
  return (
    <Notice title={state.error.title}>
      {state.error.message} {again}
    </Notice>
  )
}
