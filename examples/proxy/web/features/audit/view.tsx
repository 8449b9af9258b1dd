import { useQuery, useRouter } from '../../state/router.ts'
import './audit.css'
import type { JSX } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useFormat, useMessages } from '../../i18n/use-messages.ts'
import { useLive, useLiveStatus } from '../../state/live/use-live.ts'
import { addressOf } from '../../state/location.ts'
import { useStore } from '../../state/use-store.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { auditMessages } from './messages.ts'
import { ExportDialog } from './timeline/export-dialog.tsx'
import { FilterBar } from './timeline/filter-bar.tsx'
import { type Filters, filterQuery, isFiltered } from './timeline/filters.ts'
import { RecordDetail } from './timeline/record-detail.tsx'
import { MAX_ROWS, type Timeline } from './timeline/timeline.ts'
import { TimelineList } from './timeline/timeline-list.tsx'
import { useFilters, useTimeline, useVerification } from './use-audit.ts'
import type { Verification } from './verification/verification.ts'
import { VerificationCard } from './verification/verification-card.tsx'

/** How often the newest checkpoint is looked at while the page is in sight; sooner where that was not possible. */
const LOOK_EVERY_MS = 60_000
const TRY_EVERY_MS = 5_000

/** Gives the records of the stream to the list and to the verification, each once. */
function useLiveRecords(timeline: Timeline, verification: Verification, atTop: { current: boolean }): void {
  const audit = useLive('audit')
  const lastSeq = useRef(-1)
  useEffect(() => {
    const records = audit?.value ?? []
    timeline.take(records, atTop.current)
    const fresh = records.filter(({ seq }) => seq > lastSeq.current)
    lastSeq.current = Math.max(lastSeq.current, fresh.at(-1)?.seq ?? -1)
    verification.take(fresh)
  }, [audit, timeline, verification, atTop])
}

/** Checks at once, then each minute, and when the executor is back; a failure stays until a check is requested. */
function useRegularChecks(verification: Verification, isReady: boolean): void {
  const isLive = useLiveStatus().phase === 'live'
  useEffect(() => {
    if (!isLive || !isReady) return
    const look = (): void => {
      const state = verification.log.get()
      const isFresh = state.status === 'verified' && Date.now() - state.at < LOOK_EVERY_MS
      if (!document.hidden && !isFresh && state.status !== 'failed') void verification.check()
    }
    look()
    const timer = setInterval(look, TRY_EVERY_MS)
    return () => clearInterval(timer)
  }, [verification, isLive, isReady])
}

/** Reads what the stream did not send while it was disconnected. */
function useRereading(timeline: Timeline, atTop: { current: boolean }): void {
  const isLive = useLiveStatus().phase === 'live'
  const wasAway = useRef(false)
  useEffect(() => {
    if (isLive && wasAway.current && atTop.current) timeline.reload()
    wasAway.current = !isLive
  }, [isLive, timeline, atTop])
}

function Count({ timeline, isNarrowed }: { readonly timeline: Timeline; readonly isNarrowed: boolean }): JSX.Element {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const { isLoading, isWhole, rows } = useStore(timeline.state)
  if (rows === 0 && isLoading) return <>{messages.loading}</>
  if (isWhole) return <>{messages.shown(format.count(rows))}</>
  return (
    <>
      {!isNarrowed || rows >= MAX_ROWS
        ? messages.shownNewest(format.count(rows))
        : messages.shownMore(format.count(rows))}
    </>
  )
}

function Failure({ timeline }: { readonly timeline: Timeline }): JSX.Element | null {
  const messages = useMessages(auditMessages)
  const { failure } = useStore(timeline.state)
  const retryAfterMs = failure?.retryAfterMs ?? 0
  useEffect(() => {
    if (retryAfterMs === 0) return
    const timer = setTimeout(timeline.reload, retryAfterMs)
    return () => clearTimeout(timer)
  }, [timeline, retryAfterMs])
  if (failure === null) return null
  return (
    <Notice title={failure.title} action={<Button onClick={timeline.reload}>{messages.readAgain}</Button>}>
      {failure.message}
    </Notice>
  )
}

function Nothing({ isNarrowed, onClear }: { readonly isNarrowed: boolean; readonly onClear: () => void }): JSX.Element {
  const messages = useMessages(auditMessages)
  if (!isNarrowed) return <Empty title={messages.noneTitle}>{messages.noneLead}</Empty>
  return (
    <Empty title={messages.emptyTitle} action={<Button onClick={onClear}>{messages.clear}</Button>}>
      {messages.emptyLead}
    </Empty>
  )
}

/** The audit log: who did what, and whether the log is what it was. */
export default function View(): JSX.Element {
  const messages = useMessages(auditMessages)
  const router = useRouter()
  const filters = useFilters()
  const verification = useVerification()
  const timeline = useTimeline(filters, verification)
  const isRead = useStore(timeline.state, ({ rows, isLoading }) => rows > 0 || !isLoading)
  const isEmpty = useStore(
    timeline.state,
    ({ rows, isLoading, failure }) => rows === 0 && !isLoading && failure === null,
  )
  const logKey = useStore(verification.trust, (trust) => trust?.key ?? null)
  const atTop = useRef(true)
  const [exports, showExport] = useState(false)
  const opened = useQuery('seq')
  const seq = opened !== null && /^\d{1,15}$/.test(opened) ? Number(opened) : null
  useLiveRecords(timeline, verification, atTop)
  useRegularChecks(verification, isRead)
  useRereading(timeline, atTop)

  const go = useCallback(
    (next: Filters, record: number | null = null) =>
      router.go(addressOf('audit', { ...filterQuery(next), ...(record !== null && { seq: String(record) }) })),
    [router],
  )
  const open = useCallback((record: { readonly seq: number }) => go(filters, record.seq), [go, filters])
  const narrow = useCallback((more: Filters) => go({ ...filters, ...more }), [go, filters])
  const actions = <Button onClick={() => showExport(true)}>{messages.export}</Button>
  return (
    <Page title={messages.title} lead={messages.lead} actions={actions}>
      <div class="audit">
        <VerificationCard verification={verification} />
        <FilterBar filters={filters} onChange={(next) => go(next)} />
        <p class="audit-count" role="status">
          <Count timeline={timeline} isNarrowed={isFiltered(filters)} />
        </p>
        <Failure timeline={timeline} />
        {isEmpty ? (
          <Nothing isNarrowed={isFiltered(filters)} onClear={() => go({})} />
        ) : (
          <TimelineList timeline={timeline} onOpen={open} onFilter={narrow} atTop={atTop} />
        )}
      </div>
      {seq !== null && (
        <RecordDetail
          seq={seq}
          verification={verification}
          onFilter={narrow}
          onGo={(next) => router.replace(addressOf('audit', { ...filterQuery(filters), seq: String(next) }))}
          onClose={() => go(filters)}
        />
      )}
      {exports && <ExportDialog filters={filters} logKey={logKey} onClose={() => showExport(false)} />}
    </Page>
  )
}
