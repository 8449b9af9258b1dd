import { RunnerError } from '../errors.ts'
import type { Database } from './open-database.ts'

type Pending = {
  readonly work: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Works that one transaction may hold; more wait for the next, so that no single commit keeps the event loop long. */
const MAX_BATCH = 256

/**
 * Runs writes so that those asked for in the same turn of the event loop share one transaction, and with it one sync to disk. A
 * promise settles only after the commit; a work that throws takes back its own changes and nobody else's.
 */
export class GroupCommit {
  readonly #database: Database
  #pending: Pending[] = []
  readonly #onCommit: () => void
  readonly #onRollback: () => void
  #scheduled = false

  /**
   * @param onCommit - told of each commit, and of each that failed, before the works' promises settle
   * @param onRollback - told when a whole transaction was taken back, with what works had counted in it
   */
  constructor(database: Database, onCommit: () => void = () => {}, onRollback: () => void = () => {}) {
    this.#database = database
    this.#onCommit = onCommit
    this.#onRollback = onRollback
  }

  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#pending.push({ work, resolve: (value) => resolve(value as T), reject })
      this.#schedule()
    })
  }

  /** Commits what is waiting, now. */
  flush(): void {
    while (this.#pending.length > 0) this.#commit(this.#pending.splice(0, MAX_BATCH))
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#commit(this.#pending.splice(0, MAX_BATCH))
      if (this.#pending.length > 0) this.#schedule()
    })
  }

  #commit(batch: readonly Pending[]): void {
    if (batch.length === 0) return
    const settle: (() => void)[] = []
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      for (const pending of batch) settle.push(this.#attempt(pending))
      this.#database.exec('COMMIT')
    } catch (cause) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      this.#onRollback()
      // A commit that failed may have taken place all the same.
      this.#onCommit()
      const error = new RunnerError('store_failed', `the job store could not commit: ${messageOf(cause)}`, { cause })
      for (const pending of batch) pending.reject(error)
      return
    }
    this.#onCommit()
    for (const tell of settle) tell()
  }

  /** Does one work and returns how to tell about it once the transaction is on disk. */
  #attempt({ work, resolve, reject }: Pending): () => void {
    this.#database.exec('SAVEPOINT work')
    try {
      const value = work()
      this.#database.exec('RELEASE work')
      return () => resolve(value)
    } catch (error) {
      // Where SQLite itself gave the transaction up (disk full), there is no savepoint left and the whole batch fails.
      this.#database.exec('ROLLBACK TO work; RELEASE work')
      return () => reject(error)
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
