import type { Job, JobError, JobOutcome } from '../jobs/job.ts'
import { describeResult, numeric, type Row, text, toJob } from '../jobs/job-rows.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import { type SqlExecutor, StaleAttemptError } from './connections.ts'
import { lock } from './schema.ts'
import type { Statements } from './statements.ts'

type Done = Extract<JobOutcome, { status: 'done' }>

/**
 * The ends of jobs. Ends are numbered without a gap, so they are written one after the other, under a lock that all processes
 * share. The caller has locked the job's own rows already, first in pg-boss and then here: one order, so no deadlock.
 */
export class Completions {
  readonly #sql: Statements
  readonly #schema: string
  readonly #limits: StoreLimits

  constructor(sql: Statements, schema: string, limits: StoreLimits) {
    this.#sql = sql
    this.#schema = schema
    this.#limits = limits
  }

  lock(executor: SqlExecutor): Promise<void> {
    return lock(executor, this.#schema)
  }

  /** Stores the bytes while nothing is locked; they belong to no job until `done`. */
  async write(executor: SqlExecutor, result: Uint8Array): Promise<number> {
    const { rows } = await executor.executeSql(this.#sql.writeBody, [result])
    return numeric(rows[0] ?? {}, 'id')
  }

  /** @param written - what `write` returned for this result */
  async done(
    executor: SqlExecutor,
    id: string,
    { result, sha256: known, summary, runMs }: Done,
    written: number,
  ): Promise<Job> {
    await this.lock(executor)
    const { sha256, bytes } = describeResult(result, known)
    const row = await this.#end(executor, this.#sql.done, [id, runMs, JSON.stringify(summary), sha256, bytes])
    const used = numeric(row, 'finish_seq')
    const { rows } = await executor.executeSql(this.#sql.useResult, [sha256, used])
    if (rows.length === 0) await executor.executeSql(this.#sql.keepBody, [written, sha256, bytes, used])
    else await executor.executeSql(this.#sql.dropBody, [written])
    await this.#retain(executor)
    return toJob(row)
  }

  /** The stored result of an identical job, or `null`. */
  async reusable(executor: SqlExecutor, address: string): Promise<Row | null> {
    const { rows } = await executor.executeSql(this.#sql.reusable, [address])
    return rows[0] ?? null
  }

  /** @param source - from `reusable`, under the same lock */
  async reuse(executor: SqlExecutor, id: string, source: Row): Promise<Job> {
    const { origin, summary, result_sha256, result_bytes } = source
    const row = await this.#end(executor, this.#sql.reuse, [id, origin, summary, result_sha256, result_bytes])
    await executor.executeSql(this.#sql.useResult, [text(source, 'result_sha256'), numeric(row, 'finish_seq')])
    await this.#retain(executor)
    return toJob(row)
  }

  async failed(executor: SqlExecutor, id: string, error: JobError, runMs: number | null): Promise<Job> {
    await this.lock(executor)
    const row = await this.#end(executor, this.#sql.failed, [id, runMs, JSON.stringify(error)])
    await this.#retain(executor)
    return toJob(row)
  }

  async cancelled(executor: SqlExecutor, id: string): Promise<Job> {
    await this.lock(executor)
    const row = await this.#end(executor, this.#sql.cancelled, [id])
    await this.#retain(executor)
    return toJob(row)
  }

  async #end(executor: SqlExecutor, statement: string, values: unknown[]): Promise<Row> {
    const [row] = (await executor.executeSql(statement, values)).rows
    if (row === undefined) throw new StaleAttemptError()
    return row
  }

  /** Removes what is beyond the limits, in the transaction that ends a job, so that the limits always hold. */
  async #retain(executor: SqlExecutor): Promise<void> {
    const { maxFinished, maxResults, maxResultBytes } = this.#limits
    const { rows } = await executor.executeSql(this.#sql.forget, [maxFinished])
    const digests = rows.map((row) => row['result_sha256']).filter((sha256) => sha256 !== null)
    if (digests.length > 0) await executor.executeSql(this.#sql.dropUnused, [digests])
    await executor.executeSql(this.#sql.dropOldest, [maxResults, maxResultBytes])
  }
}
