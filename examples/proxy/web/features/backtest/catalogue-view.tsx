import type { JSX } from 'preact'
import { useMessages } from '../../i18n/use-messages.ts'
import { Notice } from '../../ui/notice.tsx'
import { backtestMessages } from './messages.ts'
import type { CatalogueState } from './use-catalogue.ts'

/** Stands where the form will be. */
export function CatalogueView({ state }: { readonly state: Exclude<CatalogueState, { phase: 'ready' }> }): JSX.Element {
  const messages = useMessages(backtestMessages)
  if (state.phase === 'loading') {
    return (
      <div class="card run-form loading" aria-busy="true">
        <span class="visually-hidden">{messages.loadingForm}</span>
      </div>
    )
  }
  const again = state.error.kind === 'refused' ? messages.catalogueReload : messages.catalogueKeepsAsking
  return (
    <Notice title={state.error.title}>
      {state.error.message} {again}
    </Notice>
  )
}
