import type { Job, JobError, JobOutcome } from '../jobs/job.ts'
import { describeResult, numeric, type Row, text, toJob } from '../jobs/job-rows.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import { NoSay, type Session } from './connections.ts'
import { lock } from './schema.ts'
import type { Statements } from './statements.ts'

type Done = Extract<JobOutcome, { status: 'done' }>

/**
 * How jobs end. Ends are numbered without a gap, so they come one after the other: each begins with the lock that all processes
 * share. Whoever calls holds the job's own rows already, in pg-boss and then here; in this order nobody waits in a circle.
 */
export class Endings {
  readonly #sql: Statements
  readonly #schema: string
  readonly #limits: StoreLimits

  constructor(sql: Statements, schema: string, limits: StoreLimits) {
    this.#sql = sql
    this.#schema = schema
    this.#limits = limits
  }

  lock(session: Session): Promise<void> {
    return lock(session, this.#schema)
  }

  /** Sends the bytes ahead, while nothing is locked; they are nobody's result until `done` says so. */
  async write(session: Session, result: Uint8Array): Promise<number> {
    const { rows } = await session.executeSql(this.#sql.writeBody, [result])
    return numeric(rows[0] ?? {}, 'id')
  }

  /** @param written - what `write` gave for this result */
  async done(
    session: Session,
    id: string,
    { result, sha256: known, summary, runMs }: Done,
    written: number,
  ): Promise<Job> {
    await this.lock(session)
    const { sha256, bytes } = describeResult(result, known)
    const row = await this.#end(session, this.#sql.done, [id, runMs, JSON.stringify(summary), sha256, bytes])
    const used = numeric(row, 'finish_seq')
    const { rows } = await session.executeSql(this.#sql.useResult, [sha256, used])
    if (rows.length === 0) await session.executeSql(this.#sql.keepBody, [written, sha256, bytes, used])
    else await session.executeSql(this.#sql.dropBody, [written])
    await this.#retain(session)
    return toJob(row)
  }

  /** The stored result of an identical job, or `null`. */
  async reusable(session: Session, address: string): Promise<Row | null> {
    const { rows } = await session.executeSql(this.#sql.reusable, [address])
    return rows[0] ?? null
  }

  /** @param source - from `reusable`, under the same lock */
  async reuse(session: Session, id: string, source: Row): Promise<Job> {
    const { origin, summary, result_sha256, result_bytes } = source
    const row = await this.#end(session, this.#sql.reuse, [id, origin, summary, result_sha256, result_bytes])
    await session.executeSql(this.#sql.useResult, [text(source, 'result_sha256'), numeric(row, 'finish_seq')])
    await this.#retain(session)
    return toJob(row)
  }

  async failed(session: Session, id: string, error: JobError, runMs: number | null): Promise<Job> {
    await this.lock(session)
    const row = await this.#end(session, this.#sql.failed, [id, runMs, JSON.stringify(error)])
    await this.#retain(session)
    return toJob(row)
  }

  async cancelled(session: Session, id: string): Promise<Job> {
    await this.lock(session)
    const row = await this.#end(session, this.#sql.cancelled, [id])
    await this.#retain(session)
    return toJob(row)
  }

  async #end(session: Session, statement: string, values: unknown[]): Promise<Row> {
    const [row] = (await session.executeSql(statement, values)).rows
    if (row === undefined) throw new NoSay()
    return row
  }

  /** Drops what is beyond the limits, in the transaction that ends a job: the bounds always hold. */
  async #retain(session: Session): Promise<void> {
    const { maxFinished, maxResults, maxResultBytes } = this.#limits
    const { rows } = await session.executeSql(this.#sql.forget, [maxFinished])
    const digests = rows.map((row) => row['result_sha256']).filter((sha256) => sha256 !== null)
    if (digests.length > 0) await session.executeSql(this.#sql.dropUnused, [digests])
    await session.executeSql(this.#sql.dropOldest, [maxResults, maxResultBytes])
  }
}
