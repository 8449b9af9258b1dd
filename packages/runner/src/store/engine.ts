import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { RunnerError } from '../errors.ts'
import type { JobPage, ListOptions, StoreLimits } from '../job-store.ts'
import type { Clocks } from './clocks.ts'
import { parseCursor, toCursor } from './cursor.ts'
import { holdDataLock } from './data-lock.ts'
import { GroupCommit } from './group-commit.ts'
import { numeric, toJob } from './job-row.ts'
import { JobTable } from './job-table.ts'
import { type Database, openDatabase, type SqliteDriver } from './open-database.ts'
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

  /** @throws RunnerError `store_locked` or `store_failed` */
  constructor({ path: file, limits, lockWaitMs, driver }: EngineOptions, clocks: Clocks) {
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
      this.#database = database
      this.#operations = operationsOf(jobs)
      this.#commits = new GroupCommit(database, () => jobs.rolledBack())
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
    return WRITES[operation] ? this.#commits.run(work) : work()
  }

  /** Commits what is waiting and lets go of the file. */
  close(): void {
    this.#commits.flush()
    this.#database.close()
    this.#letGo()
  }
}

function operationsOf(jobs: JobTable): Readonly<Record<Operation, (...args: never[]) => unknown>> {
  const list = (options: ListOptions) => pageOf(jobs, options)
  const names = Object.keys(WRITES).filter((name) => name !== 'list') as Exclude<Operation, 'list'>[]
  const moves = names.map((name) => [name, jobs[name].bind(jobs)])
  return { ...Object.fromEntries(moves), list }
}

function pageOf(jobs: JobTable, { limit = 50, cursor, status }: ListOptions): JobPage {
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
    throw new RangeError(`limit must be a whole number from 1 to 200, was ${limit}`)
  }
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor)
  const rows = jobs.list(before, limit + 1, status)
  const last = rows[limit - 1]
  const more = rows.length > limit && last !== undefined
  return { jobs: rows.slice(0, limit).map(toJob), nextCursor: more ? toCursor(numeric(last, 'seq')) : null }
}
