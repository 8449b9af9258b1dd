import type { JSX } from 'preact'
import type { Dataset } from '../api/catalogue.ts'
import type { RunInputs } from '../api/run.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { ResultView } from '../result/result-view.tsx'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ResultSkeleton } from './result-skeleton.tsx'
import { RunProgress } from './run-progress.tsx'
import type { RunState } from './run-state.ts'
import { Welcome } from './welcome.tsx'
import { runWords } from './words.ts'

type Props = {
  readonly state: RunState
  readonly datasets: readonly Dataset[]
  readonly onAgain: (inputs: RunInputs) => void
  readonly onChange: () => void
}

function EndedNotice({ run, onAgain }: Extract<RunState, { phase: 'ended' }> & Pick<Props, 'onAgain'>): JSX.Element {
  const words = useWords(runWords)
  const { inputs, error, status } = run
  const again = inputs !== null && <Button onClick={() => onAgain(inputs)}>{words.runAgain}</Button>
  const isCancelled = status === 'cancelled'
  return (
    <Notice title={isCancelled ? words.cancelledTitle : words.failedTitle} action={again || undefined}>
      {isCancelled ? words.cancelledText : (error?.message ?? words.failedText)}
    </Notice>
  )
}

function ErrorNotice({ error }: Extract<RunState, { phase: 'error' }>): JSX.Element {
  const words = useWords(runWords)
  const format = useFormat()
  return (
    <Notice title={error.title}>
      {error.message}
      {error.kind === 'rate-limited' && ` ${words.startAgainIn(format.duration(error.retryAfterMs))}`}
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

/** The right side of the page, whatever state the run is in. */
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
