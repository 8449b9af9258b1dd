import { randomUUID } from 'node:crypto'
import { canonicalText } from '../jobs/canonical-text.ts'
import {
  type HeldAttempt,
  isFinal,
  type Job,
  type JobOutcome,
  type JobWaiting,
  type NewJob,
  type ReleaseReason,
} from '../jobs/job.ts'
import { numeric, type Row, text, textOrNull, toJob } from '../jobs/job-rows.ts'
import { type StoreLimits, workerCrashed } from '../jobs/job-store.ts'
import { digestOfCode, mismatchOf, type WorkerCode } from '../jobs/worker-code.ts'
import { type BossQueue, type Claim, claimOf } from './boss-queue.ts'
import type { Completions } from './completions.ts'
import { type Connections, type SqlExecutor, StaleAttemptError } from './connections.ts'
import type { Statements } from './statements.ts'

/** Waiting jobs that one claim looks at. */
const MAX_LOOKS = 50

/** The moves of a queued or running job. In each, pg-boss decides first which attempt is current, and our own row has to agree. */
export class Attempts {
  readonly #connections: Connections
  readonly #sql: Statements
  readonly #queue: BossQueue
  readonly #completions: Completions
  readonly #limits: StoreLimits

  constructor(
    connections: Connections,
    sql: Statements,
    queue: BossQueue,
    completions: Completions,
    limits: StoreLimits,
  ) {
    this.#connections = connections
    this.#sql = sql
    this.#queue = queue
    this.#completions = completions
    this.#limits = limits
  }

  async claim(code?: WorkerCode): Promise<Job | null> {
    for (;;) {
      const taken = await this.#connections.transaction((executor) => this.#take(executor, code))
      if (taken !== 'another one') return taken
    }
  }

