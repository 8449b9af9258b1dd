import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { StoreLimits } from '../job-store.ts'
import { numeric } from './job-row.ts'

/** Drops the oldest finished jobs and results beyond the limits. Run inside the transaction that adds one, so the bound always holds. */
export class Retention {
  readonly #limits: StoreLimits
  readonly #dropJobs: StatementSync
  readonly #dropResults: StatementSync
  readonly #resultSizes: StatementSync
  readonly #dropResultsUpTo: StatementSync

  constructor(database: DatabaseSync, limits: StoreLimits) {
    this.#limits = limits
    // A job whose end nobody has confirmed yet stays, whatever the limit says.
    this.#dropJobs = database.prepare(`
      DELETE FROM jobs WHERE acknowledged = 1 AND finish_seq <= (
        SELECT finish_seq FROM jobs WHERE finish_seq IS NOT NULL ORDER BY finish_seq DESC LIMIT 1 OFFSET ?)`)
    this.#dropResults = database.prepare(`
      DELETE FROM results WHERE finish_seq <= (
        SELECT finish_seq FROM results ORDER BY finish_seq DESC LIMIT 1 OFFSET ?)`)
    this.#resultSizes = database.prepare('SELECT finish_seq, bytes FROM results ORDER BY finish_seq DESC')
    this.#dropResultsUpTo = database.prepare('DELETE FROM results WHERE finish_seq <= ?')
  }

  apply(): void {
    this.#dropJobs.run(this.#limits.maxFinished)
    this.#dropResults.run(this.#limits.maxResults)
    let total = 0
    let kept = 0
    for (const row of this.#resultSizes.iterate()) {
      total += numeric(row, 'bytes')
      if (total > this.#limits.maxResultBytes && kept > 0) {
        this.#dropResultsUpTo.run(numeric(row, 'finish_seq'))
        return
      }
      kept++
    }
  }
}
