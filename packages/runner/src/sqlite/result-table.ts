import { type KeptResult, numeric, text, textOrNull } from '../jobs/job-rows.ts'
import type { StoreLimits } from '../jobs/job-store.ts'
import { one, type Statements } from './statements.ts'

/** A result on its way into the database: its bytes, or the name of the file that holds them already. */
export type SentResult = KeptResult & ({ readonly body: Uint8Array } | { readonly file: string })

/** The results, equal ones once, and the limits of what is kept. Whoever calls a change holds a transaction. */
export class Results {
  readonly #sql: Statements
  readonly #limits: StoreLimits
  #dropped: string[] = []

  constructor(sql: Statements, limits: StoreLimits) {
    this.#sql = sql
    this.#limits = limits
  }

  /** The bytes of a result that has no file. */
  get(jobId: string): Uint8Array<ArrayBuffer> | null {
    const body = this.#sql.result.get(jobId)?.['body']
    return body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : null
  }

  /** Names of all files that hold results. */
  files(): ReadonlySet<string> {
    return new Set(this.#sql.resultFiles.all().map((row) => text(row, 'file')))
  }

  names(file: string): boolean {
    return this.#sql.namesFile.get(file) !== undefined
  }

  /** Names of the files whose results were dropped since this was asked last, also where that was taken back. */
  takeDropped(): readonly string[] {
    const dropped = this.#dropped
    if (dropped.length > 0) this.#dropped = []
    return dropped
  }

  /** @param used - the place in the order of ends of the job that has it */
  put(result: SentResult, used: number): void {
    const { sha256, bytes } = result
    if (this.#sql.useResult.get(used, sha256) !== undefined) return
    const file = 'file' in result ? result.file : null
    const id = numeric(one(this.#sql.keepResult, sha256, bytes, used, file), 'id')
    if ('body' in result) this.#sql.keepBody.run(id, result.body)
  }

  /** Counts as used now, and so goes last. */
  touch(sha256: string, used: number): void {
    this.#sql.useResult.get(used, sha256)
  }

  /** Drops what is beyond the limits. Run inside the transaction that ends a job, so the bounds always hold. */
  retain(): void {
    for (const row of this.#sql.forget.all(this.#limits.maxFinished)) {
      const sha256 = textOrNull(row, 'result_sha256')
      if (sha256 !== null) for (const dropped of this.#sql.dropUnused.all(sha256)) this.#noteDropped(dropped)
    }
    const kept = one(this.#sql.keptResults)
    let results = numeric(kept, 'results')
    let bytes = numeric(kept, 'bytes')
    while (results > this.#limits.maxResults || (bytes > this.#limits.maxResultBytes && results > 1)) {
      const dropped = one(this.#sql.dropOldest)
      this.#noteDropped(dropped)
      bytes -= numeric(dropped, 'bytes')
      results--
    }
  }

  #noteDropped(row: Record<string, unknown>): void {
    const file = textOrNull(row, 'file')
    if (file !== null) this.#dropped.push(file)
  }
}
