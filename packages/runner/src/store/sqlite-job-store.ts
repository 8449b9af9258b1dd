import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { RunnerError } from '../errors.ts'
import type { Job, JobOutcome, JobStatus, NewJob, ReleaseReason } from '../job.ts'
import { DEFAULT_STORE_LIMITS, type JobPage, type JobStore, type ListOptions, type StoreLimits } from '../job-store.ts'
import { parseCursor, toCursor } from './cursor.ts'
import { holdDataLock } from './data-lock.ts'
import { GroupCommit } from './group-commit.ts'
import { numeric, toJob } from './job-row.ts'
import { JobTable } from './job-table.ts'
import { prepareSchema } from './schema.ts'

/** How to open the embedded store. */
export type SqliteJobStoreOptions = {
  /** The database file; its folder is made when missing. SQLite keeps `-wal` and `-shm` files beside it, the store a `.lock` file. */
  readonly path: string
  readonly limits?: Partial<StoreLimits>
  /** Epoch milliseconds; `Date.now` by default. */
  readonly now?: () => number
  /** How long to wait for another process that has the store open. Default 2,000 ms. */
  readonly lockWaitMs?: number
}

/**
 * Opens the embedded job store on `node:sqlite`: write-ahead log, synced to disk at every commit, one commit for all writes asked
 * for in the same turn of the event loop. Jobs that a dead process left `running` go back to `queued`.
 *
 * @throws RunnerError `store_locked` while another process has it open, `store_failed` when the file cannot be opened or is no job store
 * @throws RangeError for a limit that is not a whole number from 1 up
 */
export function openSqliteJobStore(options: SqliteJobStoreOptions): JobStore {
  const limits = checkedLimits({ ...DEFAULT_STORE_LIMITS, ...options.limits })
  const lockWaitMs = options.lockWaitMs ?? 2_000
  mkdirSync(path.dirname(path.resolve(options.path)), { recursive: true })
  const letGo = holdDataLock(`${options.path}.lock`, lockWaitMs)
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(options.path)
    prepareSchema(database, lockWaitMs)
    return new SqliteJobStore(database, new JobTable(database, limits, options.now ?? Date.now), letGo)
  } catch (cause) {
    database?.close()
    letGo()
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RunnerError('store_failed', `cannot open the job store ${options.path}: ${reason}`, { cause })
  }
}

class SqliteJobStore implements JobStore {
  readonly #database: DatabaseSync
  readonly #jobs: JobTable
  readonly #letGo: () => void
  readonly #commits: GroupCommit
  #closed = false

  constructor(database: DatabaseSync, jobs: JobTable, letGo: () => void) {
    this.#database = database
    this.#jobs = jobs
    this.#letGo = letGo
    this.#commits = new GroupCommit(database)
    database.exec('BEGIN IMMEDIATE')
    jobs.recover()
    database.exec('COMMIT')
  }

  enqueue(job: NewJob): Promise<Job> {
    return this.#write(() => this.#jobs.insert(job))
  }

  claim(): Promise<Job | null> {
    return this.#write(() => this.#jobs.claim())
  }

  finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null> {
    return this.#write(() => this.#jobs.finish(id, attempt, outcome))
  }

  release(id: string, attempt: number, reason: ReleaseReason): Promise<Job | null> {
    return this.#write(() => this.#jobs.release(id, attempt, reason))
  }

  cancel(id: string): Promise<Job | null> {
    return this.#write(() => this.#jobs.cancel(id))
  }

  get(id: string): Promise<Job | null> {
    return this.#read(() => this.#jobs.get(id))
  }

  result(id: string): Promise<Uint8Array | null> {
    return this.#read(() => this.#jobs.result(id))
  }

  list({ limit = 50, cursor, status }: ListOptions = {}): Promise<JobPage> {
    return this.#read(() => {
      if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
        throw new RangeError(`limit must be a whole number from 1 to 200, was ${limit}`)
      }
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor)
      const rows = this.#jobs.list(before, limit + 1, status)
      const last = rows[limit - 1]
      const more = rows.length > limit && last !== undefined
      return { jobs: rows.slice(0, limit).map(toJob), nextCursor: more ? toCursor(numeric(last, 'seq')) : null }
    })
  }

  counts(): Promise<Readonly<Record<JobStatus, number>>> {
    return this.#read(() => this.#jobs.counts())
  }

  unacknowledged(limit: number): Promise<readonly Job[]> {
    return this.#read(() => this.#jobs.unacknowledged(limit))
  }

  acknowledge(id: string): Promise<void> {
    return this.#write(() => this.#jobs.acknowledge(id))
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#commits.flush()
    this.#closed = true
    this.#database.close()
    this.#letGo()
  }

  #write<T>(work: () => T): Promise<T> {
    return this.#closed ? Promise.reject(closed()) : this.#commits.run(work)
  }

  /** Reads see nothing that is not on disk: a transaction begins and commits within one turn of the event loop. */
  async #read<T>(work: () => T): Promise<T> {
    if (this.#closed) throw closed()
    return work()
  }
}

function closed(): RunnerError {
  return new RunnerError('closed', 'the job store is closed')
}

function checkedLimits(limits: StoreLimits): StoreLimits {
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`limits.${name} must be a whole number from 1 up, was ${value}`)
    }
  }
  return limits
}
