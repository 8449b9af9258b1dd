import pg from 'pg'
import { isRunnerError, RunnerError } from '../errors.ts'
import type { Row } from '../jobs/job-rows.ts'

/** Something that takes SQL: the pool, or one transaction. It has the shape that pg-boss takes as `db`. */
export type Session = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }>
}

export type SessionsOptions = {
  readonly url: string
  readonly connections: number
  /** Milliseconds for a connection, and for each statement on it. */
  readonly timeoutMs: number
  readonly onError: (error: unknown) => void
}

/**
 * How long the server lets a transaction wait for its client. A client that is cut off in the middle of one keeps others from the
 * rows it has locked for this long and no longer; nothing is asked for between two statements but the next one.
 */
const IDLE_IN_TRANSACTION_MS = 2_000

const BEGIN = `
  BEGIN;
  SET LOCAL idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'`

/** Thrown inside a transaction to take it back: whoever asked has no say any more. */
export class NoSay extends Error {}

/** Connections to one database. Every statement ends: the network may take a request and never answer. */
export class Sessions implements Session {
  readonly #pool: pg.Pool

  constructor({ url, connections, timeoutMs, onError }: SessionsOptions) {
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
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.#pool.on('error', onError)
  }

  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }> {
    return this.#pool.query(text, values).catch((error: unknown) => Promise.reject(toRunnerError(error)))
  }

  /**
   * Everything that `work` writes, or nothing; on disk when it resolves.
   *
   * @returns `null` where `work` threw {@link NoSay}
   * @throws RunnerError `store_failed`, or what `work` threw
   */
  async transaction<T>(work: (session: Session) => Promise<T>): Promise<T | null> {
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
      if (!(error instanceof NoSay) && !isRunnerError(error)) throw toRunnerError(error, inDoubt)
      await client.query('ROLLBACK')
      broken = false
      if (error instanceof NoSay) return null
      throw error
    } finally {
      client.off('error', ignore)
      // Closing the connection of a failed transaction takes it back, whatever state it is in.
      client.release(broken)
    }
  }

  end(): Promise<void> {
    // Connections say goodbye after this has resolved; how that ends is nobody's concern.
    this.#pool.removeAllListeners('error').on('error', () => {})
    return this.#pool.end()
  }
}

/** Counts and times are below 2^53. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')

/** @param inDoubt - the server may have done it, and only its answer was lost */
function toRunnerError(error: unknown, inDoubt = false): unknown {
  if (!(error instanceof Error) || isRunnerError(error) || error instanceof TypeError) return error
  const detail = 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : ''
  const what = inDoubt ? 'it is not known whether the database did it' : 'the database did not do it'
  return new RunnerError('store_failed', `${what}: ${error.message}${detail}`, { cause: error, inDoubt })
}
