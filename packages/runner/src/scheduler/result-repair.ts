import { type Cancel, systemTimers } from '@tezgah/core/clock'
import { messageOf } from '@tezgah/core/describe'
import { isRunnerError, RunnerError } from '../errors.ts'
import type { Job, NewJob } from '../jobs/job.ts'
import type { JobStore } from '../jobs/job-store.ts'
import { mismatchOf, type WorkerCode } from '../jobs/worker-code.ts'

/** The client of jobs that compute a damaged result again. */
export const REPAIR_CLIENT = 'result-repair'
/** When it is worth to ask again for a result that is being computed. */
const RETRY_MS = 2_000

export type ResultRepairOptions = {
  readonly store: JobStore
  readonly code: () => WorkerCode
  readonly newId: () => string
  /** Stores and runs a job. */
  readonly submit: (job: NewJob) => Promise<Job>
  /** Milliseconds between two results that are looked at in the background; 0: none is. */
  readonly checkEveryMs: number
  readonly onChecked: (verdict: 'intact' | 'damaged') => void
  readonly onError: (error: unknown) => void
}

/**
 * Reads results, and looks at all stored ones in the background, one after the other. Bytes that are damaged or missing are
 * forgotten, and computed again where this process has the code and data of their address: equal inputs give equal bytes, and
 * every job with the result has it back.
 */
export class ResultRepair {
  readonly #options: ResultRepairOptions
  /** sha256 of the results that are being computed again, by the job that does it. */
  readonly #running = new Map<string, string>()
  #after = ''
  #checking: Promise<void> | null = null
  #cancel: Cancel | null = null

  constructor(options: ResultRepairOptions) {
    this.#options = options
  }

  start(): void {
    const { checkEveryMs } = this.#options
    if (checkEveryMs > 0) this.#cancel ??= systemTimers.every(checkEveryMs, () => void this.checkNext())
  }

  /** Resolves when no result is being looked at. */
  async stop(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    await this.#checking
  }

  /** @throws RunnerError `result_damaged`, with `retryAfterMs` where the result is being computed again */
  async read(id: string): Promise<Uint8Array | null> {
    try {
      const bytes = await this.#options.store.result(id)
      if (bytes === null) await this.#checkRunning(id)
      return bytes
    } catch (error) {
      if (!isRunnerError(error) || error.code !== 'result_damaged') throw error
      const job = await this.#options.store.get(id)
      throw job === null ? error : await this.#repair(job, error)
    }
  }

  /** Looks at the next stored result, and after the last one at the first; skipped while one is looked at. */
  checkNext(): Promise<void> {
    this.#checking ??= this.#checkNext()
      .catch(this.#options.onError)
      .finally(() => {
        this.#checking = null
      })
    return this.#checking
  }

  async #checkNext(): Promise<void> {
    const next = await this.#options.store.nextResult(this.#after)
    this.#after = next?.sha256 ?? ''
    if (next !== null) this.#options.onChecked(await this.#check(next.job))
  }

  /** A job has ended. */
  ended(id: string): void {
    for (const [sha256, job] of this.#running) if (job === id) this.#running.delete(sha256)
  }

  async #check(job: Job): Promise<'intact' | 'damaged'> {
    try {
      await this.#options.store.result(job.id)
      return 'intact'
    } catch (error) {
      if (!isRunnerError(error) || error.code !== 'result_damaged') throw error
      this.#options.onError(await this.#repair(job, error))
      return 'damaged'
    }
  }

  async #checkRunning(id: string): Promise<void> {
    if (this.#running.size === 0) return
    const sha256 = (await this.#options.store.get(id))?.resultSha256
    if (sha256 && this.#running.has(sha256)) throw repairing(`the stored result of ${id} was damaged`)
  }

  /** Forgets the bytes first, so that no other job is answered with them. Returns the error that says what becomes of the result. */
  async #repair({ address, resultSha256, spec }: Job, damage: RunnerError): Promise<RunnerError> {
    const { code, newId, store, submit } = this.#options
    const isFirst = resultSha256 !== null && (await store.discardResult(resultSha256))
    const mismatch = mismatchOf(spec, code())
    if (mismatch !== null) return lost(damage, mismatch.message)
    if (!isFirst || resultSha256 === null) return repairing(damage.message, damage)
    const id = newId()
    this.#running.set(resultSha256, id)
    try {
      await submit({ id, spec, address, client: REPAIR_CLIENT, priority: 'low', fresh: true })
      return repairing(damage.message, damage)
    } catch (error) {
      this.#running.delete(resultSha256)
      return lost(damage, messageOf(error))
    }
  }
}

function repairing(what: string, cause?: unknown): RunnerError {
  return new RunnerError('result_damaged', `${what}; it is being computed again`, { cause, retryAfterMs: RETRY_MS })
}

function lost(cause: RunnerError, reason: string): RunnerError {
  return new RunnerError('result_damaged', `${cause.message}; it cannot be computed again: ${reason}`, { cause })
}
