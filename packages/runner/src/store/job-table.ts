import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { canonicalJson, sha256Hex } from '../canonical.ts'
import { RunnerError } from '../errors.ts'
import type { Job, JobError, JobOutcome, JobStatus, NewJob, ReleaseReason } from '../job.ts'
import type { ListOptions, StoreLimits } from '../job-store.ts'
import { numeric, type Row, text, toJob } from './job-row.ts'
import { Retention } from './retention.ts'
import { prepareStatements, type Statements } from './statements.ts'

type DoneOutcome = Extract<JobOutcome, { status: 'done' }>

/** The states of a job and the moves between them, as synchronous SQL. Whoever calls a move holds a transaction. */
export class JobTable {
  readonly #limits: StoreLimits
  readonly #now: () => number
  readonly #sql: Statements
  readonly #retention: Retention

  constructor(database: DatabaseSync, limits: StoreLimits, now: () => number) {
    this.#limits = limits
    this.#now = now
    this.#sql = prepareStatements(database)
    this.#retention = new Retention(database, limits)
  }

  /** Jobs whose process died go back to the queue, or fail at the limit of interruptions. */
  recover(): void {
    for (const row of this.#sql.running.all()) {
      const id = text(row, 'id')
      const times = numeric(one(this.#sql.interrupted, id), 'times')
      if (times < this.#limits.maxInterruptions) this.#sql.requeue.get(id)
      else this.#fail(id, interrupted(times), null)
    }
  }

  insert(job: NewJob): Job {
    if (numeric(one(this.#sql.unfinished), 'jobs') >= this.#limits.maxUnfinished) {
      throw new RunnerError(
        'queue_full',
        `at most ${this.#limits.maxUnfinished} jobs may be unfinished at once, and so many are`,
      )
    }
    return toJob(one(this.#sql.insert, job.id, canonicalJson(job.spec), job.address, this.#now()))
  }

  claim(): Job | null {
    return jobOrNull(this.#sql.claim, this.#now())
  }

  finish(id: string, attempt: number, outcome: JobOutcome): Job | null {
    if (!this.#holds(id, attempt)) return null
    return outcome.status === 'done' ? this.#done(id, outcome) : this.#fail(id, outcome.error, outcome.runMs)
  }

  release(id: string, attempt: number, reason: ReleaseReason): Job | null {
    if (!this.#holds(id, attempt)) return null
    if (reason === 'shutdown') return jobOrNull(this.#sql.requeue, id)
    const times = numeric(one(this.#sql.crashed, id), 'times')
    return times < this.#limits.maxWorkerCrashes
      ? jobOrNull(this.#sql.requeue, id)
      : this.#fail(id, crashed(times), null)
  }

  cancel(id: string): Job | null {
    const job = jobOrNull(this.#sql.cancelled, this.#now(), id)
    if (job !== null) this.#retention.apply()
    return job
  }

  get(id: string): Job | null {
    return jobOrNull(this.#sql.get, id)
  }

  result(id: string): Uint8Array | null {
    const body = this.#sql.result.get(id)?.['body']
    return body instanceof Uint8Array ? body : null
  }

  /** Rows newest first, below `before`. */
  list(before: number, count: number, status: ListOptions['status']): Row[] {
    return status === undefined ? this.#sql.list.all(before, count) : this.#sql.listByStatus.all(status, before, count)
  }

  counts(): Readonly<Record<JobStatus, number>> {
    const counts = new Map(this.#sql.counts.all().map((row) => [row['status'], numeric(row, 'jobs')]))
    const of = (status: JobStatus) => counts.get(status) ?? 0
    return {
      queued: of('queued'),
      running: of('running'),
      done: of('done'),
      failed: of('failed'),
      cancelled: of('cancelled'),
    }
  }

  unacknowledged(limit: number): readonly Job[] {
    return this.#sql.unacknowledged.all(limit).map(toJob)
  }

  acknowledge(id: string): void {
    this.#sql.acknowledge.run(id)
  }

  #holds(id: string, attempt: number): boolean {
    return this.#sql.holds.get(id, attempt) !== undefined
  }

  #done(id: string, { result, summary, runMs }: DoneOutcome): Job {
    const row = one(
      this.#sql.done,
      ...[runMs, JSON.stringify(summary), sha256Hex(result), result.byteLength, this.#now(), id],
    )
    this.#sql.insertResult.run(numeric(row, 'finish_seq'), result.byteLength, result)
    this.#retention.apply()
    return toJob(row)
  }

  #fail(id: string, error: JobError, runMs: number | null): Job {
    const row = one(this.#sql.failed, runMs, JSON.stringify(error), this.#now(), id)
    this.#retention.apply()
    return toJob(row)
  }
}

function crashed(times: number): JobError {
  return { code: 'worker_crashed', message: `its worker died ${times} times, which is the limit`, field: null }
}

function interrupted(times: number): JobError {
  return {
    code: 'interrupted',
    message: `its process died ${times} times while it was running, which is the limit`,
    field: null,
  }
}

function one(statement: StatementSync, ...values: SQLInputValue[]): Row {
  const row = statement.get(...values)
  if (row === undefined) throw new TypeError(`no row came back from: ${statement.sourceSQL}`)
  return row
}

function jobOrNull(statement: StatementSync, ...values: SQLInputValue[]): Job | null {
  const row = statement.get(...values)
  return row === undefined ? null : toJob(row)
}
