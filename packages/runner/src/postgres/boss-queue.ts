import { PgBoss } from 'pg-boss'
import type { Row } from '../jobs/job-rows.ts'
import type { Session } from './connections.ts'

/** Its name in pg-boss. */
export const QUEUE = 'tezgah-jobs'
/** pg-boss takes no shorter one. Ours, see `reclaim`, is shorter; this one is for a database that no runner looks at. */
const MIN_HEARTBEAT_SECONDS = 10
/** Longest that pg-boss takes. How long a run may be is the runner's business, and its limit is far below. */
const EXPIRE_SECONDS = 86_400
/** pg-boss forgets jobs that waited for longer, with default settings after two weeks: ours are not lost by waiting. */
const KEEP_QUEUED_SECONDS = 10 * 365 * 86_400
/** Jobs that are over stay in pg-boss for an hour, for its own statistics; what became of them is in our tables. */
const KEEP_ENDED_SECONDS = 3_600
/** How often a job may run is counted by reason, in our tables. */
const NO_RETRY_LIMIT = 1_000_000

/** Of a priority and a turn in it, one number, larger first: pg-boss orders by it, then by arrival. */
const TURNS = 1_000_000_000

/** A place in the queue, as our job remembers it. `attempt` counts from 1. */
export type Claim = { readonly bossId: string; readonly attempt: number }

export type BossQueueOptions = {
  readonly db: Session
  readonly schema: string
  readonly leaseMs: number
  readonly onError: (error: unknown) => void
}

/**
 * The queue itself, which is pg-boss: what waits in which order, who holds what, and its fence. Every change is made in the
 * transaction that changes our own tables.
 */
export class BossQueue {
  /** Its table of jobs, to be read and never written. */
  readonly table: string
  readonly #boss: PgBoss

  private constructor(boss: PgBoss, schema: string) {
    this.#boss = boss
    this.table = `${schema}.job`
  }

  /** Makes or updates the schema of pg-boss; processes that do so at once wait for each other. */
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
  async send(db: Session, bossId: string, priority: number, turn: number): Promise<void> {
    const place = (2 - priority) * TURNS - Math.min(turn, TURNS - 1)
    const sent = await this.#boss.send(QUEUE, null, { db, id: bossId, priority: place })
    if (sent !== bossId) throw new TypeError(`pg-boss has not taken the job ${bossId}`)
  }

  /** The first that waits and that nobody else is about to take. */
  async fetch(db: Session): Promise<Claim | null> {
    const [job] = await this.#boss.fetch(QUEUE, { db })
    return job === undefined ? null : { bossId: job.id, attempt: retryCountOf(job) + 1 }
  }

  /** False where the claim is not the current one any more; so also the next two. */
  async complete(db: Session, claim: Claim): Promise<boolean> {
    return affected(await this.#boss.complete(QUEUE, fenced(claim), null, { db }))
  }

  /** Back to its place in the queue. */
  async giveBack(db: Session, claim: Claim): Promise<boolean> {
    return affected(await this.#boss.fail(QUEUE, fenced(claim), null, { db }))
  }

  /** Whoever holds it: nobody gets it again. False where it is over, or was being given back at that very moment. */
  async cancel(db: Session, bossId: string): Promise<boolean> {
    return affected(await this.#boss.cancel(QUEUE, bossId, { db }))
  }

  /** A sign of life. */
  async touch(claims: readonly Claim[]): Promise<void> {
    await this.#boss.touch(QUEUE, claims.map(fenced))
  }

  stop(): Promise<void> {
    return this.#boss.stop({ graceful: false, close: false })
  }
}

/** pg-boss counts the runs after the first one, and refuses whoever names another than the current. */
function fenced({ bossId, attempt }: Claim): { id: string; retryCount: number } {
  return { id: bossId, retryCount: attempt - 1 }
}

function retryCountOf(job: object): number {
  if ('retryCount' in job && typeof job.retryCount === 'number') return job.retryCount
  throw new TypeError('pg-boss has not said which attempt this is')
}

function affected(answer: object): boolean {
  return 'affected' in answer && answer.affected === 1
}

/** The claim of a row of ours that is running. */
export function claimOf(row: Row): Claim {
  return { bossId: String(row['boss_id']), attempt: Number(row['attempts']) }
}