  async #take(executor: SqlExecutor, code: WorkerCode | undefined): Promise<Job | null | 'another one'> {
    if (code !== undefined) await this.#takeBack(executor, code)
    const claim = await this.#queue.fetch(executor)
    if (claim === null) return null
    const [row] = (await executor.executeSql(this.#sql.fetched, [claim.bossId])).rows
    if (row === undefined || isFinal(toJob(row).status)) {
      await this.#queue.complete(executor, claim)
      return 'another one'
    }
    // pg-boss has requeued it by itself, before any process reclaimed it.
    if (row['status'] === 'running') {
      const failed = await this.#crashed(executor, row)
      if (failed !== null) return failed
    }
    const reused = await this.#reused(executor, row, claim)
    if (reused !== null) return reused
    const mismatch = code === undefined ? null : mismatchOf(toJob(row).spec, code)
    if (code === undefined || mismatch === null) return this.#run(executor, row, claim)
    // Out of the queue, whose first job it would stay.
    await this.#queue.complete(executor, claim)
    await this.#refuse(executor, row, mismatch, code)
    return 'another one'
  }

  /** Looks at waiting jobs that this code has not refused yet; the first that may run is put before all others in the queue. */
  async #takeBack(executor: SqlExecutor, code: WorkerCode): Promise<void> {
    const { rows } = await executor.executeSql(this.#sql.waitingFor, [digestOfCode(code), MAX_LOOKS])
    for (const row of rows) {
      const mismatch = mismatchOf(toJob(row).spec, code)
      if (mismatch === null) {
        const bossId = randomUUID()
        await executor.executeSql(this.#sql.enterQueue, [text(row, 'id'), bossId])
        return this.#queue.sendFirst(executor, bossId)
      }
      await this.#refuse(executor, row, mismatch, code)
    }
  }

  async #refuse(executor: SqlExecutor, row: Row, mismatch: JobWaiting, code: WorkerCode): Promise<void> {
    await executor.executeSql(this.#sql.refuse, [text(row, 'id'), JSON.stringify(mismatch), digestOfCode(code)])
  }

  /** Back into the queue, at its former place. */
  async readdress(id: string, { address, spec }: Pick<NewJob, 'address' | 'spec'>): Promise<Job | null> {
    return this.#connections.transaction(async (executor) => {
      const bossId = randomUUID()
      const [row] = (await executor.executeSql(this.#sql.readdress, [id, bossId, canonicalText(spec), address])).rows
      if (row === undefined) return null
      await this.#queue.send(executor, bossId, numeric(row, 'priority'), numeric(row, 'turn'))
      return toJob(row)
    })
  }

  /** The job with the result of an identical one, where that was stored while this one waited. */
  async #reused(executor: SqlExecutor, row: Row, claim: Claim): Promise<Job | null> {
    if (row['fresh'] === 1 || (await this.#completions.reusable(executor, text(row, 'address'))) === null) return null
    await this.#completions.lock(executor)
    const source = await this.#completions.reusable(executor, text(row, 'address'))
    if (source === null) return null
    await this.#queue.complete(executor, claim)
    return this.#completions.reuse(executor, text(row, 'id'), source)
  }

  async #run(executor: SqlExecutor, row: Row, { attempt }: Claim): Promise<Job> {
    const { rows } = await executor.executeSql(this.#sql.claim, [text(row, 'id'), attempt])
    return toJob(rows[0] ?? {})
  }

  async heartbeat(held: readonly HeldAttempt[]): Promise<readonly string[]> {
    const ours = await this.#held(held)
    if (ours.length > 0) await this.#queue.touch(ours.map(claimOf))
    const ids = new Set(ours.map((row) => text(row, 'id')))
    return held.map(({ id }) => id).filter((id) => !ids.has(id))
  }

  async #held(held: readonly HeldAttempt[]): Promise<Row[]> {
    const values = [held.map(({ id }) => id), held.map(({ attempt }) => attempt)]
    return (await this.#connections.executeSql(this.#sql.heldOf, values)).rows
  }

  async reclaim(): Promise<readonly Job[]> {
    const { rows } = await this.#connections.executeSql(this.#sql.silent, [this.#limits.leaseMs])
    const jobs: Job[] = []
    for (const row of rows) {
      const job = await this.#connections.transaction((executor) => this.#expireLease(executor, row))
      if (job !== null) jobs.push(job)
    }
    return jobs
  }

  async #expireLease(executor: SqlExecutor, row: Row): Promise<Job> {
    const claim = claimOf(row)
    const values = [claim.bossId, claim.attempt, this.#limits.leaseMs]
    const { rows } = await executor.executeSql(this.#sql.stillSilent, values)
    if (rows.length > 0) await this.#queue.release(executor, claim)
    const expired = await executor.executeSql(this.#sql.givenUp, [text(row, 'id'), numeric(row, 'attempts')])
    const [mine] = expired.rows
    if (mine === undefined) throw new StaleAttemptError()
    return (await this.#crashed(executor, mine)) ?? this.#requeue(executor, mine)
  }

  async finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null> {
    const known = await this.#attemptRow(this.#sql.held, this.#connections, id, attempt)
    if (known === null) return null
    return this.#connections.transaction(async (executor) => {
      // Before anything is locked: sending a large result takes time, and the network may fail halfway.
      const written = outcome.status === 'done' ? await this.#completions.write(executor, outcome.result) : null
      if (!(await this.#queue.complete(executor, claimOf(known)))) throw new StaleAttemptError()
      await this.#lockAttempt(executor, id, attempt)
      if (outcome.status === 'done') return this.#completions.done(executor, id, outcome, written ?? 0)
      return this.#completions.failed(executor, id, outcome.error, outcome.runMs)
    })
  }

  async release(id: string, attempt: number, reason: ReleaseReason): Promise<Job | null> {
    const known = await this.#attemptRow(this.#sql.held, this.#connections, id, attempt)
    if (known === null) return null
    return this.#connections.transaction(async (executor) => {
      if (!(await this.#queue.release(executor, claimOf(known)))) throw new StaleAttemptError()
      const row = await this.#lockAttempt(executor, id, attempt)
      const failed = reason === 'shutdown' ? null : await this.#crashed(executor, row)
      return failed ?? this.#requeue(executor, row)
    })
  }

  async cancel(id: string): Promise<Job | null> {
    const [known] = (await this.#connections.executeSql(this.#sql.get, [id])).rows
    if (known === undefined || isFinal(toJob(known).status)) return null
    return this.#connections.transaction(async (executor) => {
      // Again: a job that was being released is queued a moment later, in another row. Should pg-boss keep it even so, `claim` drops it.
      const bossId = textOrNull(known, 'boss_id')
      if (bossId !== null && !(await this.#queue.cancel(executor, bossId))) await this.#queue.cancel(executor, bossId)
      const [row] = (await executor.executeSql(this.#sql.getNow, [id])).rows
      if (row === undefined || isFinal(toJob(row).status)) throw new StaleAttemptError()
      return this.#completions.cancelled(executor, id)
    })
  }

  async #lockAttempt(executor: SqlExecutor, id: string, attempt: number): Promise<Row> {
    const row = await this.#attemptRow(this.#sql.heldNow, executor, id, attempt)
    if (row === null) throw new StaleAttemptError()
    return row
  }

  async #attemptRow(statement: string, executor: SqlExecutor, id: string, attempt: number): Promise<Row | null> {
    return (await executor.executeSql(statement, [id, attempt])).rows[0] ?? null
  }

  /** Counts a crash of the worker; the failed job where the limit is reached. */
  async #crashed(executor: SqlExecutor, row: Row): Promise<Job | null> {
    const id = text(row, 'id')
    const { rows } = await executor.executeSql(this.#sql.crashed, [id])
    const times = numeric(rows[0] ?? {}, 'worker_crashes')
    if (times < this.#limits.maxWorkerCrashes) return null
    await this.#queue.cancel(executor, text(row, 'boss_id'))
    return this.#completions.failed(executor, id, workerCrashed(times, this.#limits), null)
  }

  async #requeue(executor: SqlExecutor, row: Row): Promise<Job> {
    const { rows } = await executor.executeSql(this.#sql.requeue, [text(row, 'id')])
    return toJob(rows[0] ?? {})
  }
}
