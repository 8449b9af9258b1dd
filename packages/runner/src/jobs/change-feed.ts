import type { Job } from './job.ts'
import type { ChangeCursor, JobStore, StoreChanges } from './job-store.ts'

/** A change of a job that any process sharing the store may have made. */
export type JobChange = 'queued' | 'started' | 'requeued' | 'ended'

export type ChangeFeedOptions = {
  readonly store: JobStore
  /** Called for every change, those that this process made itself included. */
  readonly onChange: (change: JobChange, job: Job) => void
  readonly onError: (error: unknown) => void
}

/** Reports what other processes do with the jobs of a shared store; nothing for a store that is not shared. */
export class ChangeFeed {
  readonly #options: ChangeFeedOptions
  /** What was running at the last poll. */
  #running: ReadonlySet<string> = new Set()
  #cursor: ChangeCursor | null = null
  #polling = false

  constructor(options: ChangeFeedOptions) {
    this.#options = options
  }

  /**
   * Reports what has changed since the last poll; skipped while one is under way. The first poll reports nothing, since a runner
   * that is being created has no listeners yet; the second begins with what runs.
   */
  async poll(): Promise<void> {
    const { store, onError } = this.#options
    if (store.changesSince === undefined || this.#polling) return
    this.#polling = true
    try {
      const isFirst = this.#cursor === null
      const changes = await store.changesSince(this.#cursor)
      this.#cursor = changes.cursor
      if (isFirst) return
      await this.#report(changes)
      this.#running = new Set(changes.running.map(({ id }) => id))
    } catch (error) {
      onError(error)
    } finally {
      this.#polling = false
    }
  }

  async #report({ arrived, running, ended }: StoreChanges): Promise<void> {
    const { onChange, store } = this.#options
    for (const job of arrived) onChange('queued', job)
    const seen = new Set([...running, ...ended].map(({ id }) => id))
    for (const id of this.#running) {
      // Neither running nor ended: back in the queue. Or ended, and beyond the page of ends.
      const job = seen.has(id) ? null : await store.get(id)
      if (job?.status === 'queued') onChange('requeued', job)
    }
    for (const job of running) onChange('started', job)
    for (const job of ended) onChange('ended', job)
  }
}
