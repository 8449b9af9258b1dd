import { randomUUID } from 'node:crypto'
import { canonicalJson } from '../canonical.ts'
import { RunnerError } from '../errors.ts'
import { DEFAULT_CLIENT, type Idempotency, JOB_PRIORITIES, type Job, type NewJob } from '../jobs/job.ts'
import { numeric, type Row, text, toJob } from '../jobs/job-rows.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import type { BossQueue } from './boss-queue.ts'
import type { Endings } from './completions.ts'
import type { Session } from './connections.ts'
import type { Statements } from './statements.ts'

/** How jobs come in: the first with a key, at the place in the queue that is their client's turn, while there is room. */
export class Arrivals {
  readonly #sql: Statements
  readonly #queue: BossQueue
  readonly #endings: Endings
  readonly #limits: StoreLimits

  constructor(sql: Statements, queue: BossQueue, endings: Endings, limits: StoreLimits) {
    this.#sql = sql
    this.#queue = queue
    this.#endings = endings
    this.#limits = limits
  }

  /** Keys, room and turns are looked at and taken by one process at a time. */
  async enqueue(session: Session, job: NewJob): Promise<Job> {
    await this.#endings.lock(session)
    const known = job.idempotency && (await this.findByKey(session, job.client ?? DEFAULT_CLIENT, job.idempotency))
    if (known) return known
    const source = job.fresh ? null : await this.#endings.reusable(session, job.address)
    if (source !== null) {
      await this.#insert(session, job, 0, null)
      return this.#endings.reuse(session, job.id, source)
    }
    await this.#checkRoom(session)
    return this.#queued(session, job)
  }

  /** @throws RunnerError `idempotency_conflict` */
  async findByKey(session: Session, client: string, { key, digest }: Idempotency): Promise<Job | null> {
    await session.executeSql(this.#sql.freeKey, [client, key, this.#limits.idempotencyTtlMs])
    const [row] = (await session.executeSql(this.#sql.keyed, [client, key])).rows
    if (row === undefined) return null
    if (text(row, 'request_sha256') === digest) return toJob(row)
    throw new RunnerError('idempotency_conflict', `the idempotency key "${key}" came before with another request`)
  }

  async #queued(session: Session, job: NewJob): Promise<Job> {
    const priority = JOB_PRIORITIES.indexOf(job.priority ?? 'normal')
    const { rows } = await session.executeSql(this.#sql.nextTurn, [job.client ?? DEFAULT_CLIENT, priority])
    const turn = numeric(rows[0] ?? {}, 'turn')
    const bossId = randomUUID()
    const row = await this.#insert(session, job, turn, bossId)
    await this.#queue.send(session, bossId, priority, turn)
    return toJob(row)
  }

  async #insert(session: Session, job: NewJob, turn: number, bossId: string | null): Promise<Row> {
    const { key, digest } = job.idempotency ?? { key: null, digest: null }
    const { rows } = await session.executeSql(this.#sql.insert, [
      ...[job.id, bossId, canonicalJson(job.spec), job.address, job.client ?? DEFAULT_CLIENT],
      ...[JOB_PRIORITIES.indexOf(job.priority ?? 'normal'), turn, job.fresh ? 1 : 0, key, digest],
    ])
    return rows[0] ?? {}
  }

  async #checkRoom(session: Session): Promise<void> {
    const { rows } = await session.executeSql(this.#sql.unfinished)
    const { maxUnfinished } = this.#limits
    if (numeric(rows[0] ?? {}, 'jobs') < maxUnfinished) return
    throw new RunnerError('queue_full', `at most ${maxUnfinished} jobs may be unfinished at once, and so many are`)
  }
}
