import { setTimeout as delay } from 'node:timers/promises'
import { RunnerError } from '../errors.ts'
import type { HeldAttempt, Idempotency, Job, JobOutcome, JobStatus, NewJob, ReleaseReason } from '../jobs/job.ts'
import type { FollowPlace, JobPage, JobStore, ListOptions, StoreChanges, StoreLimits } from '../jobs/job-store.ts'
import { Attempts } from './attempts.ts'
import { BossQueue } from './boss-queue.ts'
import { Endings } from './completions.ts'
import { Sessions } from './connections.ts'
import { Arrivals } from './enqueue.ts'
import { Lists } from './job-queries.ts'
import { agreeOnLimits, checkWhole, completeLimits, prepareSchema } from './schema.ts'
import { type Statements, statementsOf } from './statements.ts'
import { Turns } from './turns.ts'

/** How to open the store that many machines share. */
export type PostgresJobStoreOptions = {
  /** `postgres://user:password@host:5432/database`; the user may create schemas, at least at the first start. */
  readonly url: string
  /**
   * Of the database, for all processes that share it: they are stored, and whoever gives none takes those that are, or else the
   * defaults. A process keeps the ones it was opened with. `leaseMs` is 3,000 by default; `maxInterruptions` has no meaning here.
   */
  readonly limits?: Partial<StoreLimits>
  /** Schema of our tables; that of pg-boss has `_queue` behind it. 1 to 40 of a-z, 0-9 and _. Default `tezgah`. */
  readonly schema?: string
  /** Connections at most, 2 … 100. Default 8. */
  readonly connections?: number
  /** Milliseconds that the network and the server may take for one statement, at least 100. Default 5,000. */
  readonly timeoutMs?: number
  /**
   * Whether the runner of this store hears of the ends of jobs (`onFinish`), and confirms them, and of what other processes do
   * (its events). `false` for a process that only
   * works: what it would confirm, nobody else would hear of. Default `true`.
   */
  readonly announces?: boolean
  /** Where errors go that no caller waits for: an idle connection that breaks, pg-boss's upkeep. Default: a process warning. */
  readonly onError?: (error: unknown) => void
}

/** Heartbeats within a lease: two may be late before it runs out. */
const BEATS_PER_LEASE = 4
/** Until the pool has seen which connections broke together with one, so that it hands none of them out. */
const BROKEN_CONNECTIONS_MS = 50

/**
 * Opens the job store on PostgreSQL, whose queue is pg-boss, for many processes on many machines. Needs the packages `pg` and
 * `pg-boss`. Makes its tables where they are missing.
 *
 * @throws RunnerError `store_failed` when the database cannot be reached or holds tables of a later release
 * @throws RangeError for an option out of its bounds
 */
export async function openPostgresJobStore(options: PostgresJobStoreOptions): Promise<JobStore> {
  const { schema = 'tezgah', connections = 8, timeoutMs = 5_000, announces = true } = options
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema))
    throw new RangeError(`schema must be 1 to 40 of a-z, 0-9 and _, not beginning with a digit, was "${schema}"`)
  checkWhole('connections', connections, 2, 100)
  checkWhole('timeoutMs', timeoutMs, 100, 600_000)
  const onError = options.onError ?? ((error) => process.emitWarning(error instanceof Error ? error : String(error)))
  const { url } = options
  const limits = options.limits && completeLimits(options.limits)
  const parts = await openStore({ url, schema, connections, timeoutMs, limits, onError })
  return new PostgresJobStore(parts, announces)
}

class PostgresJobStore implements JobStore {
  readonly heartbeatMs: number
  readonly #parts: OpenStore
  readonly #announces: boolean
  /** A process that only works has its hands full with its own jobs. */
  readonly follow?: (place: FollowPlace | null) => Promise<StoreChanges>
  /** Requests of one process are stored, handed out and ended in the order in which they were made. */
  readonly #turns = new Turns()
  readonly #underWay = new Set<Promise<unknown>>()
  #closed: Promise<void> | null = null

  constructor(parts: OpenStore, announces: boolean) {
    this.#parts = parts
    this.heartbeatMs = Math.max(1, Math.floor(parts.limits.leaseMs / BEATS_PER_LEASE))
    this.#announces = announces
    if (announces) this.follow = (place) => this.#perform(({ lists }) => lists.follow(place))
  }

  enqueue(job: NewJob): Promise<Job> {
    return this.#perform(({ sessions, arrivals }) =>
      this.#turns.take('arrivals', () => sure(sessions.transaction((session) => arrivals.enqueue(session, job)))),
    ).catch((error: unknown) => this.#stored(job, error))
  }

