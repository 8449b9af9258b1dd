import { parseCursor, toCursor } from '../jobs/cursor.ts'
import { JOB_STATUSES, type Job, type JobStatus } from '../jobs/job.ts'
import { numeric, type Row, toJob } from '../jobs/job-rows.ts'
import type { FollowPlace, JobPage, ListOptions, StoreChanges } from '../jobs/job-store.ts'
import type { Sessions } from './connections.ts'
import type { Statements } from './statements.ts'

const MAX_PAGE = 200
/** Arrivals and ends that are told at once. */
const MAX_CHANGES = 1_000

/** What can be asked without changing anything. */
export class Lists {
  readonly #sessions: Sessions
  readonly #sql: Statements

  constructor(sessions: Sessions, sql: Statements) {
    this.#sessions = sessions
    this.#sql = sql
  }

  async get(id: string): Promise<Job | null> {
    const [job] = await this.#jobs(this.#sql.get, [id])
    return job ?? null
  }

  async result(id: string): Promise<Uint8Array | null> {
    const body = (await this.#sessions.executeSql(this.#sql.result, [id])).rows[0]?.['body']
    return body instanceof Uint8Array ? new Uint8Array(body) : null
  }

  /** @throws RangeError or RunnerError `invalid_cursor` */
  async list({ limit = 50, cursor, status }: ListOptions): Promise<JobPage> {
    const isWhole = Number.isInteger(limit)
    if (!isWhole || limit < 1 || limit > MAX_PAGE)
      throw new RangeError(`limit must be a whole number from 1 to ${MAX_PAGE}, was ${limit}`)
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor)
    const { rows } = await this.#sessions.executeSql(this.#sql.list, [before, limit + 1, status ?? null])
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    return { jobs: page.map(toJob), nextCursor: last === undefined ? null : toCursor(numeric(last, 'seq')) }
  }

  async counts(): Promise<Readonly<Record<JobStatus, number>>> {
    const { rows } = await this.#sessions.executeSql(this.#sql.counts)
    const found = new Map(rows.map((row) => [row['status'], numeric(row, 'jobs')]))
    const entries = JOB_STATUSES.map((status) => [status, found.get(status) ?? 0])
    return Object.fromEntries(entries) as Record<JobStatus, number>
  }

  unacknowledged(limit: number): Promise<readonly Job[]> {
    return this.#jobs(this.#sql.unacknowledged, [limit])
  }

  async follow(place: FollowPlace | null): Promise<StoreChanges> {
    // What arrives or ends between the two looks is told by the second.
    const from = place ?? (await this.#place())
    const { rows } = await this.#sessions.executeSql(this.#sql.follow, [from.arrivals, from.ends, MAX_CHANGES])
    const arrived = behind(rows, 'seq', from.arrivals)
    const ended = behind(rows, 'finish_seq', from.ends)
    return {
      arrived: arrived.map(toJob),
      running: rows.filter((row) => row['status'] === 'running').map(toJob),
      ended: ended.map(toJob),
      place: { arrivals: last(arrived, 'seq') ?? from.arrivals, ends: last(ended, 'finish_seq') ?? from.ends },
    }
  }

  async #place(): Promise<FollowPlace> {
    const [row = {}] = (await this.#sessions.executeSql(this.#sql.place)).rows
    return { arrivals: numeric(row, 'arrivals'), ends: numeric(row, 'ends') }
  }

  async #jobs(statement: string, values: unknown[]): Promise<readonly Job[]> {
    return (await this.#sessions.executeSql(statement, values)).rows.map(toJob)
  }
}

/** Rows whose number is larger, by it; not more than were asked for, for behind those some may be missing. */
function behind(rows: readonly Row[], column: string, number: number): readonly Row[] {
  return rows
    .filter((row) => row[column] !== null && numeric(row, column) > number)
    .sort((a, b) => numeric(a, column) - numeric(b, column))
    .slice(0, MAX_CHANGES)
}

function last(rows: readonly Row[], column: string): number | null {
  const row = rows.at(-1)
  return row === undefined ? null : numeric(row, column)
}
