import { delay } from '@tezgah/core/clock'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { toApiError } from '../../../api/errors.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { auditMessages } from '../messages.ts'
import { commandOf } from '../verification/command.ts'
import { collectExport, type ExportFormat, MAX_EXPORT } from './export.ts'
import type { Filters } from './filters.ts'

const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv;charset=utf-8' } as const
/** Long enough for the browser to have begun with the file. */
const FORGET_MS = 60_000

function save(parts: readonly Blob[], format: ExportFormat): void {
  const address = URL.createObjectURL(new Blob([...parts], { type: TYPES[format] }))
  const link = document.createElement('a')
  link.href = address
  link.download = `tezgah-audit-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${format}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), FORGET_MS)
}

type State =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly records: number }
  | { readonly status: 'done'; readonly records: number; readonly isCut: boolean }
  | { readonly status: 'failed'; readonly message: string }

export function ExportDialog(props: {
  readonly filters: Filters
  readonly logKey: string | null
  readonly onClose: () => void
}): JSX.Element {
  const messages = useMessages(auditMessages)
  const format = useFormat()
  const [state, setState] = useState<State>({ status: 'idle' })
  const api = useApi()
  const leaving = useRef(new AbortController())
  useEffect(() => () => leaving.current.abort(), [])
  const isRunning = state.status === 'running'
  const start = (kind: ExportFormat): void => {
    setState({ status: 'running', records: 0 })
    const onProgress = (records: number): void => setState({ status: 'running', records })
    collectExport(api, props.filters, kind, { onProgress, signal: leaving.current.signal, wait: delay }).then(
      ({ parts, ...done }) => {
        save(parts, kind)
        setState({ status: 'done', ...done })
      },
      (error: unknown) =>
        leaving.current.signal.aborted || setState({ status: 'failed', message: toApiError(error).message }),
    )
  }
  return (
    <Dialog title={messages.exportTitle} onClose={props.onClose}>
      <p>{messages.exportLead(format.count(MAX_EXPORT))}</p>
      <div class="audit-export-kinds">
        <Button busy={isRunning} onClick={() => start('ndjson')}>
          {messages.exportNdjson}
        </Button>
        <Button busy={isRunning} onClick={() => start('csv')}>
          {messages.exportCsv}
        </Button>
      </div>
      <p class="audit-export-state" role="status">
        {isRunning && messages.exporting(format.count(state.records))}
        {state.status === 'done' && (state.isCut ? messages.exportCut : messages.exported)(format.count(state.records))}
        {state.status === 'failed' && state.message}
      </p>
      <p class="quiet">{messages.exportCopy}</p>
      <code class="audit-command">{commandOf(props.logKey)}</code>
      <div class="dialog-actions">
        <Button onClick={props.onClose}>{isRunning ? messages.cancel : messages.close}</Button>
      </div>
    </Dialog>
  )
}
