import { type Clock, systemClock } from '@tezgah/core/clock'
import { messageOf } from '@tezgah/core/describe'
import { sha256InPieces } from '@tezgah/core/node/sha256'
import { RunnerError } from '../errors.ts'
import type { HeldAttempt, Idempotency, Job, JobOutcome, JobStatus, NewJob, ReleaseReason } from '../jobs/job.ts'
import { describeResult } from '../jobs/job-rows.ts'
import {
  completeLimits,
  heartbeatMsOf,
  type JobPage,
  type JobStore,
  type ListOptions,
  type ResultOfJob,
  resultDamaged,
  type StoreLimits,
} from '../jobs/job-store.ts'
import type { WorkerCode } from '../jobs/worker-code.ts'
import type { SqliteDriver } from './database.ts'
import type { NewOutcome } from './job-table.ts'
import { ResultFiles } from './result-files.ts'
import { type JobDatabase, type Operation, type Operations, SqliteStore } from './sqlite-store.ts'
import { StoreClient } from './store-client.ts'

/** How to open the embedded store. */
export type SqliteJobStoreOptions = {
  /**
   * The database file; its folder is created when missing. SQLite keeps `-wal` and `-shm` files beside it, the store a `.lock` file and
   * a folder `-results`, which belongs to the database and has to be copied with it.
   */
  readonly path: string
  readonly limits?: Partial<StoreLimits>
  /**
   * The implementation of SQLite; files of one can be opened with the other. Default: `node:sqlite`, and where this Node does not
   * have it the package `better-sqlite3`, which has to be installed.
   */
  readonly driver?: SqliteDriver
  /** Whether the database has a thread of its own, so that no commit blocks the event loop. Default `true`. */
  readonly thread?: boolean
  /** Wall clock for the times that are stored, monotonic clock for leases. Default: the system's. */
  readonly clock?: Clock
  /** How long to wait for another process that has the store open. Default 2,000 ms. */
  readonly lockWaitMs?: number
}

/** Results from this size on are files: in the database, their commit would delay others. */
export const FILE_FROM_BYTES: number = 64 * 1024

/**
 * Opens the embedded job store on SQLite: write-ahead log, synced to disk at every commit, one commit for all writes
 * requested in the same turn of the event loop. Jobs that a dead process left `running` are requeued.
 *
 * @throws RunnerError `store_locked` while another process has it open, `store_failed` when the file cannot be opened or is not a job store
 * @throws RangeError for a limit that is not a whole number from 1 up
 */
export function openSqliteJobStore(options: SqliteJobStoreOptions): JobStore {
  const limits = completeLimits(options.limits)
  const { clock = systemClock, driver, lockWaitMs = 2_000, path, thread = true } = options
  const storeOptions = { path, limits, lockWaitMs, driver }
  const database = thread ? new StoreClient(storeOptions, clock) : new SqliteStore(storeOptions, clock)
  return new SqliteJobStore(database, new ResultFiles(path), heartbeatMsOf(limits))
}

class SqliteJobStore implements JobStore {
  readonly heartbeatMs: number
  readonly #database: JobDatabase
  readonly #files: ResultFiles
  #closed: Promise<void> | null = null

  constructor(database: JobDatabase, files: ResultFiles, heartbeatMs: number) {
    this.#database = database
    this.#files = files
    this.heartbeatMs = heartbeatMs
  }

  enqueue(job: NewJob): Promise<Job> {
    return this.#perform('enqueue', job)
  }

  findByKey(client: string, idempotency: Idempotency): Promise<Job | null> {
    return this.#perform('findByKey', client, idempotency)
  }

  claim(code?: WorkerCode): Promise<Job | null> {
    return this.#perform('claim', code)
  }

  waiting(limit: number): Promise<readonly Job[]> {
    return this.#perform('waiting', limit)
  }

  readdress(id: string, next: Pick<NewJob, 'address' | 'spec'>): Promise<Job | null> {
    return this.#perform('readdress', id, next)
  }

  heartbeat(held: readonly HeldAttempt[]): Promise<readonly string[]> {
    return this.#perform('heartbeat', held)
  }

  reclaim(): Promise<readonly Job[]> {
    return this.#perform('reclaim')
  }

  async finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null> {
    return this.#perform('finish', id, attempt, await this.#newOutcome(outcome))
  }

  release(id: string, attempt: number, reason: ReleaseReason): Promise<Job | null> {
    return this.#perform('release', id, attempt, reason)
  }

  cancel(id: string): Promise<Job | null> {
    return this.#perform('cancel', id)
  }

  get(id: string): Promise<Job | null> {
    return this.#perform('get', id)
  }

  async result(id: string): Promise<Uint8Array | null> {
    const location = await this.#perform('resultLocation', id)
    if (location === null) return null
    const found = await (location.file === null ? this.#perform('result', id) : this.#files.read(location))
    if (found !== null && (await sha256InPieces(found)) === location.sha256) return found
    // Retention may have removed it after the query, and another job may have stored it again.
    const now = await this.#perform('resultLocation', id)
    if (now?.sha256 !== location.sha256 || now.file !== location.file) return this.result(id)
    throw resultDamaged(id, location.sha256, found !== null)
  }

  discardResult(sha256: string): Promise<boolean> {
    return this.#perform('discardResult', sha256)
  }

  nextResult(after: string): Promise<ResultOfJob | null> {
    return this.#perform('nextResult', after)
  }

  list(options: ListOptions = {}): Promise<JobPage> {
    return this.#perform('list', options)
  }

  counts(): Promise<Readonly<Record<JobStatus, number>>> {
    return this.#perform('counts')
  }

  unacknowledged(limit: number): Promise<readonly Job[]> {
    return this.#perform('unacknowledged', limit)
  }

  acknowledge(id: string): Promise<void> {
    return this.#perform('acknowledge', id)
  }

  close(): Promise<void> {
    this.#closed ??= Promise.resolve(this.#database.close())
    return this.#closed
  }

  /** Writes a large result to its file, before the transaction that refers to it. */
  async #newOutcome(outcome: JobOutcome): Promise<NewOutcome> {
    if (outcome.status === 'failed') return outcome
    const { result, runMs, sha256, status, summary } = outcome
    if (this.#closed !== null) throw new RunnerError('closed', 'the job store is closed')
    return {
      status,
      summary,
      runMs,
      result: { ...describeResult(result, sha256), ...(await this.#bodyOrFile(result)) },
    }
  }

  async #bodyOrFile(result: Uint8Array): Promise<{ readonly body: Uint8Array } | { readonly file: string }> {
    if (result.byteLength < FILE_FROM_BYTES) return { body: result }
    try {
      return { file: await this.#files.write(result) }
    } catch (cause) {
      throw new RunnerError('store_failed', `the job store could not write a result: ${messageOf(cause)}`, { cause })
    }
  }

  async #perform<Name extends Operation>(
    operation: Name,
    ...args: Parameters<Operations[Name]>
  ): Promise<ReturnType<Operations[Name]>> {
    if (this.#closed !== null) throw new RunnerError('closed', 'the job store is closed')
    return this.#database.perform(operation, args)
  }
}
