import { numeric, type StoredResult, text, textOrNull } from '../jobs/job-rows.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import { one, type Statements } from './statements.ts'

/** A result to be stored: its bytes, or the name of the file that has them already. */
export type NewResult = StoredResult & ({ readonly body: Uint8Array } | { readonly file: string })

/** The results, equal ones once, and the limits of retention. Changes run within the caller's transaction. */
export class ResultTable {
  readonly #sql: Statements
  readonly #limits: StoreLimits
  #evicted: string[] = []

  constructor(sql: Statements, limits: StoreLimits) {
    this.#sql = sql
    this.#limits = limits
  }

  /** Names of all files that have results. */
  files(): ReadonlySet<string> {
    return new Set(this.#sql.resultFiles.all().map((row) => text(row, 'file')))
  }

  /** True for a file that a row refers to. */
  isReferenced(file: string): boolean {
    return this.#sql.namesFile.get(file) !== undefined
  }

  /** Names of the files whose results were evicted since the last call, also in transactions that were rolled back. */
  takeEvicted(): readonly string[] {
    const evicted = this.#evicted
    if (evicted.length > 0) this.#evicted = []
    return evicted
  }

  /** @param used - the place of its job in the order of ends */
  put(result: NewResult, used: number): void {
    const { sha256, bytes } = result
    if (this.#sql.useResult.get(used, sha256) !== undefined) return
    const file = 'file' in result ? result.file : null
    const id = numeric(one(this.#sql.keepResult, sha256, bytes, used, file), 'id')
    if ('body' in result) this.#sql.keepBody.run(id, result.body)
  }

  /** Marks a result as used now, so that it is evicted last. */
  touch(sha256: string, used: number): void {
    this.#sql.useResult.get(used, sha256)
  }

  /** False where it is not kept. */
  drop(sha256: string): boolean {
    const row = this.#sql.dropResult.get(sha256)
    if (row !== undefined) this.#noteEvicted(row)
    return row !== undefined
  }

  /** Removes what is beyond the limits, in the transaction that ends a job, so that the limits always hold. */
  retain(): void {
    for (const row of this.#sql.forget.all(this.#limits.maxFinished)) {
      const sha256 = textOrNull(row, 'result_sha256')
      if (sha256 !== null) for (const unused of this.#sql.dropUnused.all(sha256)) this.#noteEvicted(unused)
    }
    const kept = one(this.#sql.keptResults)
    let results = numeric(kept, 'results')
    let bytes = numeric(kept, 'bytes')
    while (results > this.#limits.maxResults || (bytes > this.#limits.maxResultBytes && results > 1)) {
      const oldest = one(this.#sql.dropOldest)
      this.#noteEvicted(oldest)
      bytes -= numeric(oldest, 'bytes')
      results--
    }
  }

  #noteEvicted(row: Record<string, unknown>): void {
    const file = textOrNull(row, 'file')
    if (file !== null) this.#evicted.push(file)
  }
}
