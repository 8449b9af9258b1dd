import type { JSX } from 'preact'
import type { Job } from '../../api/documents.ts'
import { runStatusNames } from '../../i18n/contract-names.ts'
import { NOTHING } from '../../i18n/numbers.ts'
import { useFormat, useMessages } from '../../i18n/use-messages.ts'
import { useLive, useProgress } from '../../state/live/use-live.ts'
import { addressOf } from '../../state/location.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { homeMessages } from './messages.ts'

const SHOWN = 5
const TONES: Readonly<Record<Job['status'], Tone>> = {
  queued: 'idle',
  running: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'idle',
}

const numberIn = (job: Job, name: string): number | null => {
  const value = job.summary?.[name]
  return typeof value === 'number' ? value : null
}

function RunState({ job }: { readonly job: Job }): JSX.Element {
  const statuses = useMessages(runStatusNames)
  const format = useFormat()
  const progress = useProgress(job.id)?.progress ?? job.progress
  const share =
    job.status === 'running' && progress !== null ? ` ${format.percent(Math.floor(progress * 100) / 100)}` : ''
  return (
    <Status tone={TONES[job.status]}>
      {statuses[job.status]}
      {share}
    </Status>
  )
}

function RunRow({ job }: { readonly job: Job }): JSX.Element {
  const format = useFormat()
  const gained = numberIn(job, 'returnPct')
  const fall = numberIn(job, 'maxDrawdownPct')
  return (
    <tr>
      <td class="home-run-name">
        <a href={addressOf('backtest', { run: job.id })}>{job.strategy ?? job.id}</a>
        <small class="quiet">{job.dataset}</small>
      </td>
      <td class="words">
        <RunState job={job} />
      </td>
      <td data-tone={gained === null ? undefined : gained < 0 ? 'loss' : 'gain'}>
        {gained === null ? NOTHING : format.signedPercent(gained / 100)}
      </td>
      <td class="home-wide">{fall === null ? NOTHING : format.percent(fall / 100)}</td>
      <td class="home-wide">{job.runMs === null ? NOTHING : format.duration(Math.round(job.runMs))}</td>
      <td>
        <RelativeTime time={job.createdAt} />
      </td>
    </tr>
  )
}

function RunsTable({ jobs }: { readonly jobs: readonly Job[] | null }): JSX.Element {
  const messages = useMessages(homeMessages)
  return (
    <table class="home-runs-table">
      <thead>
        <tr>
          <th>{messages.strategy}</th>
          <th class="words">{messages.statusHead}</th>
          <th>{messages.return}</th>
          <th class="home-wide">{messages.drawdown}</th>
          <th class="home-wide">{messages.took}</th>
          <th>{messages.when}</th>
        </tr>
      </thead>
      <tbody>
        {jobs === null ? (
          <tr>
            <td colSpan={6}>
              <Skeleton />
            </td>
          </tr>
        ) : (
          jobs.slice(0, SHOWN).map((job) => <RunRow key={job.id} job={job} />)
        )}
      </tbody>
    </table>
  )
}

/** The last runs, or how to make the first. */
export function RunsCard(): JSX.Element {
  const messages = useMessages(homeMessages)
  const jobs = useLive('jobs')
  return (
    <Card title={messages.runs} class="home-runs" aside={<a href={addressOf('history')}>{messages.allRuns}</a>}>
      {jobs?.value.length === 0 ? (
        <Empty
          level={3}
          title={messages.noRuns}
          action={
            <a class="button" href={addressOf('backtest')}>
              {messages.noRunsAction}
            </a>
          }
        >
          {messages.noRunsLead}
        </Empty>
      ) : (
        <RunsTable jobs={jobs?.value ?? null} />
      )}
    </Card>
  )
}
