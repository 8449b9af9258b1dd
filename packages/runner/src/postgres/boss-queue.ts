import { PgBoss } from 'pg-boss'
import type { Row } from '../jobs/job-rows.ts'
import type { SqlExecutor } from './connections.ts'

/** The queue's name in pg-boss. */
export const QUEUE = 'tezgah-jobs'
/** The shortest that pg-boss accepts. Our lease, see `reclaim`, is shorter; this one is for a database that no runner polls. */
const MIN_HEARTBEAT_SECONDS = 10
/** The longest that pg-boss accepts. The runner limits the time of a run, far below this. */
const EXPIRE_SECONDS = 86_400
/** pg-boss removes jobs that waited longer, by default after two weeks; ours must not be lost by waiting. */
const KEEP_QUEUED_SECONDS = 10 * 365 * 86_400
/** Ended jobs stay in pg-boss for an hour, for its own statistics; their outcome is in our tables. */
const KEEP_ENDED_SECONDS = 3_600
/** Our tables count the retries of a job, by reason. */
const NO_RETRY_LIMIT = 1_000_000

/** pg-boss orders by one number, larger first, then by arrival: it combines a priority and a turn within it. */
const TURNS = 1_000_000_000
/** Before any priority: the largest number that pg-boss takes. */
const MAX_PLACE = 2 ** 31 - 1

/** A claimed job of pg-boss. `attempt` counts from 1. */
export type Claim = { readonly bossId: string; readonly attempt: number }

export type BossQueueOptions = {
  readonly db: SqlExecutor
  readonly schema: string
  readonly leaseMs: number
  readonly onError: (error: unknown) => void
}

/**
 * The queue, which is pg-boss: the order of waiting jobs, the holders of running ones, and the fencing token. Every change is part
 * of the transaction that changes our own tables.
 */
export class BossQueue {
  /** The table of jobs of pg-boss, which is only read. */
  readonly table: string
  readonly #boss: PgBoss

  private constructor(boss: PgBoss, schema: string) {
    this.#boss = boss
    this.table = `${schema}.job`
  }

  /** Creates or migrates the schema of pg-boss; processes that do so at the same time wait for one another. */
  static async start({ db, schema, leaseMs, onError }: BossQueueOptions): Promise<BossQueue> {
    const boss = new PgBoss({ db, schema, schedule: false, registerInstance: false })
    boss.on('error', onError)
    await boss.start()
    const settings = {
      retryLimit: NO_RETRY_LIMIT,
      retryDelay: 0,
      retryBackoff: false,
      expireInSeconds: EXPIRE_SECONDS,
      retentionSeconds: KEEP_QUEUED_SECONDS,
      deleteAfterSeconds: KEEP_ENDED_SECONDS,
      heartbeatSeconds: Math.max(MIN_HEARTBEAT_SECONDS, Math.ceil(leaseMs / 1_000)),
    }
    await boss.createQueue(QUEUE, settings)
    await boss.updateQueue(QUEUE, settings)
    return new BossQueue(boss, schema)
  }

  /** @param priority - 0 is served first */
  async send(db: SqlExecutor, bossId: string, priority: number, turn: number): Promise<void> {
    const place = (2 - priority) * TURNS - Math.min(turn, TURNS - 1)
    const sent = await this.#boss.send(QUEUE, null, { db, id: bossId, priority: place })
    if (sent !== bossId) throw new TypeError(`pg-boss did not accept the job ${bossId}`)
  }

  /** Before all others. In the transaction that sends it, `fetch` claims it. */
  async sendFirst(db: SqlExecutor, bossId: string): Promise<void> {
    const sent = await this.#boss.send(QUEUE, null, { db, id: bossId, priority: MAX_PLACE })
    if (sent !== bossId) throw new TypeError(`pg-boss did not accept the job ${bossId}`)
  }

  /** Claims the first waiting job that no other process is claiming. */
  async fetch(db: SqlExecutor): Promise<Claim | null> {
    const [job] = await this.#boss.fetch(QUEUE, { db })
    return job === undefined ? null : { bossId: job.id, attempt: retryCountOf(job) + 1 }
  }

  /** False where the claim is stale. */
  async complete(db: SqlExecutor, claim: Claim): Promise<boolean> {
    return affected(await this.#boss.complete(QUEUE, fenced(claim), null, { db }))
  }

  /** Requeues a job at its former place. False where the claim is stale. */
  async release(db: SqlExecutor, claim: Claim): Promise<boolean> {
    return affected(await this.#boss.fail(QUEUE, fenced(claim), null, { db }))
  }

  /** Removes a job from the queue, with or without a holder. False where it has ended, or is being released at this moment. */
  async cancel(db: SqlExecutor, bossId: string): Promise<boolean> {
    return affected(await this.#boss.cancel(QUEUE, bossId, { db }))
  }

  /** Sends the heartbeat of these claims. */
  async touch(claims: readonly Claim[]): Promise<void> {
    await this.#boss.touch(QUEUE, claims.map(fenced))
  }

  stop(): Promise<void> {
    return this.#boss.stop({ graceful: false, close: false })
  }
}

/** pg-boss counts the runs after the first one, and refuses a stale count. */
function fenced({ bossId, attempt }: Claim): { id: string; retryCount: number } {
  return { id: bossId, retryCount: attempt - 1 }
}

function retryCountOf(job: object): number {
  if ('retryCount' in job && typeof job.retryCount === 'number') return job.retryCount
  throw new TypeError('pg-boss did not return the retry count of a job')
}

function affected(answer: object): boolean {
  return 'affected' in answer && answer.affected === 1
}

/** The claim of a row of ours that is running. */
export function claimOf(row: Row): Claim {
  return { bossId: String(row['boss_id']), attempt: Number(row['attempts']) - Number(row['attempts_before']) }
}
