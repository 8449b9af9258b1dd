import type { JSX } from 'preact'
import { useFormat, useWords } from '../i18n/use-words.ts'
import type { RunState } from './run-state.ts'
import { runWords } from './words.ts'

function useAnnouncement(state: RunState): string {
  const words = useWords(runWords)
  const format = useFormat()
  switch (state.phase) {
    case 'none':
      return ''
    case 'starting':
      return words.starting
    case 'watching':
      return state.trouble?.error.title ?? words.said(words.status[state.run?.status ?? 'queued'])
    case 'done':
      return words.saidDone(format.count(state.result.trades.length))
    case 'ended':
      return words.said(words.status[state.run.status])
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
