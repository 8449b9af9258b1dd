import type { JSX } from 'preact'
import type { Job, RunStatus } from '../../../api/documents.ts'
import { runStatusNames, waitingNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useProgress } from '../../../state/live/use-live.ts'
import { Status, type Tone } from '../../../ui/status.tsx'

const TONES: Readonly<Record<RunStatus, Tone>> = {
  queued: 'idle',
  running: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'idle',
}

/** The state of a run, and how far it is while it runs. */
export function RunStatusView({ job }: { readonly job: Job }): JSX.Element {
  const statuses = useMessages(runStatusNames)
  const reasons = useMessages(waitingNames)
  const format = useFormat()
  const share = useProgress(job.id)?.progress ?? job.progress
  const isRunning = job.status === 'running' && share !== null
  return (
    <Status tone={job.waiting ? 'warn' : TONES[job.status]}>
      {job.waiting ? reasons[job.waiting.reason] : statuses[job.status]}
      {isRunning && ` ${format.percent(Math.floor(share * 100) / 100)}`}
    </Status>
  )
}
