import type { JSX } from 'preact'
import type { Dataset } from '../api/catalogue.ts'
import type { Api } from '../api/client.ts'
import { ResultView } from '../result/result-view.tsx'
import { Notice } from '../ui/notice.tsx'
import { ResultSkeleton } from './result-skeleton.tsx'
import { RunProgress } from './run-progress.tsx'
import type { RunState } from './run-state.ts'
import { Welcome } from './welcome.tsx'

type Ended = Extract<RunState, { phase: 'ended' }>

function EndedNotice({ run }: Ended): JSX.Element {
  if (run.status === 'cancelled') return <Notice title="The run was cancelled">Start it again when you want it.</Notice>
  return <Notice title="The run failed">{run.error?.message ?? 'The executor gives no reason; its log does.'}</Notice>
}

function ErrorNotice({ error }: Extract<RunState, { phase: 'error' }>): JSX.Element {
  return (
    <Notice title={error.title}>
      {error.message}
      {error.kind === 'rate-limited' && ` You can start again in ${Math.ceil(error.retryAfterMs / 1_000)} s.`}
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
export function RunView(props: {
  readonly api: Api
  readonly state: RunState
  readonly datasets: readonly Dataset[]
}): JSX.Element {
  const { api, state, datasets } = props
  switch (state.phase) {
    case 'none':
      return <Welcome />
    case 'starting':
    case 'watching':
      return (
        <>
          <RunProgress state={state} />
          <ResultSkeleton />
        </>
      )
    case 'done':
      return <ResultView api={api} {...state} dataset={datasets.find(({ id }) => id === state.run.dataset)} />
    case 'ended':
      return <EndedNotice {...state} />
    case 'error':
      return <ErrorNotice {...state} />
  }
}
