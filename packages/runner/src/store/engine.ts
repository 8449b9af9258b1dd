import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { RunnerError } from '../errors.ts'
import type { StoreLimits } from '../job-store.ts'
import type { Clocks } from './clocks.ts'
import { holdDataLock } from './data-lock.ts'
import { GroupCommit } from './group-commit.ts'
import { JobReads } from './job-reads.ts'
import { JobTable, type SentOutcome } from './job-table.ts'
import { type Database, openDatabase, type SqliteDriver } from './open-database.ts'
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
