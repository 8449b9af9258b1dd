import type { Clock } from '@tezgah/core/clock'
import { canonicalText } from '../jobs/canonical-text.ts'
import {
  DEFAULT_CLIENT,
  type HeldAttempt,
  type Idempotency,
  JOB_PRIORITIES,
  type Job,
  type JobError,
  type JobOutcome,
  type NewJob,
  type ReleaseReason,
} from '../jobs/job.ts'
import { numeric, type Row, text, toJob } from '../jobs/job-rows.ts'
import { idempotencyConflict, interrupted, queueFull, type StoreLimits, workerCrashed } from '../jobs/job-store.ts'
import { digestOfCode, mismatchOf, type WorkerCode } from '../jobs/worker-code.ts'
import type { Database } from './database.ts'
import { type NewResult, ResultTable } from './result-table.ts'
import { one, prepareStatements, type Statements } from './statements.ts'

type Done = Omit<Extract<JobOutcome, { status: 'done' }>, 'result' | 'sha256'> & { readonly result: NewResult }

/** The outcome of an attempt as it is sent to the database. */
export type NewOutcome = Done | Extract<JobOutcome, { status: 'failed' }>

/** The states of a job and the moves between them, as synchronous SQL within the caller's transaction. */
export class JobTable {
  readonly #limits: StoreLimits
  readonly #clock: Clock
  readonly #sql: Statements
  readonly #leases: Leases
  /** Jobs that are queued or running; `null` where they have to be counted first. */
  #unfinished: number | null = null
  readonly results: ResultTable

