import { type HeldAttempt, isFinal, type Job, type JobError, type JobOutcome, type ReleaseReason } from '../jobs/job.ts'
import { numeric, type Row, text, toJob } from '../jobs/job-rows.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import { type BossQueue, type Claim, claimOf } from './boss-queue.ts'
import type { Endings } from './completions.ts'
import { NoSay, type Session, type Sessions } from './connections.ts'
import type { Statements } from './statements.ts'

/** The moves of a job that waits or runs. In each, what pg-boss says about the attempt comes first, and our own row has to agree. */
export class Attempts {
  readonly #sessions: Sessions
  readonly #sql: Statements
  readonly #queue: BossQueue
  readonly #endings: Endings
  readonly #limits: StoreLimits

  constructor(sessions: Sessions, sql: Statements, queue: BossQueue, endings: Endings, limits: StoreLimits) {
    this.#sessions = sessions
    this.#sql = sql
    this.#queue = queue
    this.#endings = endings
    this.#limits = limits
  }

  async claim(): Promise<Job | null> {
    for (;;) {
      const taken = await this.#sessions.transaction((session) => this.#take(session))
      if (taken !== 'nothing of ours') return taken
    }
  }

  async #take(session: Session): Promise<Job | null | 'nothing of ours'> {
    const claim = await this.#queue.fetch(session)
    if (claim === null) return null
    const [row] = (await session.executeSql(this.#sql.fetched, [claim.bossId])).rows
    if (row === undefined || isFinal(toJob(row).status)) {
      await this.#queue.complete(session, claim)
      return 'nothing of ours'
    }
    // pg-boss has put it back by itself, before any of us looked.
    if (row['status'] === 'running') {
      const parked = await this.#crashed(session, row)
      if (parked !== null) return parked
    }
    return (await this.#answered(session, row, claim)) ?? this.#run(session, row, claim)
  }

  /** From the store, where an identical job's result came in while this one waited. */
  async #answered(session: Session, row: Row, claim: Claim): Promise<Job | null> {
    if (row['fresh'] === 1 || (await this.#endings.reusable(session, text(row, 'address'))) === null) return null
    await this.#endings.lock(session)
    const source = await this.#endings.reusable(session, text(row, 'address'))
    if (source === null) return null
    await this.#queue.complete(session, claim)
    return this.#endings.reuse(session, text(row, 'id'), source)
  }

  async #run(session: Session, row: Row, { attempt }: Claim): Promise<Job> {
    const { rows } = await session.executeSql(this.#sql.claim, [text(row, 'id'), attempt])
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
    return (await this.#sessions.executeSql(this.#sql.heldOf, values)).rows
  }

  async reclaim(): Promise<readonly Job[]> {
    const { rows } = await this.#sessions.executeSql(this.#sql.silent, [this.#limits.leaseMs])
    const jobs: Job[] = []
    for (const row of rows) {
      const job = await this.#sessions.transaction((session) => this.#giveUp(session, row))
      if (job !== null) jobs.push(job)
    }
    return jobs
  }

  async #giveUp(session: Session, row: Row): Promise<Job> {
    const claim = claimOf(row)
    const values = [claim.bossId, claim.attempt, this.#limits.leaseMs]
    const { rows } = await session.executeSql(this.#sql.stillSilent, values)
    if (rows.length > 0) await this.#queue.giveBack(session, claim)
    const given = await session.executeSql(this.#sql.givenUp, [text(row, 'id'), claim.attempt])
    const [mine] = given.rows
    if (mine === undefined) throw new NoSay()
    return (await this.#crashed(session, mine)) ?? this.#requeue(session, mine)
  }

  async finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null> {
    const known = await this.#known(this.#sql.held, this.#sessions, id, attempt)
    if (known === null) return null
    return this.#sessions.transaction(async (session) => {
      // Before anything is locked: a large result takes its time, and a network may take half of it.
      const written = outcome.status === 'done' ? await this.#endings.write(session, outcome.result) : null
      if (!(await this.#queue.complete(session, claimOf(known)))) throw new NoSay()
      await this.#fence(session, id, attempt)
      if (outcome.status === 'done') return this.#endings.done(session, id, outcome, written ?? 0)
      return this.#endings.failed(session, id, outcome.error, outcome.runMs)
    })
  }

  async release(id: string, attempt: number, reason: ReleaseReason): Promise<Job | null> {
    const known = await this.#known(this.#sql.held, this.#sessions, id, attempt)
    if (known === null) return null
    return this.#sessions.transaction(async (session) => {
      if (!(await this.#queue.giveBack(session, claimOf(known)))) throw new NoSay()
      const row = await this.#fence(session, id, attempt)
      const parked = reason === 'shutdown' ? null : await this.#crashed(session, row)
      return parked ?? this.#requeue(session, row)
    })
  }

  async cancel(id: string): Promise<Job | null> {
    const [known] = (await this.#sessions.executeSql(this.#sql.get, [id])).rows
    if (known === undefined || isFinal(toJob(known).status)) return null
    return this.#sessions.transaction(async (session) => {
      // Again: a job that was being given back is there a moment later, in another row. Should pg-boss keep it even so, `claim` drops it.
      const bossId = text(known, 'boss_id')
      if (!(await this.#queue.cancel(session, bossId))) await this.#queue.cancel(session, bossId)
      const [row] = (await session.executeSql(this.#sql.getNow, [id])).rows
      if (row === undefined || isFinal(toJob(row).status)) throw new NoSay()
      return this.#endings.cancelled(session, id)
    })
  }

  async #fence(session: Session, id: string, attempt: number): Promise<Row> {
    const row = await this.#known(this.#sql.heldNow, session, id, attempt)
    if (row === null) throw new NoSay()
    return row
  }

  async #known(statement: string, session: Session, id: string, attempt: number): Promise<Row | null> {
    return (await session.executeSql(statement, [id, attempt])).rows[0] ?? null
  }

  /** Counts the death of a worker; the parked job where it was one too many. */
  async #crashed(session: Session, row: Row): Promise<Job | null> {
    const id = text(row, 'id')
    const { rows } = await session.executeSql(this.#sql.crashed, [id])
    const times = numeric(rows[0] ?? {}, 'worker_crashes')
    if (times < this.#limits.maxWorkerCrashes) return null
    await this.#queue.cancel(session, text(row, 'boss_id'))
    return this.#endings.failed(session, id, workerCrashed(times), null)
  }

  async #requeue(session: Session, row: Row): Promise<Job> {
    const { rows } = await session.executeSql(this.#sql.requeue, [text(row, 'id')])
    return toJob(rows[0] ?? {})
  }
}

function workerCrashed(times: number): JobError {
  const message = `its worker died, or was not heard of for too long, ${times} times, which is the limit`
  return { code: 'worker_crashed', message, field: null }
}
