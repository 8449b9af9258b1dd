import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { AuditRecord } from '../../../api/documents.ts'
import { toApiError } from '../../../api/errors.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { auditMessages } from '../messages.ts'
import { RecordProof } from '../verification/record-proof.tsx'
import type { Verification } from '../verification/verification.ts'
import type { Filters } from './filters.ts'
import { Outcome } from './outcome.tsx'
import { ActionText } from './timeline-row.tsx'
import { visibleLines, visibleText } from './visible-text.ts'

type Found = AuditRecord | 'absent' | { readonly error: string } | null

/** `null` while it is on its way. */
function useRecord(seq: number): Found {
  const api = useApi()
  const [found, setFound] = useState<Found>(null)
  useEffect(() => {
    const leaving = new AbortController()
    setFound(null)
    const query = { limit: '1', ...(seq > 0 && { cursor: String(seq - 1) }) }
    api.get('/audit', { query, signal: leaving.signal }).then(
      ({ records }) => setFound(records.find((record) => record.seq === seq) ?? 'absent'),
      (error: unknown) => leaving.signal.aborted || setFound({ error: toApiError(error).message }),
    )
    return () => leaving.abort()
  }, [seq, api])
  return found
}

function Line({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function FilterLine(props: {
  readonly name: string
  readonly filter: 'actor' | 'subject' | 'correlationId'
  readonly text: string
  readonly onFilter: (filters: Filters) => void
}): JSX.Element {
  const messages = useMessages(auditMessages)
  const shown = visibleText(props.text)
  return (
    <Line name={props.name}>
      <button
        type="button"
        class="audit-filter-text"
        title={messages.filterBy(shown)}
        onClick={() => props.onFilter({ [props.filter]: props.text })}
      >
        <bdi>{shown}</bdi>
      </button>
    </Line>
  )
}

function Facts({
  record,
  onFilter,
}: {
  readonly record: AuditRecord
  readonly onFilter: (filters: Filters) => void
}): JSX.Element {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const { actor, correlationId, details, subject } = record
  const isEmpty = Object.keys(details).length === 0
  return (
    <dl class="audit-facts">
      <Line name={messages.time}>
        <time dateTime={new Date(record.time).toISOString()}>
          {format.dateTime(record.time)} · {format.clock(record.time)}
        </time>
        <small class="quiet">{new Date(record.time).toISOString()}</small>
      </Line>
      <Line name={messages.action}>
        <ActionText action={record.action} />
      </Line>
      <Line name={messages.outcome}>
        <Outcome outcome={record.outcome} />
      </Line>
      <FilterLine name={messages.actor} filter="actor" text={actor} onFilter={onFilter} />
      <FilterLine name={messages.subject} filter="subject" text={subject} onFilter={onFilter} />
      {correlationId !== undefined && (
        <FilterLine name={messages.correlationId} filter="correlationId" text={correlationId} onFilter={onFilter} />
      )}
      <Line name={messages.details}>
        {isEmpty ? (
          messages.noDetails
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
          <pre tabIndex={0}>{visibleLines(JSON.stringify(details, null, 2))}</pre>
        )}
      </Line>
      <Line name={messages.hash}>
        <code class="audit-hash">{visibleText(record.hash)}</code>
      </Line>
      <Line name={messages.previous}>
        <code class="audit-hash">{visibleText(record.prev)}</code>
      </Line>
      <Line name={messages.boot}>
        <code class="audit-hash">{visibleText(record.boot)}</code>
      </Line>
    </dl>
  )
}

/** Everything about one record, and its proof. */
export function RecordDetail(props: {
  readonly seq: number
  readonly verification: Verification
  readonly onFilter: (filters: Filters) => void
  readonly onGo: (seq: number) => void
  readonly onClose: () => void
}): JSX.Element {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const { seq, verification, onGo } = props
  const found = useRecord(seq)
  const isRecord = found !== null && found !== 'absent' && !('error' in found)
  return (
    <Dialog title={messages.record(format.count(seq))} onClose={props.onClose}>
      <div class="audit-detail">
        {found === null && <Skeleton kind="block" />}
        {found === 'absent' && (
          <p>
            <b>{messages.recordGone}.</b> {messages.recordGoneLead}
          </p>
        )}
        {found !== null && found !== 'absent' && 'error' in found && <p role="alert">{found.error}</p>}
        {isRecord && (
          <>
            <Facts record={found} onFilter={props.onFilter} />
            <RecordProof key={seq} record={found} verification={verification} />
          </>
        )}
        <div class="audit-detail-actions">
          <Button disabled={seq === 0} onClick={() => onGo(seq - 1)}>
            ← {messages.older}
          </Button>
          <Button onClick={() => onGo(seq + 1)}>{messages.newer} →</Button>
          {isRecord && <CopyButton label={messages.copyRecord} text={() => JSON.stringify(found)} />}
          <CopyButton label={messages.copyLink} text={() => location.href} />
          <Button onClick={props.onClose}>{messages.close}</Button>
        </div>
      </div>
    </Dialog>
  )
}
