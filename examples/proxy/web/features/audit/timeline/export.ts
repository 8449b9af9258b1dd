import type { Api } from '../../../api/client.ts'
import type { AuditRecord, Documents } from '../../../api/documents.ts'
import { ApiError } from '../../../api/errors.ts'
import { type AuditQuery, type Filters, filterQuery } from './filters.ts'

export type ExportFormat = 'ndjson' | 'csv'

/** Records of one file at most: some 25 MB, and what every spreadsheet takes. */
export const MAX_EXPORT = 50_000
const PAGE = 1_000

const COLUMNS = [
  'seq',
  'time',
  'actor',
  'action',
  'subject',
  'outcome',
  'correlationId',
  'details',
  'prev',
  'hash',
] as const

/** A spreadsheet runs what begins like a formula, also behind white space; an apostrophe makes it text. */
const inert = (text: string): string =>
  /^[\s\u200b-\u200f\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function cell(record: AuditRecord, column: (typeof COLUMNS)[number]): string {
  if (column === 'seq') return String(record.seq)
  if (column === 'time') return new Date(record.time).toISOString()
  if (column === 'details') return quoted(inert(JSON.stringify(record.details)))
  return quoted(inert(record[column] ?? ''))
}

export const CSV_HEAD = `${COLUMNS.join(',')}\r\n`

/** One line of CSV (RFC 4180), safe to open in a spreadsheet. */
export const csvLine = (record: AuditRecord): string => `${COLUMNS.map((column) => cell(record, column)).join(',')}\r\n`

/** The record as its line stands in the log: parsing keeps the order of members and the spelling of numbers. */
export const ndjsonLine = (record: AuditRecord): string => `${JSON.stringify(record)}\n`

/**
 * Reads what the filters show, oldest first, page by page, into pieces of a file.
 *
 * @param onProgress - called after each page with the number of records
 * @returns the pieces, and whether the limit left something out
 */
export async function collectExport(
  api: Pick<Api, 'get'>,
  filters: Filters,
  format: ExportFormat,
  {
    onProgress,
    signal,
    wait,
  }: {
    readonly onProgress: (records: number) => void
    readonly signal: AbortSignal
    readonly wait: (ms: number) => Promise<void>
  },
): Promise<{ readonly parts: readonly Blob[]; readonly records: number; readonly isCut: boolean }> {
  const line = format === 'csv' ? csvLine : ndjsonLine
  const parts: Blob[] = format === 'csv' ? [new Blob([CSV_HEAD])] : []
  let records = 0
  for (let cursor: string | null = null; ; ) {
    const limit = Math.min(PAGE, MAX_EXPORT - records)
    const query: AuditQuery = { ...filterQuery(filters), limit: String(limit), ...(cursor !== null && { cursor }) }
    const page: Documents['AuditPage'] = await patiently(() => api.get('/audit', { query, signal }), wait)
    // A blob may lie on the disk; a list of texts could not.
    parts.push(new Blob([page.records.map(line).join('')]))
    records += page.records.length
    onProgress(records)
    cursor = page.nextCursor
    if (cursor === null || records >= MAX_EXPORT) return { parts, records, isCut: cursor !== null }
  }
}

const MAX_WAITS = 10

/** The service has a limit of requests: then it is asked again when it says. */
async function patiently<T>(ask: () => Promise<T>, wait: (ms: number) => Promise<void>): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ApiError) || error.kind !== 'rate-limited' || waits === MAX_WAITS) throw error
      await wait(error.retryAfterMs)
    }
  }
}
