import { RunnerError } from '../errors.ts'
import type { HeldAttempt, Idempotency, Job, JobOutcome, JobStatus, NewJob, ReleaseReason } from '../jobs/job.ts'
import { describeResult } from '../jobs/job-rows.ts'
import {
  DEFAULT_STORE_LIMITS,
  type JobPage,
  type JobStore,
  type ListOptions,
  type StoreLimits,
} from '../jobs/job-store.ts'
import type { SqliteDriver } from './database.ts'
import type { ResultPlace } from './job-queries.ts'
import type { SentOutcome } from './job-table.ts'
import { ResultFiles } from './result-files.ts'
import { Engine, type Operation } from './sqlite-store.ts'
import { EngineThread } from './store-client.ts'

/** How to open the embedded store. */
export type SqliteJobStoreOptions = {
  /**
   * The database file; its folder is made when missing. SQLite keeps `-wal` and `-shm` files beside it, the store a `.lock` file and
   * a folder `-results`, which belongs to the database and has to be copied with it.
   */
  readonly path: string
  readonly limits?: Partial<StoreLimits>
  /**
   * What SQLite is reached through; files of one can be opened with the other. Default: `node:sqlite`, and where this Node has none
   * the package `better-sqlite3`, which has to be installed.
   */
  readonly driver?: SqliteDriver
  /** Whether the database has a thread of its own, so that no commit holds up the event loop. Default `true`. */
  readonly thread?: boolean
  /** Epoch milliseconds; `Date.now` by default. */
  readonly now?: () => number
  /** Milliseconds of a monotonic clock; `performance.now` by default. */
  readonly monotonicNow?: () => number
  /** How long to wait for another process that has the store open. Default 2,000 ms. */
  readonly lockWaitMs?: number
}

/** Results from this size on are files: a commit that holds them would keep others waiting. */
export const FILE_FROM_BYTES: number = 64 * 1024

/** Heartbeats within a lease: two may be late before it runs out. */
const BEATS_PER_LEASE = 4

/**
 * Opens the embedded job store on SQLite: write-ahead log, synced to disk at every commit, one commit for all writes asked
 * for in the same turn of the event loop. Jobs that a dead process left `running` go back to `queued`.
 *
 * @throws RunnerError `store_locked` while another process has it open, `store_failed` when the file cannot be opened or is no job store
 * @throws RangeError for a limit that is not a whole number from 1 up
 */
export function openSqliteJobStore(options: SqliteJobStoreOptions): JobStore {
  const limits = checkedLimits({ ...DEFAULT_STORE_LIMITS, ...options.limits })
  const engine = { path: options.path, limits, lockWaitMs: options.lockWaitMs ?? 2_000, driver: options.driver }
  const clocks = { now: options.now ?? Date.now, monotonicNow: options.monotonicNow ?? (() => performance.now()) }
  const database = (options.thread ?? true) ? new EngineThread(engine, clocks) : new Engine(engine, clocks)
  const files = new ResultFiles(options.path)
  return new SqliteJobStore(database, files, Math.max(1, Math.floor(limits.leaseMs / BEATS_PER_LEASE)))
}

/** An engine, here or in a thread. */
interface Database {
  perform(operation: Operation, args: readonly unknown[]): Promise<unknown>
  close(): void | Promise<void>
}

class SqliteJobStore implements JobStore {
  readonly heartbeatMs: number
  readonly #database: Database
  readonly #files: ResultFiles
  #closed: Promise<void> | null = null

  constructor(database: Database, files: ResultFiles, heartbeatMs: number) {
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

  claim(): Promise<Job | null> {
    return this.#perform('claim')
  }

  heartbeat(held: readonly HeldAttempt[]): Promise<readonly string[]> {
    return this.#perform('heartbeat', held)
  }

  reclaim(): Promise<readonly Job[]> {
    return this.#perform('reclaim')
  }

  async finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null> {
    return this.#perform('finish', id, attempt, await this.#sent(outcome))
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
    const place = await this.#perform<ResultPlace | null>('resultPlace', id)
    if (place === null) return null
    if (place.file === null) return this.#perform('result', id)
    const found = await this.#files.read(place)
    if (found !== null) return found
    // Retention may have dropped it between the two looks, and another job may have brought it back.
    const now = await this.#perform<ResultPlace | null>('resultPlace', id)
    if (now?.file !== place.file) return this.result(id)
    throw new RunnerError('store_failed', `the file ${place.file} with the result of ${id} is missing or not whole`)
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

  /** Writes a large result aside, before anybody waits for the commit that makes it one. */
  async #sent(outcome: JobOutcome): Promise<SentOutcome> {
    if (outcome.status === 'failed') return outcome
    const { result, runMs, sha256, status, summary } = outcome
    if (this.#closed !== null) throw new RunnerError('closed', 'the job store is closed')
    return { status, summary, runMs, result: { ...describeResult(result, sha256), ...(await this.#placed(result)) } }
  }

  async #placed(result: Uint8Array): Promise<{ readonly body: Uint8Array } | { readonly file: string }> {
    if (result.byteLength < FILE_FROM_BYTES) return { body: result }
    try {
      return { file: await this.#files.write(result) }
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new RunnerError('store_failed', `the job store could not write a result: ${reason}`, { cause })
    }
  }

  async #perform<T>(operation: Operation, ...args: readonly unknown[]): Promise<T> {
    if (this.#closed !== null) throw new RunnerError('closed', 'the job store is closed')
    return (await this.#database.perform(operation, args)) as T
  }
}

function checkedLimits(limits: StoreLimits): StoreLimits {
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`limits.${name} must be a whole number from 1 up, was ${value}`)
    }
  }
  return limits
}
