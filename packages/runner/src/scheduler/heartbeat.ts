import type { HeldAttempt, Job } from '../jobs/job.ts'
import type { JobStore } from '../jobs/job-store.ts'

export type HeartOptions = {
  readonly store: JobStore
  readonly monotonicNow: () => number
  /** The attempts that are being worked on here. */
  readonly held: () => readonly HeldAttempt[]
  /** An attempt that is not ours any more: cancelled by another process, or given up. */
  readonly onLost: (id: string) => void
  /** A job whose worker fell silent, here or on another machine. */
  readonly onReclaimed: (job: Job) => void
  /** After every beat. */
  readonly onBeat: () => void
  readonly onError: (error: unknown) => void
}

/**
 * Tells the store at regular times that the attempts of this process live. A timer of the main thread, so that a strategy that
 * keeps a core busy cannot silence it.
 */
export class Heart {
  readonly #options: HeartOptions
  #timer: ReturnType<typeof setInterval> | null = null
  #beating: Promise<void> | null = null

  constructor(options: HeartOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.beat(), this.#options.store.heartbeatMs)
    this.#timer.unref()
  }

  /** No more beats; resolves when the one that is on its way, if any, has been answered. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    await this.#beating
  }

  /** One beat; where the one before has not been answered, no other is sent. */
  beat(): Promise<void> {
    this.#beating ??= this.#exchange()
      .catch(this.#options.onError)
      .finally(() => {
        this.#beating = null
      })
    return this.#beating
  }

  async #exchange(): Promise<void> {
    const { store, monotonicNow, held, onLost, onReclaimed, onBeat } = this.#options
    const begunAt = monotonicNow()
    const attempts = held()
    if (attempts.length > 0) for (const id of await store.heartbeat(attempts)) onLost(id)
    // A store that answered late was slow for others as well: first they get to say that they live.
    if (monotonicNow() - begunAt <= store.heartbeatMs) for (const job of await store.reclaim()) onReclaimed(job)
    onBeat()
  }
}
