import type { JSX } from 'preact'
import type { RunState } from './run-state.ts'

function announce(state: RunState): string {
  switch (state.phase) {
    case 'none':
      return ''
    case 'starting':
      return 'Starting the backtest'
    case 'watching':
      return state.trouble === null ? `Backtest ${state.run?.status ?? 'queued'}` : state.trouble.error.title
    case 'done':
      return `Backtest done: ${state.result.trades.length} trades`
    case 'ended':
      return `Backtest ${state.run.status}`
    case 'error':
      return state.error.title
  }
}

/** Says for a screen reader what the rest of the page shows. */
export function StatusLine({ state }: { readonly state: RunState }): JSX.Element {
  return (
    <p class="visually-hidden" role="status" data-phase={state.phase}>
      {announce(state)}
    </p>
  )
}
