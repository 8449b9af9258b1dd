import { delay, systemTimers, type Timers } from '@tezgah/core/clock'
import type { AuditRecord } from '../../record/record.ts'
import { linesOf, readFrom } from '../files/file-io.ts'
import { type AuditFileSystem, nodeFileSystem } from '../files/file-system.ts'
import { findLog, type LogNames } from '../files/log-files.ts'
import { type AuditQuery, matches, readAudit } from './query.ts'

/** What to follow, and how. */
export type FollowOptions = Omit<AuditQuery, 'limit' | 'from' | 'to'> & {
  /** How long to wait before looking again when nothing is new, in milliseconds. 250 when absent. */
  readonly pollMs?: number
  /** Ends the following. */
  readonly signal?: AbortSignal
  /** What waits. Default: the timers of the operating system, which keep the process alive. */
  readonly clock?: Timers
}

/**
 * The records of a log that match, from the one behind `afterSeq` (the first when absent) on, and each new one as it is
 * written, through rotations, until it is ended. Reads only, verifies nothing.
 *
 * @param where - the active file, or a folder that holds one log
 */
export async function* followAudit(
  where: string,
  options: FollowOptions = {},
): AsyncGenerator<AuditRecord, void, void> {
  const { fileSystem = nodeFileSystem, clock = systemTimers, pollMs = 250, signal } = options
  const names = await findLog(fileSystem, where)
  const isEnded = (): boolean => signal?.aborted === true
  let { afterSeq = -1 } = options
  let seen = { id: '', size: 0 }
  while (!isEnded()) {
    const fresh = await newRecords(fileSystem, names, seen, afterSeq)
    if (fresh === null) {
      // Another file has the name now: what is behind the last record is found by its number.
      const facts = await inspect(fileSystem, names)
      for await (const record of readAudit(names.active, { fileSystem, afterSeq })) {
        afterSeq = record.seq
        if (matches(record, options)) yield record
        if (isEnded()) return
      }
      seen = { id: facts.id, size: 0 }
      continue
    }
    for (const record of fresh.records) {
      if (record.seq <= afterSeq) continue
      afterSeq = record.seq
      if (matches(record, options)) yield record
      if (isEnded()) return
    }
    seen = { id: seen.id, size: fresh.size }
    if (fresh.records.length === 0) await delay(pollMs, { timers: clock, signal })
  }
}

/** What was written behind `size` bytes of the file that had the name last; `null` when it has it no more. */
async function newRecords(
  fileSystem: AuditFileSystem,
  names: LogNames,
  seen: { readonly id: string; readonly size: number },
  afterSeq: number,
): Promise<{ readonly records: readonly AuditRecord[]; readonly size: number } | null> {
  const facts = await inspect(fileSystem, names)
  if (facts.id !== seen.id || facts.size < seen.size) return null
  if (facts.size === seen.size) return { records: [], size: seen.size }
  const file = await fileSystem.openForReading(names.active)
  try {
    const pieces: Uint8Array[] = []
    for await (const piece of readFrom(file, seen.size)) pieces.push(new Uint8Array(piece))
    const bytes = Buffer.concat(pieces)
    const records: AuditRecord[] = linesOf(bytes).map((line) => JSON.parse(line))
    // The name may have gone to the next file between the two looks.
    if (records.length > 0 && records[0] !== undefined && records[0].seq > afterSeq + 1) return null
    return { records, size: seen.size + bytes.lastIndexOf(0x0a) + 1 }
  } finally {
    await file.close()
  }
}

/** Between two segments the name may stand for nothing. */
async function inspect(fileSystem: AuditFileSystem, names: LogNames): Promise<{ id: string; size: number }> {
  return fileSystem.inspect(names.active).catch(() => ({ id: '', size: -1 }))
}
