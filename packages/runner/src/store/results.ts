import { sha256Hex } from '../canonical.ts'
import type { StoreLimits } from '../job-store.ts'
import { numeric, textOrNull } from './job-row.ts'
import { one, type Statements } from './statements.ts'

/** A result as its job remembers it. */
export type KeptResult = { readonly sha256: string; readonly bytes: number }

/** The bytes of results, equal ones once, and the limits of what is kept. Whoever calls a change holds a transaction. */
export class Results {
  readonly #sql: Statements
  readonly #limits: StoreLimits

  constructor(sql: Statements, limits: StoreLimits) {
    this.#sql = sql
    this.#limits = limits
  }

  get(jobId: string): Uint8Array<ArrayBuffer> | null {
    const body = this.#sql.result.get(jobId)?.['body']
    return body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : null
  }

  /** @param used - the place in the order of ends of the job that has it */
  put(result: Uint8Array, { sha256, bytes }: KeptResult, used: number): void {
    if (this.#sql.useResult.get(used, sha256) !== undefined) return
    const id = numeric(one(this.#sql.keepResult, sha256, bytes, used), 'id')
    this.#sql.keepBody.run(id, result)
  }

  /** Counts as used now, and so goes last. */
  touch(sha256: string, used: number): void {
    this.#sql.useResult.get(used, sha256)
  }

  /** Drops what is beyond the limits. Run inside the transaction that ends a job, so the bounds always hold. */
  retain(): void {
    for (const row of this.#sql.forget.all(this.#limits.maxFinished)) {
      const sha256 = textOrNull(row, 'result_sha256')
      if (sha256 !== null) this.#sql.dropUnused.run(sha256)
    }
    const kept = one(this.#sql.keptResults)
    let results = numeric(kept, 'results')
    let bytes = numeric(kept, 'bytes')
    while (results > this.#limits.maxResults || (bytes > this.#limits.maxResultBytes && results > 1)) {
      bytes -= numeric(one(this.#sql.dropOldest), 'bytes')
      results--
    }
  }
}

export function describeResult(result: Uint8Array): KeptResult {
  return { sha256: sha256Hex(result), bytes: result.byteLength }
}
