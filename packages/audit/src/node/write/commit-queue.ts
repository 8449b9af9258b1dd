import { messageOf } from '@tezgah/core/describe'
import { AuditError } from '../../errors.ts'
import { createBufferPool } from '../files/buffer-pool.ts'

/** Hands lines and other work to the disk in order, many lines at a time, until the disk fails once. */
export interface CommitQueue {
  /**
   * Takes a line, at once and in order. `settle` is called once the line is durable, or with what went wrong.
   *
   * @param disclosures - a text that must be durable before the line is: the record's disclosures
   * @throws AuditError `unavailable` after a failure, `overloaded` when too much waits already
   */
  add(line: Uint8Array, settle: AppendCallback, disclosures?: string): void
  /** As `add`, of the log's own lines: without a limit, and no caller waits for it. */
  addOwn(line: Uint8Array): void
  /** Runs `then` once all lines before it are durable. */
  mark(then: () => void): void
  /** Work that runs between the lines before it and those behind it. A failure of it is a failure of the disk. */
  addTask(task: () => Promise<void>): void
  /** Everything fails from now on, as if the disk had. */
  fail(cause: unknown): void
  /** Resolves when nothing waits. */
  idle(): Promise<void>
  readonly failed: boolean
}

/** Called with `null` when a line is durable. */
export type AppendCallback = (failure: AuditError | null) => void

/** Lines that go to the disk in one write. */
export type Batch = {
  readonly bytes: Uint8Array
  readonly disclosures: string
  /** True unless another batch came right before. */
  readonly afterPause: boolean
}

type Lines = {
  readonly kind: 'lines'
  readonly buffer: Uint8Array
  used: number
  disclosures: string
  readonly settles: AppendCallback[]
  readonly marks: (() => void)[]
}
type Task = { readonly kind: 'task'; readonly run: () => Promise<void> }

/** How many promises may stand between a caller's `append` and its next one for both to be in successive batches. */
const MICROTASKS_PER_BATCH = 4

/** How many bytes go to the disk in one write. */
const BATCH_BYTES = 1024 * 1024
const buffers = createBufferPool(BATCH_BYTES)

/**
 * One write and one sync run at a time. Lines that arrive meanwhile share the next one: the slower the disk, the
 * larger the batches.
 *
 * @param commit - makes lines durable, or rejects
 */
export function createCommitQueue(options: {
  readonly commit: (batch: Batch) => Promise<void>
  readonly maxPendingBytes: number
}): CommitQueue {
  const { commit, maxPendingBytes } = options
  let waiting: (Lines | Task)[] = []
  let pendingBytes = 0
  let running: Promise<void> | null = null
  let failure: AuditError | null = null

  const roomFor = (length: number): Lines => {
    const last = waiting.at(-1)
    if (last?.kind === 'lines' && last.used + length <= last.buffer.length) return last
    const buffer = buffers.acquire()
    const lines: Lines = { kind: 'lines', buffer, used: 0, disclosures: '', settles: [], marks: [] }
    push(lines)
    return lines
  }

  const push = (item: Lines | Task): void => {
    waiting.push(item)
    running ??= run()
  }

  const put = (line: Uint8Array): Lines => {
    const lines = roomFor(line.length)
    lines.buffer.set(line, lines.used)
    lines.used += line.length
    pendingBytes += line.length
    return lines
  }

  const finish = (lines: Lines): void => {
    pendingBytes -= lines.used
    buffers.release(lines.buffer)
    for (const settle of lines.settles) settle(null)
    for (const mark of lines.marks) mark()
  }

  const stop = (cause: unknown, current: Lines | null): void => {
    failure ??= unavailable(cause)
    const lost = current === null ? waiting : [current, ...waiting]
    waiting = []
    for (const item of lost) if (item.kind === 'lines') for (const settle of item.settles) settle(failure)
  }

  const run = async (): Promise<void> => {
    // Lets everything that is appended in this turn of the event loop join the first batch.
    await Promise.resolve()
    let afterPause = true
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        if (item.kind === 'task') await item.run()
        else if (item.used > 0)
          await commit({ bytes: item.buffer.subarray(0, item.used), disclosures: item.disclosures, afterPause })
        // Meanwhile something else may have found out that the disk failed.
        if (failure !== null) throw failure
      } catch (cause) {
        // After one failure no later sync can be believed: the kernel may have dropped the bytes and forgotten the error.
        stop(cause, item.kind === 'lines' ? item : null)
        break
      }
      if (item.kind === 'lines') finish(item)
      afterPause = false
      // Callers whose append has just resolved run first; what they append at once joins the next batch.
      await Promise.resolve()
      for (let turn = 1; turn < MICROTASKS_PER_BATCH && waiting.length === 0; turn++) await Promise.resolve()
    }
    running = null
  }

  return {
    add(line, settle, disclosures) {
      if (failure !== null) throw failure
      if (pendingBytes + line.length > maxPendingBytes) {
        throw new AuditError('overloaded', `${pendingBytes} bytes wait for the disk, the limit is ${maxPendingBytes}`)
      }
      const lines = put(line)
      lines.settles.push(settle)
      if (disclosures !== undefined) lines.disclosures += disclosures
    },
    addOwn(line) {
      if (failure === null) put(line)
    },
    mark(then) {
      if (failure === null) roomFor(0).marks.push(then)
    },
    addTask(run) {
      if (failure === null) push({ kind: 'task', run })
    },
    fail(cause) {
      if (failure === null) stop(cause, null)
    },
    async idle() {
      while (running !== null) await running
    },
    get failed() {
      return failure !== null
    },
  }
}

function unavailable(cause: unknown): AuditError {
  const message = messageOf(cause)
  return new AuditError('unavailable', `audit log is unavailable after a disk error: ${message}`, { cause })
}
