import type { Job } from './job.ts'
import type { JobStore } from './job-store.ts'

const BATCH = 100

/**
 * Passes the end of every job on, in order, and remembers in the store that it did: after a crash between the two the end is passed
 * on again. Where the receiver fails, it stops and tries again when the next job ends.
 */
export class Announcer {
  readonly #store: JobStore
  readonly #receive: (job: Job) => Promise<void>
  readonly #onError: (error: unknown) => void
  #running: Promise<void> | null = null
  #again = false

  constructor(store: JobStore, receive: (job: Job) => Promise<void>, onError: (error: unknown) => void) {
    this.#store = store
    this.#receive = receive
    this.#onError = onError
  }

  /** Passes on whatever has not been; resolves when it has, or when the receiver failed. */
  announce(): Promise<void> {
    this.#again = true
    this.#running ??= this.#loop()
    return this.#running
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false
        await this.#drain()
      }
    } catch (error) {
      this.#onError(error)
    } finally {
      // Here, in the same turn as the last look at `#again`, so that a call in between cannot be missed.
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
