import { requireWhole } from '@tezgah/core/describe'
import { parseCursor, toCursor } from '../jobs/cursor.ts'
import type { Job, JobStatus } from '../jobs/job.ts'
import { numeric, type Row, text, textOrNull, toJob } from '../jobs/job-rows.ts'
import { type JobPage, type ListOptions, MAX_PAGE, type ResultOfJob } from '../jobs/job-store.ts'
import type { Database, Statement } from './database.ts'

/** Where the bytes of a result are: in a file of that name, or in the database. */
export type ResultLocation = { readonly sha256: string; readonly bytes: number; readonly file: string | null }

const SQL = {
  get: 'SELECT * FROM jobs WHERE id = ?',
  list: 'SELECT * FROM jobs WHERE seq < ? ORDER BY seq DESC LIMIT ?',
  listByStatus: 'SELECT * FROM jobs WHERE status = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  counts: 'SELECT status, COUNT(*) AS jobs FROM jobs GROUP BY status',
  unacknowledged: `
    SELECT * FROM jobs WHERE acknowledged = 0 AND finish_seq IS NOT NULL ORDER BY finish_seq LIMIT ?`,
  waiting: `
    SELECT * FROM jobs WHERE status = 'queued' AND waiting IS NOT NULL ORDER BY priority, turn, seq LIMIT ?`,
  nextResult: `
    SELECT j.* FROM kept_results k JOIN jobs j ON j.result_sha256 = k.sha256
    WHERE k.sha256 > ? ORDER BY k.sha256, j.seq DESC LIMIT 1`,
  resultLocation: `
    SELECT k.sha256, k.bytes, k.file FROM jobs j JOIN kept_results k ON k.sha256 = j.result_sha256 WHERE j.id = ?`,
  result: `
    SELECT b.body FROM jobs j JOIN kept_results k ON k.sha256 = j.result_sha256 JOIN result_bodies b ON b.id = k.id
    WHERE j.id = ?`,
}

/** Queries of a database of jobs, on any connection, also one that only reads. */
export class JobQueries {
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
    requireWhole('limit', limit, 1, MAX_PAGE)
    const rows = this.#rows(cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor), limit + 1, status)
    const last = rows[limit - 1]
    const more = rows.length > limit && last !== undefined
    return { jobs: rows.slice(0, limit).map(toJob), nextCursor: more ? toCursor(numeric(last, 'seq')) : null }
  }

  counts(): Readonly<Record<JobStatus, number>> {
    const none = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 }
    const found = this.#sql.counts.all().map((row) => [row['status'], numeric(row, 'jobs')])
    return { ...none, ...Object.fromEntries(found) }
  }

  unacknowledged(limit: number): readonly Job[] {
    return this.#sql.unacknowledged.all(limit).map(toJob)
  }

  waiting(limit: number): readonly Job[] {
    return this.#sql.waiting.all(limit).map(toJob)
  }

  nextResult(after: string): ResultOfJob | null {
    const row = this.#sql.nextResult.get(after)
    return row === undefined ? null : { sha256: text(row, 'result_sha256'), job: toJob(row) }
  }

  /** `null` where the job has no result, or retention removed it. */
  resultLocation(id: string): ResultLocation | null {
    const row = this.#sql.resultLocation.get(id)
    return row === undefined
      ? null
      : { sha256: text(row, 'sha256'), bytes: numeric(row, 'bytes'), file: textOrNull(row, 'file') }
  }

  /** The bytes of a result that is in the database. */
  result(id: string): Uint8Array<ArrayBuffer> | null {
    const body = this.#sql.result.get(id)?.['body']
    return body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : null
  }

  /** Rows newest first, below `before`. */
  #rows(before: number, count: number, status: ListOptions['status']): Row[] {
    return status === undefined ? this.#sql.list.all(before, count) : this.#sql.listByStatus.all(status, before, count)
  }
}
