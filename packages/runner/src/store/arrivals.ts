import { canonicalJson } from '../canonical.ts'
import { RunnerError } from '../errors.ts'
import { DEFAULT_CLIENT, type Idempotency, JOB_PRIORITIES, type NewJob } from '../job.ts'
import type { StoreLimits } from '../job-store.ts'
import { numeric, type Row, text } from './job-row.ts'
import { one, type Statements } from './statements.ts'

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
