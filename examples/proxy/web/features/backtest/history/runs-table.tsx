import type { JSX } from 'preact'
import type { Job } from '../../../api/documents.ts'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { addressOf } from '../../../state/location.ts'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { ScrollTable } from '../../../ui/scroll-table.tsx'
import { backtestMessages } from '../messages.ts'
import { writeValue } from '../result/statistic-names.ts'
import { MOST_COMPARED } from './compare-runs.ts'
import { RunStatusView } from './run-status.tsx'

type Props = {
  readonly jobs: readonly Job[]
  readonly chosen: readonly string[]
  readonly onToggle: (id: string) => void
}

const paramsOf = (job: Job): string =>
  Object.entries(job.params)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ')

function toneOf(value: unknown): string | undefined {
  if (typeof value !== 'number' || value === 0) return undefined
  return value > 0 ? 'gain' : 'loss'
}

function RunRow({ job, chosen, onToggle }: { readonly job: Job } & Omit<Props, 'jobs'>): JSX.Element {
  const messages = useMessages(backtestMessages)
  const figures = useFigures()
  const isChosen = chosen.includes(job.id)
  const name = job.strategy
  const figure = (key: string): string => {
    const value = job.summary?.[key]
    return value === null || value === undefined ? NOTHING : writeValue(key, value, figures)
  }
  return (
    <tr>
      <td class="history-choice">
        <input
          type="checkbox"
          aria-label={messages.choose(`${name} ${paramsOf(job)}`)}
          checked={isChosen}
          disabled={job.status !== 'done' || (!isChosen && chosen.length >= MOST_COMPARED)}
          onChange={() => onToggle(job.id)}
        />
      </td>
      <td class="words history-name">
        <a href={addressOf('backtest', { run: job.id })}>{name}</a>
        <small class="quiet">{job.datasets.join(', ')}</small>
      </td>
      <td class="words history-params">{paramsOf(job)}</td>
      <td class="words">
        <RunStatusView job={job} />
      </td>
      <td data-tone={toneOf(job.summary?.['returnPct'])}>{figure('returnPct')}</td>
      <td>{figure('maxDrawdownPct')}</td>
      <td>{figure('sharpe')}</td>
      <td>{figure('tradeCount')}</td>
      <td>{job.runMs === null ? NOTHING : figures.duration(job.runMs)}</td>
      <td>
        <RelativeTime time={job.createdAt} />
      </td>
    </tr>
  )
}

/** Runs, newest first, each with a box to compare it. */
export function RunsTable({ jobs, ...choice }: Props): JSX.Element {
  const messages = useMessages(backtestMessages)
  const numbers = [messages.returned, messages.drawdown, messages.sharpe, messages.trades, messages.took, messages.when]
  return (
    <ScrollTable
      label={messages.tableOfRuns}
      head={
        <tr>
          <th scope="col">
            <span class="visually-hidden">{messages.compare(0)}</span>
          </th>
          {[messages.strategy, messages.parameters, messages.status].map((label) => (
            <th key={label} scope="col" class="words">
              {label}
            </th>
          ))}
          {numbers.map((label) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      }
    >
      {jobs.map((job) => (
        <RunRow key={job.id} job={job} {...choice} />
      ))}
    </ScrollTable>
  )
}
