import { DatabaseSync } from 'node:sqlite'
import { RunnerError } from '../errors.ts'
import { JobReads } from './job-reads.ts'

/**
 * A second connection to a database of jobs, which only reads. Readers of a write-ahead log wait for no writer, and see no commit
 * before it is on disk: SQLite publishes it after the sync. So a look at a job takes microseconds here, whatever is being written.
 */
export class Reader {
  readonly #database: DatabaseSync
  readonly #reads: JobReads

  /** Once a connection that writes has the database open. */
  constructor(path: string, busyTimeoutMs: number) {
    this.#database = new DatabaseSync(path, { readOnly: true })
    this.#database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
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
