import type { JSX } from 'preact'
import { runStatusNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { runMessages } from './messages.ts'
import type { RunState } from './run-state.ts'

function useAnnouncement(state: RunState): string {
  const messages = useMessages(runMessages)
  const statuses = useMessages(runStatusNames)
  const format = useFormat()
  switch (state.phase) {
    case 'none':
      return ''
    case 'starting':
      return messages.starting
    case 'watching':
      return state.trouble?.error.title ?? messages.said(statuses[state.run?.status ?? 'queued'])
    case 'done':
      return messages.saidDone(format.count(Number(state.result.statistics.values['tradeCount'])))
    case 'ended':
      return messages.said(statuses[state.run.status])
    case 'error':
      return state.error.title
  }
}

/** Says for a screen reader what the rest of the page shows. */
export function StatusLine({ state }: { readonly state: RunState }): JSX.Element {
  return (
    <p class="visually-hidden" role="status" data-phase={state.phase}>
      {useAnnouncement(state)}
    </p>
  )
}
