import { useQuery } from '../../../state/router.ts'
import '../backtest.css'
import '../../../styles/result.css'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { formatTime } from '../../../i18n/format.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { addressOf } from '../../../state/location.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { backtestMessages } from '../messages.ts'
import { CompareCurves } from './compare-curves.tsx'
import { type Compared, doubtsOf, idsOf, MOST_COMPARED } from './compare-runs.ts'
import { DifferencesTable, FiguresTable } from './compare-tables.tsx'
import { LineKey } from './line-key.tsx'
import { type Side, useCompared } from './use-compared.ts'

type Named = { readonly id: string; readonly side: Side }

function RunsList({ runs, ids }: { readonly runs: readonly Compared[]; readonly ids: readonly string[] }): JSX.Element {
  const messages = useMessages(backtestMessages)
  return (
    <ul class="card compare-runs">
      {runs.map(({ id, manifest, datasets }, index) => {
        const params = Object.entries(manifest.params).map(([name, value]) => `${name}=${String(value)}`)
        const others = ids.filter((other) => other !== id).join(',')
        return (
          <li key={id}>
            <LineKey index={index} />
            <div class="compare-name">
              <a href={addressOf('backtest', { run: id })}>{manifest.strategy}</a> <span>{params.join(' ')}</span>
              <small class="quiet">
                {datasets.join(', ')} ·{' '}
                {messages.period(formatTime(manifest.from, false), formatTime(manifest.to, false))}
              </small>
            </div>
            <a
              class="button icon-button"
              href={addressOf('compare', { runs: others })}
              aria-label={messages.remove(`${manifest.strategy} ${params.join(' ')}`)}
            >
              <Icon name="close" />
            </a>
          </li>
        )
      })}
    </ul>
  )
}

function Doubts({ runs }: { readonly runs: readonly Compared[] }): JSX.Element | null {
  const messages = useMessages(backtestMessages)
  const { datasets, spans } = doubtsOf(runs)
  if (!datasets && !spans) return null
  return (
    <section class="card compare-doubts" role="note" aria-label={messages.differTitle}>
      <h2>{messages.differTitle}</h2>
      {datasets && <p>{messages.differDatasets}</p>}
      {spans && <p>{messages.differSpans}</p>}
    </section>
  )
}

function Comparison({
  sides,
  ids,
}: {
  readonly sides: readonly Named[]
  readonly ids: readonly string[]
}): JSX.Element {
  const messages = useMessages(backtestMessages)
  const ready = sides.flatMap(({ side }) => (side.phase === 'ready' ? [side.run] : []))
  // The same list while nothing new has come, or the chart would be drawn anew each time.
  const runs = useMemo(() => ready, [ready.map(({ id }) => id).join(',')])
  const failed = sides.flatMap(({ id, side }) => (side.phase === 'failed' ? [messages.runFailed(id, side.why)] : []))
  if (sides.some(({ side }) => side.phase === 'reading')) {
    return (
      <section class="card" aria-busy="true">
        <p class="quiet">{messages.reading}</p>
        <Skeleton kind="block" />
      </section>
    )
  }
  return (
    <div class="stack">
      {failed.map((text) => (
        <Notice key={text} title={messages.compareTitle}>
          {text}
        </Notice>
      ))}
      {runs.length > 0 && (
        <>
          <RunsList runs={runs} ids={ids} />
          <Doubts runs={runs} />
          <CompareCurves runs={runs} />
          <FiguresTable runs={runs} />
          <DifferencesTable runs={runs} />
        </>
      )}
    </div>
  )
}

/** Two to six runs side by side; the address says which. */
export default function View(): JSX.Element {
  const messages = useMessages(backtestMessages)
  const wanted = idsOf(useQuery('runs'))
  const ids = wanted.slice(0, MOST_COMPARED)
  const found = useCompared(ids, messages.notDone)
  const sides = ids.map((id) => ({ id, side: found.get(id) ?? ({ phase: 'reading' } as const) }))
  const toRuns = (
    <a class="button" href={addressOf('history')}>
      {messages.toRuns}
    </a>
  )
  const actions = (
    <>
      {toRuns}
      {ids.length > 1 && <CopyButton text={() => location.href} label={messages.copyLink} />}
    </>
  )
  return (
    <Page title={messages.compareTitle} lead={messages.compareLead} actions={actions}>
      {wanted.length > ids.length && <p class="quiet compare-lead">{messages.tooMany}</p>}
      {ids.length < 2 ? (
        <Empty title={messages.fewRunsTitle} action={toRuns}>
          {messages.fewRunsText}
        </Empty>
      ) : (
        <Comparison sides={sides} ids={ids} />
      )}
    </Page>
  )
}