  constructor(database: Database, limits: StoreLimits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
    this.#sql = prepareStatements(database)
    this.#leases = new Leases(limits.leaseMs, clock)
    this.results = new ResultTable(this.#sql, limits)
  }

  /** Requeues jobs whose process died, or fails them at the limit of interruptions. */
  recover(): void {
    for (const row of this.#sql.running.all()) {
      const id = text(row, 'id')
      const times = numeric(one(this.#sql.interrupted, id), 'times')
      if (times < this.#limits.maxInterruptions) this.#sql.requeue.get(id)
      else this.#fail(id, interrupted(times, this.#limits), null)
    }
  }

  /** To be called when a transaction was rolled back, with what was counted in it. */
  rolledBack(): void {
    this.#unfinished = null
  }

  /** @throws RunnerError `idempotency_conflict` or `queue_full` */
  enqueue(job: NewJob): Job {
    const known = job.idempotency && this.findByKey(job.client ?? DEFAULT_CLIENT, job.idempotency)
    if (known) return known
    const source = job.fresh ? undefined : this.#sql.reusable.get(job.address)
    if (source === undefined) this.#checkRoom()
    const row = this.#insert(job)
    return source === undefined ? toJob(row) : this.#reuse(job.id, source)
  }

  /** @throws RunnerError `idempotency_conflict` */
  findByKey(client: string, { key, digest }: Idempotency): Job | null {
    this.#sql.freeKey.run(client, key, this.#clock.now() - this.#limits.idempotencyTtlMs)
    const row = this.#sql.keyed.get(client, key)
    if (row === undefined) return null
    if (text(row, 'request_sha256') !== digest) throw idempotencyConflict(key)
    return toJob(row)
  }

  claim(code?: WorkerCode): Job | null {
    const worker = code === undefined ? '' : digestOfCode(code)
    for (;;) {
      const next = this.#sql.next.get({ worker })
      if (next === undefined) return null
      const mismatch = code === undefined ? null : mismatchOf(toJob(next).spec, code)
      const claimed = this.#claim(next, mismatch === null)
      if (claimed !== null || mismatch === null) return claimed
      this.#sql.refuse.run(JSON.stringify(mismatch), worker, text(next, 'id'))
    }
  }

  /** The result of an identical job is an answer for any code: it was computed by the code of this address. */
  #claim(next: Row, mayRun: boolean): Job | null {
    const id = text(next, 'id')
    const source = numeric(next, 'fresh') === 1 ? undefined : this.#sql.reusable.get(text(next, 'address'))
    if (source !== undefined) return this.#reuse(id, source)
    if (!mayRun) return null
    const job = toJob(one(this.#sql.claim, this.#clock.now(), id))
    this.#leases.extend({ id, attempt: job.attempts })
    return job
  }

  heartbeat(held: readonly HeldAttempt[]): readonly string[] {
    const lost = held.filter((attempt) => !this.#holds(attempt))
    for (const attempt of held) if (!lost.includes(attempt)) this.#leases.extend(attempt)
    return lost.map(({ id }) => id)
  }

  reclaim(): readonly Job[] {
    return this.#leases.expired().flatMap(({ id, attempt }) => {
      const job = this.release(id, attempt, 'worker_crashed')
      this.#leases.end(id)
      return job === null ? [] : [job]
    })
  }

  finish(id: string, attempt: number, outcome: NewOutcome): Job | null {
    if (!this.#holds({ id, attempt })) return null
    return outcome.status === 'done' ? this.#done(id, outcome) : this.#fail(id, outcome.error, outcome.runMs)
  }

  release(id: string, attempt: number, reason: ReleaseReason): Job | null {
    if (!this.#holds({ id, attempt })) return null
    if (reason === 'shutdown') return toJob(one(this.#sql.requeue, id))
    const times = numeric(one(this.#sql.crashed, id), 'times')
    if (times >= this.#limits.maxWorkerCrashes) return this.#fail(id, workerCrashed(times, this.#limits), null)
    return toJob(one(this.#sql.requeue, id))
  }

  cancel(id: string): Job | null {
    const row = this.#sql.cancelled.get(this.#clock.now(), id)
    return row === undefined ? null : this.#ended(row)
  }

  readdress(id: string, { address, spec }: Pick<NewJob, 'address' | 'spec'>): Job | null {
    const row = this.#sql.readdress.get(canonicalText(spec), address, id)
    return row === undefined ? null : toJob(row)
  }

  discardResult(sha256: string): boolean {
    return this.results.drop(sha256)
  }

  acknowledge(id: string): void {
    this.#sql.acknowledge.run(id)
  }

  #holds({ id, attempt }: HeldAttempt): boolean {
    return this.#sql.holds.get(id, attempt) !== undefined
  }

  #checkRoom(): void {
    this.#unfinished ??= numeric(one(this.#sql.unfinished), 'jobs')
    if (this.#unfinished >= this.#limits.maxUnfinished) throw queueFull(this.#limits)
  }

  #insert(job: NewJob): Row {
    const client = job.client ?? DEFAULT_CLIENT
    const priority = JOB_PRIORITIES.indexOf(job.priority ?? 'normal')
    const turn = numeric(one(this.#sql.nextTurn, { client, priority }), 'turn')
    const { key, digest } = job.idempotency ?? { key: null, digest: null }
    const row = one(
      this.#sql.insert,
      ...[job.id, canonicalText(job.spec), job.address, this.#clock.now()],
      ...[client, priority, turn, job.fresh ? 1 : 0, key, digest],
    )
    if (this.#unfinished !== null) this.#unfinished++
    return row
  }

  #done(id: string, { result, summary, runMs }: Done): Job {
    const { bytes, sha256 } = result
    const row = one(this.#sql.done, ...[runMs, JSON.stringify(summary), sha256, bytes, this.#clock.now(), id])
    this.results.put(result, numeric(row, 'finish_seq'))
    return this.#ended(row)
  }

  #reuse(id: string, source: Row): Job {
    const { origin, summary, result_sha256, result_bytes } = source as Record<string, string | number>
    const row = one(this.#sql.reuse, ...[origin!, summary!, result_sha256!, result_bytes!, this.#clock.now(), id])
    this.results.touch(text(source, 'result_sha256'), numeric(row, 'finish_seq'))
    return this.#ended(row)
  }

  #fail(id: string, error: JobError, runMs: number | null): Job {
    return this.#ended(one(this.#sql.failed, runMs, JSON.stringify(error), this.#clock.now(), id))
  }

  #ended(row: Row): Job {
    this.#unfinished = null
    this.results.retain()
    return toJob(row)
  }
}

/**
 * The end of each attempt's lease, on a monotonic clock. In memory: a process that dies takes its workers with it, so no lease
 * outlives it. A lease may outlast its attempt; the caller checks the job first.
 */
class Leases {
  readonly #lengthMs: number
  readonly #clock: Clock
  readonly #leases = new Map<string, { readonly attempt: number; readonly until: number }>()

  constructor(lengthMs: number, clock: Clock) {
    this.#lengthMs = lengthMs
    this.#clock = clock
  }

  extend({ id, attempt }: HeldAttempt): void {
    this.#leases.set(id, { attempt, until: this.#clock.monotonic() + this.#lengthMs })
  }

  end(id: string): void {
    this.#leases.delete(id)
  }

  /** Attempts whose last heartbeat is too old. */
  expired(): readonly HeldAttempt[] {
    const now = this.#clock.monotonic()
    return [...this.#leases].flatMap(([id, { attempt, until }]) => (until < now ? [{ id, attempt }] : []))
  }
}
