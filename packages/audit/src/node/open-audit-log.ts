import { appendRecord, type ChainState } from '../chain.ts'
import { AuditError, isAuditError } from '../errors.ts'
import { MAX_RECORD_BYTES } from '../limits.ts'
import type { AuditEvent, AuditRecord } from '../record.ts'
import { requireLongSecrets } from '../redact.ts'
import { createCommitQueue } from './commit-queue.ts'
import { type AuditFileSystem, nodeFileSystem } from './file-system.ts'
import { openLogFile } from './log-file.ts'

/** How to open an audit log. */
export type AuditLogOptions = {
  /** The file. Its folder is created when missing. Beside it stands `<path>.lock` while the log is open. */
  readonly path: string
  /** The wall clock, in whole milliseconds since the Unix epoch, UTC. `Date.now` when absent. */
  readonly now?: () => number
  /** Texts that must never be recorded, each of at least 8 characters, masked wherever they occur. None when absent. */
  readonly secrets?: readonly string[]
  /** How many bytes of records may wait for the disk, at least 65,536. 16 MiB when absent. */
  readonly maxPendingBytes?: number
  /** Where the bytes go. The file system of the operating system when absent; tests pass one that fails. */
  readonly fileSystem?: AuditFileSystem
}

/** What can be said about an open log now. */
export type AuditLogState = ChainState & {
  /** `unavailable` after the first failure of the disk, for good; `closed` once `close` was called. */
  readonly status: 'open' | 'unavailable' | 'closed'
}

/** An append-only log of which this process is the only writer. */
export interface AuditLog {
  /**
   * Records an event. Records stand in the order of the calls.
   *
   * @returns the record, once it would survive a power cut
   * @throws AuditError (as a rejection) `invalid_event`, `overloaded` and `closed` when nothing was written; `unavailable`
   *   when the disk failed, now or earlier: the record is then not acknowledged, and only opening the log again tells
   *   whether it is there
   */
  append(event: AuditEvent): Promise<AuditRecord>
  /** Waits for the appends that were accepted, then gives the file and the lock back. Calling it twice is harmless. */
  close(): Promise<void>
  /** Number and head hash of the records that are on disk: what to keep elsewhere in order to pin the log. */
  readonly state: AuditLogState
}

const DEFAULT_MAX_PENDING_BYTES = 16 * 1024 * 1024

/**
 * Opens a log for appending, and creates it if there is none. Reads the whole file and verifies it first. What a crash
 * left behind its last record is cut, and the cut is itself recorded: action `recovered_tail`, with the number of bytes
 * and their SHA-256.
 *
 * @throws AuditError `tampered`, with the first bad `seq`, when the file is not what this log wrote; `locked` when
 *   another process writes it; `unavailable` when the file system refuses
 * @throws RangeError if an option is out of its range
 */
export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const { now = Date.now, secrets = [], maxPendingBytes = DEFAULT_MAX_PENDING_BYTES } = options
  requireLongSecrets(secrets)
  if (!(maxPendingBytes >= MAX_RECORD_BYTES)) {
    throw new RangeError(`maxPendingBytes must be at least ${MAX_RECORD_BYTES}, was ${maxPendingBytes}`)
  }
  const file = await openLogFile(options.path, options.fileSystem ?? nodeFileSystem, now).catch((cause: unknown) => {
    if (isAuditError(cause)) throw cause
    throw new AuditError('unavailable', `the audit log ${options.path} cannot be opened: ${messageOf(cause)}`, {
      cause,
    })
  })
  const queue = createCommitQueue({ commit: file.append, maxPendingBytes })
  let chain = file.chain
  let durable = file.chain
  let closing: Promise<void> | null = null

  const append = async (event: AuditEvent): Promise<AuditRecord> => {
    if (closing !== null) throw new AuditError('closed', 'the audit log is closed')
    // No await before the queue has the line: calls take their places in the order in which they are made.
    const next = appendRecord(chain, event, now(), secrets)
    const committed = queue.add(next.line)
    chain = next.state
    await committed
    durable = next.state
    return next.record
  }

  return {
    append,
    close() {
      closing ??= queue.idle().then(file.close)
      return closing
    },
    get state(): AuditLogState {
      if (closing !== null) return { ...durable, status: 'closed' }
      return { ...durable, status: queue.failed ? 'unavailable' : 'open' }
    },
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
