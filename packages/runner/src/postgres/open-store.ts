import { RunnerError } from '../errors.ts'
import type { StoreLimits } from '../job-store.ts'
import { Arrivals } from './arrivals.ts'
import { Attempts } from './attempts.ts'
import { BossQueue } from './boss-queue.ts'
import { Endings } from './endings.ts'
import { agreeOnLimits } from './limits.ts'
import { Lists } from './lists.ts'
import { prepareSchema } from './schema.ts'
import { Sessions } from './sessions.ts'
import { type Statements, statementsOf } from './statements.ts'

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
