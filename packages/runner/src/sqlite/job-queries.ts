import { parseCursor, toCursor } from '../jobs/cursor.ts'
import type { Job } from '../jobs/job.ts'
import { numeric, type Row, textOrNull, toJob } from '../jobs/job-rows.ts'
import type { JobPage, ListOptions } from '../jobs/job-store.ts'
import type { Database, Statement } from './database.ts'

/** Where the bytes of a result are: in a file of that name, or in the database. */
export type ResultPlace = { readonly bytes: number; readonly file: string | null }

const SQL = {
  get: 'SELECT * FROM jobs WHERE id = ?',
  list: 'SELECT * FROM jobs WHERE seq < ? ORDER BY seq DESC LIMIT ?',
  listByStatus: 'SELECT * FROM jobs WHERE status = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  unacknowledged: `
    SELECT * FROM jobs WHERE acknowledged = 0 AND finish_seq IS NOT NULL ORDER BY finish_seq LIMIT ?`,
  resultPlace: `
    SELECT k.bytes, k.file FROM jobs j JOIN kept_results k ON k.sha256 = j.result_sha256 WHERE j.id = ?`,
}

/** What is asked of a database of jobs often and answered from an index: by any connection, also one that only reads. */
export class JobReads {
  readonly #sql: Readonly<Record<keyof typeof SQL, Statement>>

  constructor(database: Database) {
    const prepared = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)] as const)
    this.#sql = Object.fromEntries(prepared) as Record<keyof typeof SQL, Statement>
  }

  get(id: string): Job | null {
    const row = this.#sql.get.get(id)
    return row === undefined ? null : toJob(row)
  }

  /** @throws RunnerError `invalid_cursor`, or RangeError for a limit out of bounds */
  list({ limit = 50, cursor, status }: ListOptions): JobPage {
    if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
      throw new RangeError(`limit must be a whole number from 1 to 200, was ${limit}`)
    }
    const rows = this.#rows(cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor), limit + 1, status)
    const last = rows[limit - 1]
    const more = rows.length > limit && last !== undefined
    return { jobs: rows.slice(0, limit).map(toJob), nextCursor: more ? toCursor(numeric(last, 'seq')) : null }
  }

  unacknowledged(limit: number): readonly Job[] {
    return this.#sql.unacknowledged.all(limit).map(toJob)
  }

  /** `null` where the job has no result, or retention dropped it. */
  resultPlace(id: string): ResultPlace | null {
    const row = this.#sql.resultPlace.get(id)
    return row === undefined ? null : { bytes: numeric(row, 'bytes'), file: textOrNull(row, 'file') }
  }

  /** Rows newest first, below `before`. */
  #rows(before: number, count: number, status: ListOptions['status']): Row[] {
    return status === undefined ? this.#sql.list.all(before, count) : this.#sql.listByStatus.all(status, before, count)
  }
}
