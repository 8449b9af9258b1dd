import { RunnerError } from '../errors.ts'
import { openDatabase, type SqliteDriver } from './open-database.ts'

/**
 * Holds a file so that one process at a time works on the data beside it. The lock is an open exclusive transaction on an SQLite
 * file: the operating system lets go of it the moment the process dies, however it dies, so there is no stale lock to clean up.
 *
 * @param waitMs - how long to wait for another holder, which may be on its way out
 * @param driver - what SQLite is reached through
 * @returns a function that lets go
 * @throws RunnerError `store_locked` while another process holds it
 */
export function holdDataLock(path: string, waitMs: number, driver?: SqliteDriver): () => void {
  const database = openDatabase(path, { timeoutMs: waitMs, driver })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new RunnerError('store_locked', `another process works on this data: ${path} is locked`, { cause })
  }
  return () => database.close()
}
