import { type AuditRecord, canonicalJson, MAX_DETAILS_DEPTH, type Verification } from '@tezgah/audit'
import { ExitCodeError } from '../../exit.ts'
import type { CliIo } from '../../io.ts'
import { findLog, type LogFiles, readLog } from './log-files.ts'

export type QueryFlags = {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
  readonly outcome?: string
  readonly correlationId?: string
  /** Milliseconds since the Unix epoch; records of then and later. */
  readonly from?: number
  /** Records before then. */
  readonly to?: number
  readonly limit?: number
}

/** How many records are held and written at once: output may be slow, and memory must not grow with the log. */
const DEFAULT_LIMIT = 10_000

/**
 * `tezgah audit query`: the records that match, one JSON line each, the oldest first. Only what verifies is printed.
 *
 * @throws ExitCodeError if the log is not intact, after what came before that
 */
export async function printMatching(io: CliIo, given: string, flags: QueryFlags): Promise<void> {
  const limit = flags.limit ?? DEFAULT_LIMIT
  const found: AuditRecord[] = []
  let matching = 0
  const result = await readLog(findLog(io.cwd, given), {
    onRecord: (record) => {
      if (!matches(record, flags)) return
      matching += 1
      if (found.length < limit) found.push(record)
    },
  })
  await printRecords(io, found)
  if (matching > found.length) await io.stderr.write(`${matching - found.length} more match; raise --limit\n`)
  await failUnlessSound(io, result)
}

/** `tezgah audit tail`: the last records, the oldest of them first. */
export async function printLast(io: CliIo, given: string, { lines }: { readonly lines: number }): Promise<void> {
  const { records, result } = await lastRecords(findLog(io.cwd, given), lines)
  await printRecords(io, records)
  await failUnlessSound(io, result)
}

async function lastRecords(log: LogFiles, count: number) {
  const ring: AuditRecord[] = []
  const result = await readLog(log, {
    onRecord: (record) => {
      ring[record.seq % count] = record
    },
  })
  const records = ring.filter(Boolean).sort((left, right) => left.seq - right.seq)
  return { records, result }
}

function matches(record: AuditRecord, flags: QueryFlags): boolean {
  const fields = ['actor', 'action', 'subject', 'outcome', 'correlationId'] as const
  if (!fields.every((field) => flags[field] === undefined || record[field] === flags[field])) return false
  return record.time >= (flags.from ?? -Infinity) && record.time < (flags.to ?? Infinity)
}

async function printRecords(io: CliIo, records: readonly AuditRecord[]): Promise<void> {
  for (const record of records) {
    // Details are as deep as they may be, and stand one level down.
    await io.stdout.write(`${canonicalJson({ ...record }, { maxDepth: MAX_DETAILS_DEPTH + 1 })}\n`)
  }
}

async function failUnlessSound(io: CliIo, result: Verification): Promise<void> {
  if (result.status === 'intact') return
  await io.stderr.write(`tezgah: the log is ${result.status}: ${result.reason}\n`)
  throw new ExitCodeError(result.status === 'tampered' ? 1 : 2)
}
