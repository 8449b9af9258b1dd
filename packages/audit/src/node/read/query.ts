import type { AuditOutcome, AuditRecord } from '../../record/record.ts'
import { lastLinesOf, linesOf, readAll } from '../files/file-io.ts'
import { type AuditFileSystem, nodeFileSystem } from '../files/file-system.ts'
import { findLog, firstSeqOf, type LogNames, logFiles, sealedFiles } from '../files/log-files.ts'

/** Which records are wanted: those for which everything given holds. */
export type AuditQuery = {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
  readonly outcome?: AuditOutcome
  readonly correlationId?: string
  /** Recorded at this time or later, in milliseconds since the Unix epoch. */
  readonly from?: number
  /** Recorded before this time, in milliseconds since the Unix epoch. */
  readonly to?: number
  /** Only records behind this one: the cursor of the page before, oldest first. */
  readonly afterSeq?: number
  /** Only records before this one: the cursor of the page before, newest first. */
  readonly beforeSeq?: number
  /** Oldest first when absent. The newest page of a long log is read from its end. */
  readonly order?: 'oldest' | 'newest'
  /** How many records at most, 1 to 10,000. 100 when absent. */
  readonly limit?: number
  /** A page ends with the record that brings its JSON to so many UTF-16 code units. No such end when absent. */
  readonly maxLength?: number
  /** Where the files are. The file system of the operating system when absent. */
  readonly fileSystem?: AuditFileSystem
}

/** Records that were found, in the order that was asked for. */
export type AuditPage = {
  readonly records: readonly AuditRecord[]
  /** What to give as `afterSeq`, or newest first as `beforeSeq`, for the next page; `null` when there is no more now. */
  readonly next: number | null
}

/**
 * Records of a log, over all its segments, page by page. Reads only, verifies nothing.
 *
 * @param where - the active file, or a folder that holds one log
 * @throws RangeError when there is no log there, or `limit` is out of its range
 */
export async function queryAudit(where: string, query: AuditQuery = {}): Promise<AuditPage> {
  const { limit = 100, maxLength = Number.POSITIVE_INFINITY, order = 'oldest' } = query
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) {
    throw new RangeError(`limit must be a whole number from 1 to 10000, was ${limit}`)
  }
  const records: AuditRecord[] = []
  let length = 0
  for await (const found of order === 'newest' ? newestFirst(where, query) : oldestFirst(where, query)) {
    // One more than wanted, to know whether there is more.
    if (records.length === limit || length >= maxLength) return { records, next: records.at(-1)?.seq ?? null }
    records.push(found.record)
    length += found.length
  }
  return { records, next: null }
}

/** The records that match, oldest first, without a limit. Reads only, verifies nothing. */
export async function* readAudit(where: string, query: AuditQuery = {}): AsyncGenerator<AuditRecord, void, void> {
  for await (const { record } of oldestFirst(where, query)) yield record
}

type Found = { readonly record: AuditRecord; readonly length: number }

async function* oldestFirst(where: string, query: AuditQuery): AsyncGenerator<Found, void, void> {
  const { fileSystem = nodeFileSystem, afterSeq = -1, beforeSeq = Number.POSITIVE_INFINITY } = query
  const names = await findLog(fileSystem, where)
  for (const file of await filesFrom(fileSystem, names, afterSeq)) {
    for (const line of linesOf(await readAll(fileSystem, file))) {
      const seq = seqOf(line)
      if (seq <= afterSeq) continue
      if (seq >= beforeSeq) return
      const record: AuditRecord = JSON.parse(line)
      if (matches(record, query)) yield { record, length: line.length }
    }
  }
}

async function* newestFirst(where: string, query: AuditQuery): AsyncGenerator<Found, void, void> {
  const { fileSystem = nodeFileSystem, afterSeq = -1, beforeSeq = Number.POSITIVE_INFINITY } = query
  const names = await findLog(fileSystem, where)
  for (const file of (await filesFrom(fileSystem, names, afterSeq)).reverse()) {
    if (firstSeqOf(file) >= beforeSeq) continue
    for await (const line of lastLinesOf(fileSystem, file)) {
      const seq = seqOf(line)
      if (seq >= beforeSeq) continue
      if (seq <= afterSeq) return
      const record: AuditRecord = JSON.parse(line)
      if (matches(record, query)) yield { record, length: line.length }
    }
  }
}

/** The number of a record's line, without reading the rest: inside a text the quotes of the name would be escaped. */
function seqOf(line: string): number {
  return Number.parseInt(line.slice(line.lastIndexOf(seqMember) + seqMember.length), 10)
}

const seqMember = '"seq":'

/** The records that match as JSON lines, each with its line feed, exactly as they stand in the log. */
export async function* exportAudit(where: string, query: AuditQuery = {}): AsyncGenerator<string, void, void> {
  // Parsing keeps the order of members, and the numbers and texts of a canonical line have one spelling.
  for await (const record of readAudit(where, query)) yield `${JSON.stringify(record)}\n`
}

/** Files that can hold records behind `afterSeq`. */
async function filesFrom(fileSystem: AuditFileSystem, names: LogNames, afterSeq: number): Promise<string[]> {
  const files = await logFiles(fileSystem, names)
  const sealed = sealedFiles(names, await fileSystem.list(names.folder), 'log')
  const start = sealed.findLastIndex((name) => firstSeqOf(name) <= afterSeq + 1)
  return files.slice(Math.max(0, start))
}

export function matches(record: AuditRecord, query: AuditQuery): boolean {
  for (const name of ['actor', 'action', 'subject', 'outcome', 'correlationId'] as const) {
    if (query[name] !== undefined && record[name] !== query[name]) return false
  }
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = query
  return record.time >= from && record.time < to
}
