import type { Job } from './job.ts'
import type { FollowPlace, JobStore, StoreChanges } from './job-store.ts'

/** What a job that another process has moved tells here. */
export type FollowedEvent = 'queued' | 'started' | 'requeued' | 'ended'

export type FollowerOptions = {
  readonly store: JobStore
  /** Of every change, also of those that this process has made itself: it knows those. */
  readonly onChange: (event: FollowedEvent, job: Job) => void
  readonly onError: (error: unknown) => void
}

/** Hears from a shared store what other processes do with its jobs. Of a store that is not shared it hears nothing. */
export class Follower {
  readonly #options: FollowerOptions
  /** What was running at the last look. */
  #running: ReadonlySet<string> = new Set()
  #place: FollowPlace | null = null
  #looking = false

  constructor(options: FollowerOptions) {
    this.#options = options
  }

  /**
   * Tells what has changed since the last look; skipped while one is under way. The first one tells nothing, for nobody listens to a
   * runner that is being made; the second one begins with what runs.
   */
  async look(): Promise<void> {
    const { store, onError } = this.#options
    if (store.follow === undefined || this.#looking) return
    this.#looking = true
    try {
      const isFirst = this.#place === null
      const changes = await store.follow(this.#place)
      this.#place = changes.place
      if (isFirst) return
      await this.#tell(changes)
      this.#running = new Set(changes.running.map(({ id }) => id))
    } catch (error) {
      onError(error)
    } finally {
      this.#looking = false
    }
  }

  async #tell({ arrived, running, ended }: StoreChanges): Promise<void> {
    const { onChange, store } = this.#options
    for (const job of arrived) onChange('queued', job)
    const seen = new Set([...running, ...ended].map(({ id }) => id))
    for (const id of this.#running) {
      // Neither running nor ended: back in the queue. Or ended, and not among the first of many ends.
      const job = seen.has(id) ? null : await store.get(id)
      if (job?.status === 'queued') onChange('requeued', job)
    }
    for (const job of running) onChange('started', job)
    for (const job of ended) onChange('ended', job)
  }
}
