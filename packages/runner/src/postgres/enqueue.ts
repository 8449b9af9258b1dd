import { randomUUID } from 'node:crypto'
import { canonicalText } from '../jobs/canonical-text.ts'
import { DEFAULT_CLIENT, type Idempotency, JOB_PRIORITIES, type Job, type NewJob } from '../jobs/job.ts'
import { numeric, type Row, text, toJob } from '../jobs/job-rows.ts'
import { idempotencyConflict, queueFull, type StoreLimits } from '../jobs/job-store.ts'
import type { BossQueue } from './boss-queue.ts'
import type { Completions } from './completions.ts'
import type { SqlExecutor } from './connections.ts'
import type { Statements } from './statements.ts'

/** Stores new jobs: one for each idempotency key, at their client's turn in the queue, while there is room. */
export class Enqueuer {
  readonly #sql: Statements
  readonly #queue: BossQueue
  readonly #completions: Completions
  readonly #limits: StoreLimits

  constructor(sql: Statements, queue: BossQueue, completions: Completions, limits: StoreLimits) {
    this.#sql = sql
    this.#queue = queue
    this.#completions = completions
    this.#limits = limits
  }

  /** Keys, room and turns are read and written by one process at a time. */
  async enqueue(executor: SqlExecutor, job: NewJob): Promise<Job> {
    await this.#completions.lock(executor)
    const known = job.idempotency && (await this.findByKey(executor, job.client ?? DEFAULT_CLIENT, job.idempotency))
    if (known) return known
    const source = job.fresh ? null : await this.#completions.reusable(executor, job.address)
    if (source !== null) {
      await this.#insert(executor, job, 0, null)
      return this.#completions.reuse(executor, job.id, source)
    }
    await this.#checkRoom(executor)
    return this.#insertQueued(executor, job)
  }

  /** @throws RunnerError `idempotency_conflict` */
  async findByKey(executor: SqlExecutor, client: string, { key, digest }: Idempotency): Promise<Job | null> {
    await executor.executeSql(this.#sql.freeKey, [client, key, this.#limits.idempotencyTtlMs])
    const [row] = (await executor.executeSql(this.#sql.keyed, [client, key])).rows
    if (row === undefined) return null
    if (text(row, 'request_sha256') !== digest) throw idempotencyConflict(key)
    return toJob(row)
  }

  async #insertQueued(executor: SqlExecutor, job: NewJob): Promise<Job> {
    const priority = JOB_PRIORITIES.indexOf(job.priority ?? 'normal')
    const { rows } = await executor.executeSql(this.#sql.nextTurn, [job.client ?? DEFAULT_CLIENT, priority])
    const turn = numeric(rows[0] ?? {}, 'turn')
    const bossId = randomUUID()
    const row = await this.#insert(executor, job, turn, bossId)
    await this.#queue.send(executor, bossId, priority, turn)
    return toJob(row)
  }

  async #insert(executor: SqlExecutor, job: NewJob, turn: number, bossId: string | null): Promise<Row> {
    const { key, digest } = job.idempotency ?? { key: null, digest: null }
    const { rows } = await executor.executeSql(this.#sql.insert, [
      ...[job.id, bossId, canonicalText(job.spec), job.address, job.client ?? DEFAULT_CLIENT],
      ...[JOB_PRIORITIES.indexOf(job.priority ?? 'normal'), turn, job.fresh ? 1 : 0, key, digest],
    ])
    return rows[0] ?? {}
  }

  async #checkRoom(executor: SqlExecutor): Promise<void> {
    const { rows } = await executor.executeSql(this.#sql.unfinished)
    if (numeric(rows[0] ?? {}, 'jobs') >= this.#limits.maxUnfinished) throw queueFull(this.#limits)
  }
}
