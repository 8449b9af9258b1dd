import { AuditError } from '../errors.ts'

/** Hands lines to the disk in order, many at a time, until the disk fails once. */
export interface CommitQueue {
  /**
   * Takes a line, at once and in order.
   *
   * @returns a promise that resolves once the line is durable and rejects with `unavailable` if that failed
   * @throws AuditError (not as a rejection) `unavailable` after a failure, `overloaded` when too much waits already
   */
  add(line: Uint8Array): Promise<void>
  /** Resolves when nothing waits. */
  idle(): Promise<void>
  readonly failed: boolean
}

type Waiting = { readonly line: Uint8Array; readonly settle: (failure: AuditError | null) => void }

/** How many bytes go to the disk in one write. */
const MAX_BATCH_BYTES = 1024 * 1024

/**
 * One write and one sync run at a time. Whatever arrives meanwhile waits and shares the next: the slower the disk, the
 * larger the batches.
 *
 * @param commit - makes bytes durable, or rejects
 */
export function createCommitQueue(options: {
  readonly commit: (bytes: Uint8Array) => Promise<void>
  readonly maxPendingBytes: number
}): CommitQueue {
  const { commit, maxPendingBytes } = options
  let waiting: Waiting[] = []
  let pendingBytes = 0
  let running: Promise<void> | null = null
  let failure: AuditError | null = null

  const run = async (): Promise<void> => {
    // Lets everything that is appended in this turn of the event loop join the first batch.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchLength(waiting))
      const bytes = Buffer.concat(batch.map(({ line }) => line))
      // After one failure no later sync can be believed: the kernel may have dropped the bytes and forgotten the error.
      failure = await commit(bytes).then(() => null, unavailable)
      pendingBytes -= bytes.length
      for (const { settle } of failure === null ? batch : [...batch, ...waiting]) settle(failure)
      if (failure !== null) waiting = []
    }
    running = null
  }

  return {
    add(line) {
      if (failure !== null) throw failure
      if (pendingBytes + line.length > maxPendingBytes) {
        throw new AuditError('overloaded', `${pendingBytes} bytes wait for the disk, the limit is ${maxPendingBytes}`)
      }
      pendingBytes += line.length
      const committed = new Promise<void>((resolve, reject) => {
        waiting.push({ line, settle: (cause) => (cause === null ? resolve() : reject(cause)) })
      })
      running ??= run()
      return committed
    },
    idle: () => running ?? Promise.resolve(),
    get failed() {
      return failure !== null
    },
  }
}

function batchLength(waiting: readonly Waiting[]): number {
  let bytes = 0
  const end = waiting.findIndex(({ line }) => {
    bytes += line.length
    return bytes > MAX_BATCH_BYTES
  })
  return end === -1 ? waiting.length : end
}

function unavailable(cause: unknown): AuditError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new AuditError('unavailable', `the audit log stopped: ${message}`, { cause })
}
