import type { JSX } from 'preact'
import type { Dataset, RunInputs } from '../../../api/documents.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ResultView } from '../result/result-view.tsx'
import { runMessages } from './messages.ts'
import { ResultSkeleton } from './result-skeleton.tsx'
import { RunProgress } from './run-progress.tsx'
import type { RunState } from './run-state.ts'
import { Welcome } from './welcome.tsx'

type Props = {
  readonly state: RunState
  readonly datasets: readonly Dataset[]
  readonly onAgain: (inputs: RunInputs) => void
  readonly onChange: () => void
}

function EndedNotice({ run, onAgain }: Extract<RunState, { phase: 'ended' }> & Pick<Props, 'onAgain'>): JSX.Element {
  const messages = useMessages(runMessages)
  const { error, status } = run
  const again = <Button onClick={() => onAgain(run)}>{messages.runAgain}</Button>
  const isCancelled = status === 'cancelled'
  return (
    <Notice title={isCancelled ? messages.cancelledTitle : messages.failedTitle} action={again}>
      {isCancelled ? messages.cancelledText : (error?.message ?? messages.failedText)}
    </Notice>
  )
}

function ErrorNotice({ error }: Extract<RunState, { phase: 'error' }>): JSX.Element {
  const messages = useMessages(runMessages)
  const format = useFormat()
  return (
    <Notice title={error.title}>
      {error.message}
      {error.kind === 'rate-limited' && ` ${messages.startAgainIn(format.duration(error.retryAfterMs))}`}
      {error.fields.length > 0 && (
        <ul>
          {error.fields.map(({ field, message }) => (
            <li key={field}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

/** The right side of the page, for every state of the run. */
export function RunView({ state, datasets, onAgain, onChange }: Props): JSX.Element {
  switch (state.phase) {
    case 'none':
      return <Welcome />
    case 'starting':
    case 'watching':
      return (
        <>
          <RunProgress state={state} />
          <ResultSkeleton partial={state.phase === 'watching' ? state.partial : null} />
        </>
      )
    case 'done': {
      const dataset = datasets.find(({ id }) => id === state.run.dataset)
      return <ResultView key={state.id} {...state} dataset={dataset} onAgain={onAgain} onChange={onChange} />
    }
    case 'ended':
      return <EndedNotice {...state} onAgain={onAgain} />
    case 'error':
      return <ErrorNotice {...state} />
  }
}
