import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type JobStore, openSqliteJobStore } from '@tezgah/runner'
import type { Logger } from 'pino'

/** What a request may wait for the database, twice: a connection that is quiet for ten seconds is closed. */
const DATABASE_TIMEOUT_MS = 4_000
/** How long a database that does not answer may hold up the end, in milliseconds. What was acknowledged is on its disk. */
const GOODBYE_MS = 300

export type JobStoreOptions = {
  readonly dataDir: string
  /** `null`: the jobs of this machine, in a file. */
  readonly databaseUrl: string | null
  readonly maxUnfinishedJobs: number
}

export type OpenJobStore = { readonly store: JobStore; readonly close: () => Promise<void> }

/**
 * The jobs of this machine, in a file; or those that it shares with others, in PostgreSQL.
 *
 * @throws RunnerError `store_locked` or `store_failed`
 */
export async function openJobStore(options: JobStoreOptions, logger: Logger): Promise<OpenJobStore> {
  const { databaseUrl, dataDir, maxUnfinishedJobs } = options
  const limits = { maxUnfinished: maxUnfinishedJobs }
  if (databaseUrl === null) {
    const store = openSqliteJobStore({ path: path.join(dataDir, 'jobs.db'), limits })
    return { store, close: () => store.close() }
  }
  // Loaded where it is needed: it brings the driver of the database with it.
  const { openPostgresJobStore } = await import('@tezgah/runner/postgres')
  const onError = (error: unknown) =>
    logger.error({ err: error }, 'the job store met an error that no request waits for')
  const store = await openPostgresJobStore({ url: databaseUrl, limits, timeoutMs: DATABASE_TIMEOUT_MS, onError })
  const close = () => Promise.race([store.close(), delay(GOODBYE_MS, undefined, { ref: false })])
  return { store, close }
}
