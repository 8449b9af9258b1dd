import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { RunnerError } from '../errors.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import { type Database, openDatabase, type SqliteDriver } from './database.ts'
import { JobReads } from './job-queries.ts'
import { type Clocks, JobTable, type SentOutcome } from './job-table.ts'
import { ResultFiles } from './result-files.ts'
import { prepareSchema } from './schema.ts'

/** What it takes to open a database of jobs. Plain data, so that it can be sent to a thread. */
export type EngineOptions = {
  readonly path: string
  readonly limits: StoreLimits
  readonly lockWaitMs: number
  readonly driver?: SqliteDriver | undefined
}

/** What writes, and what only reads. */
const WRITES = {
  enqueue: true,
  findByKey: true,
  claim: true,
  heartbeat: false,
  reclaim: true,
  finish: true,
  release: true,
  cancel: true,
  get: false,
  result: false,
  resultPlace: false,
  list: false,
  counts: false,
  unacknowledged: false,
  acknowledge: true,
} as const

export type Operation = keyof typeof WRITES

/** A database of jobs, open: operations by name, writes of one turn of the event loop in one commit. */
export class Engine {
  readonly #database: Database
  readonly #operations: Readonly<Record<Operation, (...args: never[]) => unknown>>
  readonly #letGo: () => void
  readonly #commits: GroupCommit
  readonly #jobs: JobTable
  readonly #files: ResultFiles

  /**
   * @param onCommit - told of each commit before whoever asked for it
   * @throws RunnerError `store_locked` or `store_failed`
   */
  constructor(
    { path: file, limits, lockWaitMs, driver }: EngineOptions,
    clocks: Clocks,
    onCommit: () => void = () => {},
  ) {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
    this.#letGo = holdDataLock(`${file}.lock`, lockWaitMs, driver)
    let database: Database | undefined
    try {
      database = openDatabase(file, { driver })
      prepareSchema(database, lockWaitMs)
      const jobs = new JobTable(database, limits, clocks)
      database.exec('BEGIN IMMEDIATE')
      jobs.recover()
      database.exec('COMMIT')
      this.#files = new ResultFiles(file)
      this.#files.sweep(jobs.results.files())
      this.#database = database
      this.#jobs = jobs
      this.#operations = operationsOf(jobs, new JobReads(database))
      this.#commits = new GroupCommit(database, onCommit, () => jobs.rolledBack())
    } catch (cause) {
      database?.close()
      this.#letGo()
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new RunnerError('store_failed', `cannot open the job store ${file}: ${reason}`, { cause })
    }
  }

  /**
   * Reads see nothing that is not on disk: a transaction begins and commits within one turn of the event loop.
   *
   * @param before - done in the same turn as the operation
   */
  async perform(operation: Operation, args: readonly unknown[], before: () => void = () => {}): Promise<unknown> {
    const work = () => {
      before()
      return this.#operations[operation](...(args as never[]))
    }
    if (!WRITES[operation]) return work()
    try {
      return await this.#commits.run(work)
    } finally {
      this.#removeFiles(operation === 'finish' ? (args[2] as SentOutcome) : null)
    }
  }

  /** Commits what is waiting and lets go of the file. */
  close(): void {
    this.#commits.flush()
    this.#database.close()
    this.#letGo()
  }

  /** What retention dropped, and what a finish had written that came to nothing or was there already; never what a row names. */
  #removeFiles(outcome: SentOutcome | null): void {
    const files = this.#jobs.results.takeDropped()
    const written = outcome?.status === 'done' && 'file' in outcome.result ? [outcome.result.file] : []
    // Once it is closed, what is left goes when it is opened next.
    if (!this.#database.isOpen) return
    for (const file of [...files, ...written]) if (!this.#jobs.results.names(file)) void this.#files.remove(file)
  }
}

function operationsOf(jobs: JobTable, reads: JobReads): Readonly<Record<Operation, (...args: never[]) => unknown>> {
  return {
    enqueue: (job) => jobs.enqueue(job),
    findByKey: (client, idempotency) => jobs.findByKey(client, idempotency),
    claim: () => jobs.claim(),
    heartbeat: (held) => jobs.heartbeat(held),
    reclaim: () => jobs.reclaim(),
    finish: (id, attempt, outcome) => jobs.finish(id, attempt, outcome),
    release: (id, attempt, reason) => jobs.release(id, attempt, reason),
    cancel: (id) => jobs.cancel(id),
    acknowledge: (id) => jobs.acknowledge(id),
    result: (id) => jobs.result(id),
    counts: () => jobs.counts(),
    get: (id) => reads.get(id),
    list: (options) => reads.list(options),
    unacknowledged: (limit) => reads.unacknowledged(limit),
    resultPlace: (id) => reads.resultPlace(id),
  }
}

type Pending = {
  readonly work: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Works that one transaction may hold; more wait for the next, so that no single commit keeps the event loop long. */
const MAX_BATCH = 256

/**
 * Runs writes so that those asked for in the same turn of the event loop share one transaction, and with it one sync to disk. A
 * promise settles only after the commit; a work that throws takes back its own changes and nobody else's.
 */
export class GroupCommit {
  readonly #database: Database
  #pending: Pending[] = []
  readonly #onCommit: () => void
  readonly #onRollback: () => void
  #scheduled = false

  /**
   * @param onCommit - told of each commit, and of each that failed, before the works' promises settle
   * @param onRollback - told when a whole transaction was taken back, with what works had counted in it
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

  /** Commits what is waiting, now. */
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
    for (const tell of settle) tell()
  }

  /** Does one work and returns how to tell about it once the transaction is on disk. */
  #attempt({ work, resolve, reject }: Pending): () => void {
    this.#database.exec('SAVEPOINT work')
    try {
      const value = work()
      this.#database.exec('RELEASE work')
      return () => resolve(value)
    } catch (error) {
      // Where SQLite itself gave the transaction up (disk full), there is no savepoint left and the whole batch fails.
      this.#database.exec('ROLLBACK TO work; RELEASE work')
      return () => reject(error)
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Holds a file so that one process at a time works on the data beside it. The lock is an open exclusive transaction on an SQLite
 * file: the operating system lets go of it the moment the process dies, however it dies, so there is no stale lock to clean up.
 *
 * @param waitMs - how long to wait for another holder, which may be on its way out
 * @param driver - what SQLite is reached through
 * @returns a function that lets go
 * @throws RunnerError `store_locked` while another process holds it
 */
export function holdDataLock(path: string, waitMs: number, driver?: SqliteDriver): () => void {
  const database = openDatabase(path, { timeoutMs: waitMs, driver })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new RunnerError('store_locked', `another process works on this data: ${path} is locked`, { cause })
  }
  return () => database.close()
}
