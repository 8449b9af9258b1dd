import { createRequire } from 'node:module'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { RunnerError } from '../errors.ts'

/** The package or built-in module that implements SQLite. */
export type SqliteDriver = 'node:sqlite' | 'better-sqlite3'

/** What the store needs of a prepared statement. Values are texts, numbers, `null` and bytes. */
export type Statement = Pick<StatementSync, 'all' | 'get' | 'run' | 'sourceSQL'>

/** What the store needs of a connection. */
export interface Database extends Pick<DatabaseSync, 'close' | 'exec' | 'isOpen' | 'isTransaction'> {
  prepare(sql: string): Statement
}

export type OpenOptions = {
  /** Default: `node:sqlite`, and where this Node does not have it `better-sqlite3`. */
  readonly driver?: SqliteDriver | undefined
  /** Milliseconds to wait for a lock of another connection. Default 0. */
  readonly timeoutMs?: number
  readonly readOnly?: boolean
}

/** @throws RunnerError `store_failed` where the driver is missing; what the driver throws for the file */
export function openDatabase(path: string, options: OpenOptions = {}): Database {
  const { timeoutMs = 0, readOnly = false } = options
  const builtIn = options.driver === 'better-sqlite3' ? undefined : process.getBuiltinModule('node:sqlite')
  if (builtIn !== undefined) return new builtIn.DatabaseSync(path, { timeout: timeoutMs, readOnly })
  if (options.driver === 'node:sqlite') throw missing('this Node has no node:sqlite')
  const BetterSqlite = loadBetterSqlite()
  return adapt(new BetterSqlite(path, { timeout: timeoutMs, readonly: readOnly }))
}

/** The part of better-sqlite3 that is used here, as it documents it. */
type BetterStatement = {
  readonly reader: boolean
  readonly source: string
  all(...values: unknown[]): Record<string, unknown>[]
  get(...values: unknown[]): Record<string, unknown> | undefined
  run(...values: unknown[]): { changes: number; lastInsertRowid: number | bigint }
}

type BetterDatabase = {
  readonly open: boolean
  readonly inTransaction: boolean
  exec(sql: string): unknown
  prepare(sql: string): BetterStatement
  close(): unknown
}

type BetterSqlite = new (path: string, options: { timeout: number; readonly: boolean }) => BetterDatabase

function loadBetterSqlite(): BetterSqlite {
  try {
    return createRequire(import.meta.url)('better-sqlite3')
  } catch (cause) {
    throw missing('better-sqlite3 cannot be loaded, and node:sqlite is missing or not selected', cause)
  }
}

function missing(what: string, cause?: unknown): RunnerError {
  return new RunnerError('store_failed', `${what}: use Node 22.13 or newer, or npm install better-sqlite3`, { cause })
}

function adapt(database: BetterDatabase): Database {
  return {
    get isOpen() {
      return database.open
    },
    get isTransaction() {
      return database.inTransaction
    },
    exec: (sql) => void database.exec(sql),
    prepare: (sql) => adaptStatement(database.prepare(sql)),
    close: () => void database.close(),
  }
}

/** better-sqlite3 refuses to `get` from a statement that returns no rows; `node:sqlite` returns `undefined`. */
function adaptStatement(statement: BetterStatement): Statement {
  const adapted = {
    sourceSQL: statement.source,
    get: (...values: unknown[]) => (statement.reader ? statement.get(...values) : void statement.run(...values)),
    all: (...values: unknown[]) => statement.all(...values),
    run: (...values: unknown[]) => statement.run(...values),
  }
  return adapted as Statement
}

/**
 * Locks a file, so that one process at a time works on the data beside it. The lock is an open exclusive transaction on an SQLite
 * file: the operating system releases it the moment the process dies, so no stale lock is left to remove.
 *
 * @param waitMs - how long to wait for another holder, which may be about to exit
 * @returns releases the lock
 * @throws RunnerError `store_locked` while another process holds it
 */
export function acquireDataLock(path: string, waitMs: number, driver?: SqliteDriver): () => void {
  const database = openDatabase(path, { timeoutMs: waitMs, driver })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new RunnerError('store_locked', `another process has this data open: ${path} is locked`, { cause })
  }
  return () => database.close()
}
