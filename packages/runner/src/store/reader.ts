import { RunnerError } from '../errors.ts'
import { JobReads } from './job-reads.ts'
import { type Database, openDatabase, type SqliteDriver } from './open-database.ts'

/**
 * A second connection to a database of jobs, which only reads. Readers of a write-ahead log wait for no writer, and see no commit
 * before it is on disk: SQLite publishes it after the sync. So a look at a job takes microseconds here, whatever is being written.
 */
export class Reader {
  readonly #database: Database
  readonly #reads: JobReads

  /** Once a connection that writes has the database open. */
  constructor(path: string, timeoutMs: number, driver?: SqliteDriver) {
    this.#database = openDatabase(path, { readOnly: true, timeoutMs, driver })
    this.#reads = new JobReads(this.#database)
  }

  /** @throws RunnerError `closed` */
  get reads(): JobReads {
    if (this.#database.isOpen) return this.#reads
    throw new RunnerError('closed', 'the job store is closed')
  }

  /** Calling it twice is harmless. */
  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }
}