  findByKey(client: string, idempotency: Idempotency): Promise<Job | null> {
    return this.#perform(({ sessions, arrivals }) =>
      sessions.transaction((session) => arrivals.findByKey(session, client, idempotency)),
    )
  }

  claim(): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#turns.take('claims', () => attempts.claim()))
  }

  heartbeat(held: readonly HeldAttempt[]): Promise<readonly string[]> {
    return this.#perform(({ attempts }) => attempts.heartbeat(held))
  }

  reclaim(): Promise<readonly Job[]> {
    return this.#perform(({ attempts }) => attempts.reclaim())
  }

  finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#turns.take(`job ${id}`, () => attempts.finish(id, attempt, outcome)))
  }

  release(id: string, attempt: number, reason: ReleaseReason): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#turns.take(`job ${id}`, () => attempts.release(id, attempt, reason)))
  }

  cancel(id: string): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#turns.take(`job ${id}`, () => attempts.cancel(id)))
  }

  get(id: string): Promise<Job | null> {
    return this.#perform(({ lists }) => lists.get(id))
  }

  result(id: string): Promise<Uint8Array | null> {
    return this.#perform(({ lists }) => lists.result(id))
  }

  list(options: ListOptions = {}): Promise<JobPage> {
    return this.#perform(({ lists }) => lists.list(options))
  }

  counts(): Promise<Readonly<Record<JobStatus, number>>> {
    return this.#perform(({ lists }) => lists.counts())
  }

  unacknowledged(limit: number): Promise<readonly Job[]> {
    return this.#perform(async ({ lists }) => (this.#announces ? lists.unacknowledged(limit) : []))
  }

  acknowledge(id: string): Promise<void> {
    return this.#perform(({ sessions, sql }) => sessions.executeSql(sql.acknowledge, [id]).then(() => {}))
  }

  close(): Promise<void> {
    this.#closed ??= Promise.allSettled(this.#underWay).then(() => this.#parts.close())
    return this.#closed
  }

  /** Where only the confirmation was lost, the job itself says that it was stored. What is not known stays so. */
  async #stored({ id }: NewJob, error: unknown): Promise<Job> {
    if (!(error instanceof RunnerError) || !error.inDoubt) throw error
    await delay(BROKEN_CONNECTIONS_MS)
    const job = await this.get(id).catch(() => null)
    if (job === null) throw error
    return job
  }

  async #perform<T>(work: (parts: OpenStore) => Promise<T>): Promise<T> {
    if (this.#closed !== null) throw new RunnerError('closed', 'the job store is closed')
    const answer = work(this.#parts)
    this.#underWay.add(answer)
    try {
      return await answer
    } finally {
      this.#underWay.delete(answer)
    }
  }
}

async function sure<T>(answer: Promise<T | null>): Promise<T> {
  const value = await answer
  if (value === null) throw new RunnerError('store_failed', 'the job was taken back while it was being stored')
  return value
}

type StoreOptions = {
  readonly url: string
  readonly schema: string
  readonly connections: number
  readonly timeoutMs: number
  /** Undefined: those of the database. */
  readonly limits: StoreLimits | undefined
  readonly onError: (error: unknown) => void
}

/** The parts of a store, on an open database. */
export type OpenStore = {
  readonly limits: StoreLimits
  readonly sessions: Sessions
  readonly sql: Statements
  readonly arrivals: Arrivals
  readonly attempts: Attempts
  readonly lists: Lists
  readonly close: () => Promise<void>
}

/** @throws RunnerError `store_failed` */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const sessions = new Sessions(options)
  try {
    return await assemble(sessions, options)
  } catch (cause) {
    await sessions.end()
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RunnerError('store_failed', `cannot open the job store in PostgreSQL: ${reason}`, { cause })
  }
}

async function assemble(sessions: Sessions, { schema, limits: given, onError }: StoreOptions): Promise<OpenStore> {
  await prepareSchema(sessions, schema)
  const limits = await agreeOnLimits(sessions, schema, given)
  const queue = await BossQueue.start({
    db: sessions,
    schema: `${schema}_queue`,
    leaseMs: limits.leaseMs,
    onError,
  })
  const sql = statementsOf(schema, queue.table)
  const endings = new Endings(sql, schema, limits)
  return {
    limits,
    sessions,
    sql,
    arrivals: new Arrivals(sql, queue, endings, limits),
    attempts: new Attempts(sessions, sql, queue, endings, limits),
    lists: new Lists(sessions, sql),
    close: async () => {
      await queue.stop()
      await sessions.end()
    },
  }
}
