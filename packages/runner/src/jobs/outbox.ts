import type { Job } from './job.ts'
import type { JobStore } from './job-store.ts'

const BATCH = 100
/** However often the receiver has failed, at most 2 to the power of this many looks are skipped. */
const MAX_FAILURES = 6

/**
 * Passes the end of every job on, in order, and remembers in the store that it did: after a crash between the two the end is passed
 * on again. Where the receiver fails, it stops; it tries again when the next job ends and at a later look.
 */
export class Announcer {
  readonly #store: JobStore
  readonly #receive: (job: Job) => Promise<void>
  readonly #onError: (error: unknown) => void
  #running: Promise<void> | null = null
  #again = false
  /** In a row. */
  #failures = 0
  #looksToSkip = 0

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

  /** To be called at regular times. Passes on what has not been, less and less often while the receiver fails. */
  look(): void {
    if (this.#looksToSkip > 0) this.#looksToSkip--
    else void this.announce()
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false
        await this.#drain()
      }
      this.#failures = 0
      this.#looksToSkip = 0
    } catch (error) {
      this.#looksToSkip = 2 ** this.#failures
      this.#failures = Math.min(MAX_FAILURES, this.#failures + 1)
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
