import type { HeldAttempt, Idempotency, Job, JobError, JobOutcome, JobStatus, NewJob, ReleaseReason } from '../job.ts'
import { DEFAULT_CLIENT } from '../job.ts'
import type { StoreLimits } from '../job-store.ts'
import { Arrivals } from './arrivals.ts'
import type { Clocks } from './clocks.ts'
import { numeric, type Row, text, toJob } from './job-row.ts'
import { Leases } from './leases.ts'
import type { Database } from './open-database.ts'
import { Results, type SentResult } from './results.ts'
import { one, prepareStatements, type Statements } from './statements.ts'

type Done = Omit<Extract<JobOutcome, { status: 'done' }>, 'result' | 'sha256'> & { readonly result: SentResult }

/** How an attempt ended, as it is sent to the database. */
export type SentOutcome = Done | Extract<JobOutcome, { status: 'failed' }>

/** The states of a job and the moves between them, as synchronous SQL. Whoever calls a move holds a transaction. */
export class JobTable {
  readonly #limits: StoreLimits
  readonly #clocks: Clocks
  readonly #sql: Statements
  readonly #arrivals: Arrivals
  readonly #leases: Leases
  readonly results: Results

  constructor(database: Database, limits: StoreLimits, clocks: Clocks) {
    this.#limits = limits
    this.#clocks = clocks
    this.#sql = prepareStatements(database)
    this.#arrivals = new Arrivals(this.#sql, limits, () => clocks.now())
    this.#leases = new Leases(limits.leaseMs, () => clocks.monotonicNow())
    this.results = new Results(this.#sql, limits)
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

  /** What was counted in a transaction that was taken back counts no more. */
  rolledBack(): void {
    this.#arrivals.recount()
  }

  enqueue(job: NewJob): Job {
    const known = job.idempotency && this.findByKey(job.client ?? DEFAULT_CLIENT, job.idempotency)
    if (known) return known
    const source = job.fresh ? undefined : this.#sql.reusable.get(job.address)
    if (source === undefined) this.#arrivals.checkRoom()
    const row = this.#arrivals.insert(job)
    return source === undefined ? toJob(row) : this.#reuse(job.id, source)
  }

  findByKey(client: string, idempotency: Idempotency): Job | null {
    const row = this.#arrivals.findByKey(client, idempotency)
    return row && toJob(row)
  }

  claim(): Job | null {
    const next = this.#sql.next.get()
    if (next === undefined) return null
    const id = text(next, 'id')
    const source = numeric(next, 'fresh') === 1 ? undefined : this.#sql.reusable.get(text(next, 'address'))
    if (source !== undefined) return this.#reuse(id, source)
    const job = toJob(one(this.#sql.claim, this.#clocks.now(), id))
    this.#leases.extend({ id, attempt: job.attempts })
    return job
  }

  heartbeat(held: readonly HeldAttempt[]): readonly string[] {
    const lost = held.filter((attempt) => !this.#holds(attempt))
    for (const attempt of held) if (!lost.includes(attempt)) this.#leases.extend(attempt)
    return lost.map(({ id }) => id)
  }

  reclaim(): readonly Job[] {
    return this.#leases.runOut().flatMap(({ id, attempt }) => {
      const job = this.release(id, attempt, 'worker_crashed')
      this.#leases.end(id)
      return job === null ? [] : [job]
    })
  }

  finish(id: string, attempt: number, outcome: SentOutcome): Job | null {
    if (!this.#holds({ id, attempt })) return null
    return outcome.status === 'done' ? this.#done(id, outcome) : this.#fail(id, outcome.error, outcome.runMs)
  }

  release(id: string, attempt: number, reason: ReleaseReason): Job | null {
    if (!this.#holds({ id, attempt })) return null
    if (reason === 'shutdown') return toJob(one(this.#sql.requeue, id))
    const times = numeric(one(this.#sql.crashed, id), 'times')
    if (times >= this.#limits.maxWorkerCrashes) return this.#fail(id, crashed(times), null)
    return toJob(one(this.#sql.requeue, id))
  }

  cancel(id: string): Job | null {
    const row = this.#sql.cancelled.get(this.#clocks.now(), id)
    return row === undefined ? null : this.#ended(row)
  }

  result(id: string): Uint8Array<ArrayBuffer> | null {
    return this.results.get(id)
  }

  counts(): Readonly<Record<JobStatus, number>> {
    const none = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 }
    const found = this.#sql.counts.all().map((row) => [row['status'], numeric(row, 'jobs')])
    return { ...none, ...Object.fromEntries(found) }
  }

  acknowledge(id: string): void {
    this.#sql.acknowledge.run(id)
  }

  #holds({ id, attempt }: HeldAttempt): boolean {
    return this.#sql.holds.get(id, attempt) !== undefined
  }

  #done(id: string, { result, summary, runMs }: Done): Job {
    const { bytes, sha256 } = result
    const row = one(this.#sql.done, ...[runMs, JSON.stringify(summary), sha256, bytes, this.#clocks.now(), id])
    this.results.put(result, numeric(row, 'finish_seq'))
    return this.#ended(row)
  }

  #reuse(id: string, source: Row): Job {
    const { origin, summary, result_sha256, result_bytes } = source as Record<string, string | number>
    const row = one(this.#sql.reuse, ...[origin!, summary!, result_sha256!, result_bytes!, this.#clocks.now(), id])
    this.results.touch(text(source, 'result_sha256'), numeric(row, 'finish_seq'))
    return this.#ended(row)
  }

  #fail(id: string, error: JobError, runMs: number | null): Job {
    return this.#ended(one(this.#sql.failed, runMs, JSON.stringify(error), this.#clocks.now(), id))
  }

  #ended(row: Row): Job {
    this.#arrivals.recount()
    this.results.retain()
    return toJob(row)
  }
}

function crashed(times: number): JobError {
  const message = `its worker died or fell silent ${times} times, which is the limit`
  return { code: 'worker_crashed', message, field: null }
}

function interrupted(times: number): JobError {
  const message = `its process died ${times} times while it was running, which is the limit`
  return { code: 'interrupted', message, field: null }
}
