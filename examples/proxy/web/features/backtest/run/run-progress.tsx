import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { RunStatus } from '../../../api/documents.ts'
import { toApiError } from '../../../api/errors.ts'
import { runStatusNames, waitingNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { useLive } from '../../../state/live/use-live.ts'
import { useNotifications } from '../../../state/notifications.ts'
import { Button } from '../../../ui/button.tsx'
import { runMessages } from './messages.ts'
import { queuedBefore, type Watching } from './run-state.ts'

type State = Watching | { readonly phase: 'starting' }

const STEPS: readonly RunStatus[] = ['queued', 'running', 'done']

function stepOf(state: State): number {
  const status = state.phase === 'starting' ? 'queued' : (state.run?.status ?? 'queued')
  return Math.max(0, STEPS.indexOf(status))
}

/** In words: how far it is, or what it is waiting for. */
function useDescription(state: State): string {
  const messages = useMessages(runMessages)
  const reasons = useMessages(waitingNames)
  const format = useFormat()
  const jobs = useLive('jobs')?.value ?? []
  if (state.phase === 'starting') return messages.asking
  const { run, trouble, partial } = state
  if (trouble !== null) {
    const { title, message } = trouble.error
    return messages.askingAgain(title, message, format.duration(Math.ceil(trouble.retryInMs / 1_000) * 1_000))
  }
  if (run?.status === 'done') return messages.readingResult
  if (run?.waiting) return reasons[run.waiting.reason]
  if (run?.status !== 'running') {
    const before = run === null ? 0 : queuedBefore(jobs, run)
    return before === 0 ? messages.waiting : messages.behind(before)
  }
  const share = partial?.progress ?? run.progress
  return share ? messages.processed(format.percent(Math.floor(share * 100) / 100)) : messages.working
}

function CancelButton({ id }: { readonly id: string }): JSX.Element {
  const api = useApi()
  const notifications = useNotifications()
  const messages = useMessages(runMessages)
  const [isCancelling, setCancelling] = useState(false)
  const cancel = (): void => {
    setCancelling(true)
    api.delete('/backtest/{id}', { path: { id } }).catch((cause: unknown) => {
      setCancelling(false)
      const error = toApiError(cause)
      // It ended while the button was pressed: the stream says so as well.
      if (error.type !== 'urn:tezgah:problem:already-final')
        notifications.toast(`${error.title}. ${error.message}`, 'bad')
    })
  }
  return (
    <Button kind="danger" busy={isCancelling} onClick={cancel}>
      {isCancelling ? messages.cancelling : messages.cancel}
    </Button>
  )
}

/** Queued → running → done, in words what is being waited for, and the way out. */
export function RunProgress({ state }: { readonly state: State }): JSX.Element {
  const messages = useMessages(runMessages)
  const statuses = useMessages(runStatusNames)
  const current = stepOf(state)
  return (
    <section class="card progress" aria-label={messages.progress}>
      <ol class="steps">
        {STEPS.map((step, index) => (
          <li key={step} data-state={index < current ? 'past' : index === current ? 'current' : 'ahead'}>
            {statuses[step]}
          </li>
        ))}
      </ol>
      <div class="progress-line">
        <p class="quiet">{useDescription(state)}</p>
        {state.phase === 'watching' && state.run?.status !== 'done' && <CancelButton key={state.id} id={state.id} />}
      </div>
    </section>
  )
}
