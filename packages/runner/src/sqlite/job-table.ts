import { canonicalJson } from '../canonical.ts'
import { RunnerError } from '../errors.ts'
import {
  DEFAULT_CLIENT,
  type HeldAttempt,
  type Idempotency,
  JOB_PRIORITIES,
  type Job,
  type JobError,
  type JobOutcome,
  type JobStatus,
  type NewJob,
  type ReleaseReason,
} from '../jobs/job.ts'
import { numeric, type Row, text, toJob } from '../jobs/job-rows.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import type { Database } from './database.ts'
import { Results, type SentResult } from './result-table.ts'
import { one, prepareStatements, type Statements } from './statements.ts'

/** The two clocks of a store. */
export type Clocks = {
  /** Epoch milliseconds, for the times that are stored. */
  readonly now: () => number
  /** Milliseconds of a monotonic clock, for leases. */
  readonly monotonicNow: () => number
}

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

/** How jobs come in: the first with a key, at the place in the queue that is their client's turn, while there is room. */
export class Arrivals {
  readonly #sql: Statements
  readonly #limits: StoreLimits
  readonly #now: () => number
  /** Jobs that are queued or running; `null` where they have to be counted first. */
  #unfinished: number | null = null

  constructor(sql: Statements, limits: StoreLimits, now: () => number) {
    this.#sql = sql
    this.#limits = limits
    this.#now = now
  }

  /** To be called when anything but an arrival may have changed how many jobs are unfinished. */
  recount(): void {
    this.#unfinished = null
  }

  /** @throws RunnerError `idempotency_conflict` */
  findByKey(client: string, { key, digest }: Idempotency): Row | null {
    this.#sql.freeKey.run(client, key, this.#now() - this.#limits.idempotencyTtlMs)
    const row = this.#sql.keyed.get(client, key)
    if (row === undefined) return null
    if (text(row, 'request_sha256') === digest) return row
    throw new RunnerError('idempotency_conflict', `the idempotency key "${key}" came before with another request`)
  }

  insert(job: NewJob): Row {
    const client = job.client ?? DEFAULT_CLIENT
    const priority = JOB_PRIORITIES.indexOf(job.priority ?? 'normal')
    const turn = numeric(one(this.#sql.nextTurn, { client, priority }), 'turn')
    const { key, digest } = job.idempotency ?? { key: null, digest: null }
    const row = one(
      this.#sql.insert,
      ...[job.id, canonicalJson(job.spec), job.address, this.#now()],
      ...[client, priority, turn, job.fresh ? 1 : 0, key, digest],
    )
    if (this.#unfinished !== null) this.#unfinished++
    return row
  }

  /** @throws RunnerError `queue_full` */
  checkRoom(): void {
    this.#unfinished ??= numeric(one(this.#sql.unfinished), 'jobs')
    if (this.#unfinished < this.#limits.maxUnfinished) return
    const message = `at most ${this.#limits.maxUnfinished} jobs may be unfinished at once, and so many are`
    throw new RunnerError('queue_full', message)
  }
}

/**
 * Until when each attempt may stay silent, on a monotonic clock. In memory: a process that dies takes its workers with it, so
 * there is nothing to remember. A lease may outlast its attempt; whoever acts on one looks at the job first.
 */
export class Leases {
  readonly #lengthMs: number
  readonly #monotonicNow: () => number
  readonly #leases = new Map<string, { readonly attempt: number; readonly until: number }>()

  constructor(lengthMs: number, monotonicNow: () => number) {
    this.#lengthMs = lengthMs
    this.#monotonicNow = monotonicNow
  }

  extend({ id, attempt }: HeldAttempt): void {
    this.#leases.set(id, { attempt, until: this.#monotonicNow() + this.#lengthMs })
  }

  end(id: string): void {
    this.#leases.delete(id)
  }

  /** Attempts that have been silent for too long. */
  runOut(): readonly HeldAttempt[] {
    const now = this.#monotonicNow()
    return [...this.#leases].flatMap(([id, { attempt, until }]) => (until < now ? [{ id, attempt }] : []))
  }
}
