import { delay } from '@tezgah/core/clock'
import { describeValue, messageOf, requireWhole } from '@tezgah/core/describe'
import { KeyedSerialQueue } from '@tezgah/core/serial-queue'
import { RunnerError, warn } from '../errors.ts'
import type { HeldAttempt, Idempotency, Job, JobOutcome, JobStatus, NewJob, ReleaseReason } from '../jobs/job.ts'
import {
  type ChangeCursor,
  heartbeatMsOf,
  type JobPage,
  type JobStore,
  type ListOptions,
  type ResultOfJob,
  type StoreChanges,
  type StoreLimits,
} from '../jobs/job-store.ts'
import type { WorkerCode } from '../jobs/worker-code.ts'
import { Attempts } from './attempts.ts'
import { BossQueue } from './boss-queue.ts'
import { Completions } from './completions.ts'
import { Connections } from './connections.ts'
import { Enqueuer } from './enqueue.ts'
import { JobQueries } from './job-queries.ts'
import { completePostgresLimits, prepareSchema, resolveLimits } from './schema.ts'
import { type Statements, statementsOf } from './statements.ts'

/** How to open the store that many machines share. */
export type PostgresJobStoreOptions = {
  /** `postgres://user:password@host:5432/database`; the user may create schemas, at least at the first start. */
  readonly url: string
  /**
   * For all processes that share the database: they are stored in it, and a process without any uses the stored ones, or else the
   * defaults. A process keeps the limits it was opened with. `leaseMs` is 3,000 by default; `maxInterruptions` has no effect here.
   */
  readonly limits?: Partial<StoreLimits>
  /** Schema of our tables; that of pg-boss has `_queue` behind it. 1 to 40 of a-z, 0-9 and _. Default `tezgah`. */
  readonly schema?: string
  /** Connections at most, 2 … 100. Default 8. */
  readonly connections?: number
  /** Milliseconds that the network and the server may take for one statement, at least 100. Default 5,000. */
  readonly timeoutMs?: number
  /**
   * Whether the runner of this store delivers the ends of jobs (`onFinish`), acknowledges them, and emits the changes that other
   * processes make. `false` for a process that only works: an end that it acknowledged would not be delivered elsewhere. Default `true`.
   */
  readonly announces?: boolean
  /** Where errors go that no caller waits for: an idle connection that breaks, pg-boss's upkeep. Default: a process warning. */
  readonly onError?: (error: unknown) => void
}

/** Time for the pool to notice that other connections broke together with one, so that it uses none of them. */
const BROKEN_CONNECTIONS_MS = 50

/**
 * Opens the job store on PostgreSQL, whose queue is pg-boss, for many processes on many machines. Needs the packages `pg` and
 * `pg-boss`. Creates its tables where they are missing.
 *
 * @throws RunnerError `store_failed` when the database cannot be reached or holds tables of a later release
 * @throws RangeError for an option out of its bounds
 */
export async function openPostgresJobStore(options: PostgresJobStoreOptions): Promise<JobStore> {
  const { schema = 'tezgah', connections = 8, timeoutMs = 5_000, announces = true } = options
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema))
    throw new RangeError(
      `schema must be 1 to 40 of a-z, 0-9 and _ that do not begin with a digit, received ${describeValue(schema)}`,
    )
  requireWhole('connections', connections, 2, 100)
  requireWhole('timeoutMs', timeoutMs, 100, 600_000)
  const { url, onError = warn } = options
  const limits = options.limits && completePostgresLimits(options.limits)
  const parts = await openStore({ url, schema, connections, timeoutMs, limits, onError })
  return new PostgresJobStore(parts, announces)
}

class PostgresJobStore implements JobStore {
  readonly heartbeatMs: number
  readonly #parts: OpenStore
  readonly #announces: boolean
  /** Missing where the process only works: it has no listeners to inform. */
  readonly changesSince?: (cursor: ChangeCursor | null) => Promise<StoreChanges>
  /** Requests of one process take effect in the order in which they were made; two connections would keep no order. */
  readonly #queues = new KeyedSerialQueue()
  readonly #pending = new Set<Promise<unknown>>()
  #closed: Promise<void> | null = null

  constructor(parts: OpenStore, announces: boolean) {
    this.#parts = parts
    this.heartbeatMs = heartbeatMsOf(parts.limits)
    this.#announces = announces
    if (announces) this.changesSince = (cursor) => this.#perform(({ queries }) => queries.changesSince(cursor))
  }

