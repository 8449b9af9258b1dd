import pg from 'pg'
import { isRunnerError, RunnerError } from '../errors.ts'
import type { Row } from '../jobs/job-rows.ts'

/** Executes SQL: the pool, or one transaction. It has the shape that pg-boss expects as `db`. */
export type SqlExecutor = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}

export type ConnectionsOptions = {
  readonly url: string
  readonly connections: number
  /** Milliseconds for a connection, and for each statement on it. */
  readonly timeoutMs: number
  readonly onError: (error: unknown) => void
}

/**
 * How long the server lets a transaction wait for its client's next statement: that long a client that was disconnected in the
 * middle of one can keep its rows locked.
 */
const IDLE_IN_TRANSACTION_MS = 2_000

const BEGIN = `
  BEGIN;
  SET LOCAL idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`

/** Thrown inside a transaction to roll it back: the caller's attempt is no longer the current one. */
export class StaleAttemptError extends Error {}

/** Connections to one database. Every statement has a time limit, since the network may lose its answer. */
export class Connections implements SqlExecutor {
  readonly #pool: pg.Pool

  constructor({ url, connections, timeoutMs, onError }: ConnectionsOptions) {
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: 'tezgah',
      max: connections,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      statement_timeout: timeoutMs,
      keepAlive: true,
      types: { getTypeParser },
    })
    // The pool replaces an idle connection that breaks; without a listener the error would end the process.
    this.#pool.on('error', onError)
  }

  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }> {
    return this.#pool.query(text, values).catch((error: unknown) => Promise.reject(toRunnerError(error)))
  }

  /**
   * Commits everything that `work` writes, or nothing; on disk when it resolves.
   *
   * @returns `null` where `work` threw {@link StaleAttemptError}
   * @throws RunnerError `store_failed`, or what `work` threw
   */
  async transaction<T>(work: (executor: SqlExecutor) => Promise<T>): Promise<T | null> {
    const client = await this.#pool.connect().catch((error: unknown) => Promise.reject(toRunnerError(error)))
    // The statement that was under way rejects with the same error.
    const ignore = () => {}
    client.on('error', ignore)
    let broken = true
    let inDoubt = false
    try {
      await client.query(BEGIN)
      const answer = await work({ executeSql: (text, values) => client.query(text, values) })
      inDoubt = true
      await client.query('COMMIT')
      broken = false
      return answer
    } catch (error) {
      if (!(error instanceof StaleAttemptError) && !isRunnerError(error)) throw toRunnerError(error, inDoubt)
      await client.query('ROLLBACK')
      broken = false
      if (error instanceof StaleAttemptError) return null
      throw error
    } finally {
      client.off('error', ignore)
      // Closing the connection of a failed transaction rolls it back, in any state.
      client.release(broken)
    }
  }

  end(): Promise<void> {
    // Connections are still closing when this has resolved; errors of that are ignored.
    this.#pool.removeAllListeners('error').on('error', () => {})
    return this.#pool.end()
  }
}

/** Counts and times are below 2^53. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')

/** @param inDoubt - the server may have committed, and only its answer was lost */
function toRunnerError(error: unknown, inDoubt = false): unknown {
  if (!(error instanceof Error) || isRunnerError(error) || error instanceof TypeError) return error
  const detail = 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : ''
  const what = inDoubt ? 'the database may or may not have committed' : 'the database did not commit'
  return new RunnerError('store_failed', `${what}: ${error.message}${detail}`, { cause: error, inDoubt })
}
