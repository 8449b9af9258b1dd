import { requireWhole } from '@tezgah/core/describe'
import { sha256InPieces } from '@tezgah/core/node/sha256'
import { parseCursor, toCursor } from '../jobs/cursor.ts'
import { JOB_STATUSES, type Job, type JobStatus } from '../jobs/job.ts'
import { numeric, type Row, text, toJob } from '../jobs/job-rows.ts'
import {
  type ChangeCursor,
  type JobPage,
  type ListOptions,
  MAX_PAGE,
  type ResultOfJob,
  resultDamaged,
  type StoreChanges,
} from '../jobs/job-store.ts'
import type { Connections } from './connections.ts'
import type { Statements } from './statements.ts'

/** Arrivals and ends in one answer. */
const MAX_CHANGES = 1_000

/** Queries of the tables of jobs. */
export class JobQueries {
  readonly #connections: Connections
  readonly #sql: Statements

  constructor(connections: Connections, sql: Statements) {
    this.#connections = connections
    this.#sql = sql
  }

  async get(id: string): Promise<Job | null> {
    const [job] = await this.#jobs(this.#sql.get, [id])
    return job ?? null
  }

  async result(id: string): Promise<Uint8Array | null> {
    const [row] = (await this.#connections.executeSql(this.#sql.result, [id])).rows
    if (row === undefined) return null
    const body = row['body'] instanceof Uint8Array ? new Uint8Array(row['body']) : null
    if (body !== null && (await sha256InPieces(body)) === row['sha256']) return body
    throw resultDamaged(id, text(row, 'sha256'), body !== null)
  }

  async nextResult(after: string): Promise<ResultOfJob | null> {
    const [row] = (await this.#connections.executeSql(this.#sql.nextResult, [after])).rows
    return row === undefined ? null : { sha256: text(row, 'result_sha256'), job: toJob(row) }
  }

  waiting(limit: number): Promise<readonly Job[]> {
    return this.#jobs(this.#sql.waiting, [limit])
  }

  /** @throws RangeError or RunnerError `invalid_cursor` */
  async list({ limit = 50, cursor, status }: ListOptions): Promise<JobPage> {
    requireWhole('limit', limit, 1, MAX_PAGE)
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor)
    const { rows } = await this.#connections.executeSql(this.#sql.list, [before, limit + 1, status ?? null])
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    return { jobs: page.map(toJob), nextCursor: last === undefined ? null : toCursor(numeric(last, 'seq')) }
  }

  async counts(): Promise<Readonly<Record<JobStatus, number>>> {
    const { rows } = await this.#connections.executeSql(this.#sql.counts)
    const found = new Map(rows.map((row) => [row['status'], numeric(row, 'jobs')]))
    const entries = JOB_STATUSES.map((status) => [status, found.get(status) ?? 0])
    return Object.fromEntries(entries) as Record<JobStatus, number>
  }

  unacknowledged(limit: number): Promise<readonly Job[]> {
    return this.#jobs(this.#sql.unacknowledged, [limit])
  }

  async changesSince(cursor: ChangeCursor | null): Promise<StoreChanges> {
    // What arrives or ends between the two queries is in the answer of the second.
    const from = cursor ?? (await this.#newest())
    const { rows } = await this.#connections.executeSql(this.#sql.changes, [from.arrivals, from.ends, MAX_CHANGES])
    const arrived = after(rows, 'seq', from.arrivals)
    const ended = after(rows, 'finish_seq', from.ends)
    return {
      arrived: arrived.map(toJob),
      running: rows.filter((row) => row['status'] === 'running').map(toJob),
      ended: ended.map(toJob),
      cursor: { arrivals: last(arrived, 'seq') ?? from.arrivals, ends: last(ended, 'finish_seq') ?? from.ends },
    }
  }

  async #newest(): Promise<ChangeCursor> {
    const [row = {}] = (await this.#connections.executeSql(this.#sql.newest)).rows
    return { arrivals: numeric(row, 'arrivals'), ends: numeric(row, 'ends') }
  }

  async #jobs(statement: string, values: unknown[]): Promise<readonly Job[]> {
    return (await this.#connections.executeSql(statement, values)).rows.map(toJob)
  }
}

/** Rows with a larger number, in its order; not more than the query's limit, since beyond it some may be missing. */
function after(rows: readonly Row[], column: string, number: number): readonly Row[] {
  return rows
    .filter((row) => row[column] !== null && numeric(row, column) > number)
    .sort((a, b) => numeric(a, column) - numeric(b, column))
    .slice(0, MAX_CHANGES)
}

function last(rows: readonly Row[], column: string): number | null {
  const row = rows.at(-1)
  return row === undefined ? null : numeric(row, column)
}
