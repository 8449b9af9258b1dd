import { Backoff } from '@tezgah/core/backoff'
import type { Job } from './job.ts'
import type { JobStore } from './job-store.ts'

const BATCH = 100
/** In polls: while the receiver fails, 1, 2, 4, … and at most 64 of them are skipped. */
const SKIPPED_POLLS = { firstMs: 1, maxMs: 64 }

/**
 * Calls the receiver for each finished job in order and then acknowledges it in the store, so that a crash repeats a call but
 * never loses one. Where the receiver fails, delivery stops; it is tried again when the next job ends and at a later poll.
 */
export class Outbox {
  readonly #store: JobStore
  readonly #receive: (job: Job) => Promise<void>
  readonly #onError: (error: unknown) => void
  readonly #backoff = new Backoff(SKIPPED_POLLS)
  #running: Promise<void> | null = null
  #again = false
  #pollsToSkip = 0

  constructor(store: JobStore, receive: (job: Job) => Promise<void>, onError: (error: unknown) => void) {
    this.#store = store
    this.#receive = receive
    this.#onError = onError
  }

  /** Delivers every end that was not; resolves when it has, or when the receiver failed. */
  deliver(): Promise<void> {
    this.#again = true
    this.#running ??= this.#loop()
    return this.#running
  }

  /** To be called at regular times: delivers, less and less often while the receiver fails. */
  poll(): void {
    if (this.#pollsToSkip > 0) this.#pollsToSkip--
    else void this.deliver()
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false
        await this.#drain()
      }
      this.#backoff.reset()
      this.#pollsToSkip = 0
    } catch (error) {
      this.#pollsToSkip = this.#backoff.next()
      this.#onError(error)
    } finally {
      // In the same turn of the event loop as the last read of `#again`, so that no call in between is missed.
      this.#running = null
    }
  }

  async #drain(): Promise<void> {
    for (;;) {
      const jobs = await this.#store.unacknowledged(BATCH)
      for (const job of jobs) {
        await this.#receive(job)
        await this.#store.acknowledge(job.id)
      }
      if (jobs.length < BATCH) return
    }
  }
}