  enqueue(job: NewJob): Promise<Job> {
    return this.#perform(({ connections, enqueuer }) =>
      this.#queues.run('enqueue', () =>
        committed(connections.transaction((executor) => enqueuer.enqueue(executor, job))),
      ),
    ).catch((error: unknown) => this.#stored(job, error))
  }

  findByKey(client: string, idempotency: Idempotency): Promise<Job | null> {
    return this.#perform(({ connections, enqueuer }) =>
      connections.transaction((executor) => enqueuer.findByKey(executor, client, idempotency)),
    )
  }

  claim(code?: WorkerCode): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#queues.run('claims', () => attempts.claim(code)))
  }

  waiting(limit: number): Promise<readonly Job[]> {
    return this.#perform(({ queries }) => queries.waiting(limit))
  }

  readdress(id: string, next: Pick<NewJob, 'address' | 'spec'>): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#queues.run(`job ${id}`, () => attempts.readdress(id, next)))
  }

  heartbeat(held: readonly HeldAttempt[]): Promise<readonly string[]> {
    return this.#perform(({ attempts }) => attempts.heartbeat(held))
  }

  reclaim(): Promise<readonly Job[]> {
    return this.#perform(({ attempts }) => attempts.reclaim())
  }

  finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#queues.run(`job ${id}`, () => attempts.finish(id, attempt, outcome)))
  }

  release(id: string, attempt: number, reason: ReleaseReason): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#queues.run(`job ${id}`, () => attempts.release(id, attempt, reason)))
  }

  cancel(id: string): Promise<Job | null> {
    return this.#perform(({ attempts }) => this.#queues.run(`job ${id}`, () => attempts.cancel(id)))
  }

  get(id: string): Promise<Job | null> {
    return this.#perform(({ queries }) => queries.get(id))
  }

  result(id: string): Promise<Uint8Array | null> {
    return this.#perform(({ queries }) => queries.result(id))
  }

  discardResult(sha256: string): Promise<boolean> {
    return this.#perform(async ({ connections, sql }) => {
      const { rows } = await connections.executeSql(sql.dropResult, [sha256])
      return rows.length > 0
    })
  }

  nextResult(after: string): Promise<ResultOfJob | null> {
    return this.#perform(({ queries }) => queries.nextResult(after))
  }

  list(options: ListOptions = {}): Promise<JobPage> {
    return this.#perform(({ queries }) => queries.list(options))
  }

  counts(): Promise<Readonly<Record<JobStatus, number>>> {
    return this.#perform(({ queries }) => queries.counts())
  }

  unacknowledged(limit: number): Promise<readonly Job[]> {
    return this.#perform(async ({ queries }) => (this.#announces ? queries.unacknowledged(limit) : []))
  }

  acknowledge(id: string): Promise<void> {
    return this.#perform(({ connections, sql }) => connections.executeSql(sql.acknowledge, [id]).then(() => {}))
  }

  close(): Promise<void> {
    this.#closed ??= Promise.allSettled(this.#pending).then(() => this.#parts.close())
    return this.#closed
  }

  /** Where only the confirmation was lost, reads whether the job was stored. */
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
    this.#pending.add(answer)
    try {
      return await answer
    } finally {
      this.#pending.delete(answer)
    }
  }
}

async function committed<T>(answer: Promise<T | null>): Promise<T> {
  const value = await answer
  if (value === null) throw new RunnerError('store_failed', 'the job was rolled back while it was being stored')
  return value
}

type StoreOptions = {
  readonly url: string
  readonly schema: string
  readonly connections: number
  readonly timeoutMs: number
  /** `undefined`: those of the database. */
  readonly limits: StoreLimits | undefined
  readonly onError: (error: unknown) => void
}

/** The parts of a store, on an open database. */
export type OpenStore = {
  readonly limits: StoreLimits
  readonly connections: Connections
  readonly sql: Statements
  readonly enqueuer: Enqueuer
  readonly attempts: Attempts
  readonly queries: JobQueries
  readonly close: () => Promise<void>
}

/** @throws RunnerError `store_failed` */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const connections = new Connections(options)
  try {
    return await assemble(connections, options)
  } catch (cause) {
    await connections.end()
    throw new RunnerError('store_failed', `cannot open the job store in PostgreSQL: ${messageOf(cause)}`, { cause })
  }
}

async function assemble(
  connections: Connections,
  { schema, limits: given, onError }: StoreOptions,
): Promise<OpenStore> {
  await prepareSchema(connections, schema)
  const limits = await resolveLimits(connections, schema, given)
  const queue = await BossQueue.start({
    db: connections,
    schema: `${schema}_queue`,
    leaseMs: limits.leaseMs,
    onError,
  })
  const sql = statementsOf(schema, queue.table)
  const completions = new Completions(sql, schema, limits)
  return {
    limits,
    connections,
    sql,
    enqueuer: new Enqueuer(sql, queue, completions, limits),
    attempts: new Attempts(connections, sql, queue, completions, limits),
    queries: new JobQueries(connections, sql),
    close: async () => {
      await queue.stop()
      await connections.end()
    },
  }
}
