import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '@tezgah/core/clock'
import { messageOf } from '@tezgah/core/describe'
import { RunnerError } from '../errors.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import { acquireDataLock, type Database, openDatabase, type SqliteDriver } from './database.ts'
import { JobQueries } from './job-queries.ts'
import { JobTable } from './job-table.ts'
import { ResultFiles } from './result-files.ts'
import type { NewResult } from './result-table.ts'
import { prepareSchema } from './schema.ts'

/** What opening a database of jobs takes. Plain data, so that it can be sent to a thread. */
export type SqliteStoreOptions = {
  readonly path: string
  readonly limits: StoreLimits
  readonly lockWaitMs: number
  readonly driver?: SqliteDriver | undefined
}

/** Operations of the job table that write, and those that only read or keep leases. */
const IN_TRANSACTION = {
  enqueue: true,
  findByKey: true,
  claim: true,
  heartbeat: false,
  reclaim: true,
  finish: true,
  release: true,
  cancel: true,
  readdress: true,
  discardResult: true,
  acknowledge: true,
} as const

/** Everything that a database of jobs can be asked. */
export type Operations = Pick<JobTable, keyof typeof IN_TRANSACTION> & Pick<JobQueries, keyof JobQueries>
export type Operation = keyof Operations

/** A database of jobs, in this thread or in another. */
export interface JobDatabase {
  perform<Name extends Operation>(
    operation: Name,
    args: Parameters<Operations[Name]>,
  ): Promise<ReturnType<Operations[Name]>>
  close(): void | Promise<void>
}

/** An open database of jobs: operations by name, the writes of one turn of the event loop in one commit. */
export class SqliteStore implements JobDatabase {
  readonly #database: Database
  readonly #releaseLock: () => void
  readonly #commits: GroupCommit
  readonly #jobs: JobTable
  readonly #queries: JobQueries
  readonly #files: ResultFiles

  /**
   * @param onCommit - called at each commit, before its promises settle
   * @throws RunnerError `store_locked` or `store_failed`
   */
  constructor(
    { path: file, limits, lockWaitMs, driver }: SqliteStoreOptions,
    clock: Clock,
    onCommit: () => void = () => {},
  ) {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
    this.#releaseLock = acquireDataLock(`${file}.lock`, lockWaitMs, driver)
    let database: Database | undefined
    try {
      database = openDatabase(file, { driver })
      prepareSchema(database, lockWaitMs)
      const jobs = new JobTable(database, limits, clock)
      database.exec('BEGIN IMMEDIATE')
      jobs.recover()
      database.exec('COMMIT')
      this.#files = new ResultFiles(file)
      this.#files.sweep(jobs.results.files())
      this.#database = database
      this.#jobs = jobs
      this.#queries = new JobQueries(database)
      this.#commits = new GroupCommit(database, onCommit, () => jobs.rolledBack())
    } catch (cause) {
      database?.close()
      this.#releaseLock()
      throw new RunnerError('store_failed', `cannot open the job store ${file}: ${messageOf(cause)}`, { cause })
    }
  }

  /**
   * Reads see nothing that is not on disk: a transaction begins and commits within one turn of the event loop.
   *
   * @param before - called in the same turn as the operation
   */
  async perform<Name extends Operation>(
    operation: Name,
    args: Parameters<Operations[Name]>,
    before: () => void = () => {},
  ): Promise<ReturnType<Operations[Name]>> {
    const target: Partial<Operations> = operation in IN_TRANSACTION ? this.#jobs : this.#queries
    const work = (): ReturnType<Operations[Name]> => {
      before()
      return Reflect.apply(target[operation] as (...args: unknown[]) => never, target, args)
    }
    if (!isWrite(operation)) return work()
    try {
      return await this.#commits.run(work)
    } finally {
      this.#removeFiles(operation === 'finish' ? (args as Parameters<Operations['finish']>) : null)
    }
  }

  /** Commits the pending writes and releases the file. */
  close(): void {
    this.#commits.flush()
    this.#database.close()
    this.#releaseLock()
  }

  /** What retention evicted, and the file of a `finish` that was refused or whose bytes were stored already; never what a row refers to. */
  #removeFiles(finish: Parameters<Operations['finish']> | null): void {
    const outcome = finish?.[2]
    const result: NewResult | null = outcome?.status === 'done' ? outcome.result : null
    const files = [...this.#jobs.results.takeEvicted(), ...(result !== null && 'file' in result ? [result.file] : [])]
    // Once it is closed, what is left is removed at the next opening.
    if (!this.#database.isOpen) return
    for (const file of files) if (!this.#jobs.results.isReferenced(file)) void this.#files.remove(file)
  }
}

function isWrite(operation: Operation): boolean {
  return operation in IN_TRANSACTION && IN_TRANSACTION[operation as keyof typeof IN_TRANSACTION]
}

type Pending = {
  readonly work: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Writes in one transaction; more wait for the next, so that no single commit keeps the event loop long. */
const MAX_BATCH = 256

/**
 * Runs writes so that those requested in the same turn of the event loop share one transaction, and with it one sync to disk. A
 * promise settles only after the commit; a write that throws rolls back its own changes only.
 */
export class GroupCommit {
  readonly #database: Database
  #pending: Pending[] = []
  readonly #onCommit: () => void
  readonly #onRollback: () => void
  #scheduled = false

  /**
   * @param onCommit - called at each commit, successful or not, before the promises of its writes settle
   * @param onRollback - called when a whole transaction was rolled back, with what its writes had counted
   */
  constructor(database: Database, onCommit: () => void = () => {}, onRollback: () => void = () => {}) {
    this.#database = database
    this.#onCommit = onCommit
    this.#onRollback = onRollback
  }

  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#pending.push({ work, resolve: (value) => resolve(value as T), reject })
      this.#schedule()
    })
  }

  /** Commits the pending writes now. */
  flush(): void {
    while (this.#pending.length > 0) this.#commit(this.#pending.splice(0, MAX_BATCH))
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#commit(this.#pending.splice(0, MAX_BATCH))
      if (this.#pending.length > 0) this.#schedule()
    })
  }

  #commit(batch: readonly Pending[]): void {
    if (batch.length === 0) return
    const settle: (() => void)[] = []
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      for (const pending of batch) settle.push(this.#attempt(pending))
      this.#database.exec('COMMIT')
    } catch (cause) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      this.#onRollback()
      // A commit that failed may have taken place all the same.
      this.#onCommit()
      const error = new RunnerError('store_failed', `the job store could not commit: ${messageOf(cause)}`, { cause })
      for (const pending of batch) pending.reject(error)
      return
    }
    this.#onCommit()
    for (const each of settle) each()
  }

  /** Runs one write; returns what settles its promise once the transaction is on disk. */
  #attempt({ work, resolve, reject }: Pending): () => void {
    this.#database.exec('SAVEPOINT work')
    try {
      const value = work()
      this.#database.exec('RELEASE work')
      return () => resolve(value)
    } catch (error) {
      // Where SQLite itself rolled the transaction back (disk full), there is no savepoint left and the whole batch fails.
      this.#database.exec('ROLLBACK TO work; RELEASE work')
      return () => reject(error)
    }
  }
}
