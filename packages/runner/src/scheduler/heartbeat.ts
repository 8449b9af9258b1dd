import { type Cancel, type Clock, systemTimers, type Timers } from '@tezgah/core/clock'
import type { HeldAttempt, Job } from '../jobs/job.ts'
import type { JobStore } from '../jobs/job-store.ts'

export type HeartbeatOptions = {
  readonly store: JobStore
  readonly clock: Clock
  readonly timers?: Timers
  /** The attempts that run in this process. */
  readonly attempts: () => readonly HeldAttempt[]
  /** An attempt is stale: cancelled by another process, or its lease expired. */
  readonly onLost: (id: string) => void
  /** The lease of a job's attempt had expired, here or on another machine. */
  readonly onReclaimed: (job: Job) => void
  /** After every heartbeat. */
  readonly onSent: () => void
  readonly onError: (error: unknown) => void
}

/**
 * Sends the store at regular times a heartbeat of the attempts of this process. A timer of the main thread, so that a strategy
 * that keeps a core busy cannot delay it.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  #cancel: Cancel | null = null
  #sending: Promise<void> | null = null

  constructor(options: HeartbeatOptions) {
    this.#options = options
  }

  start(): void {
    const { store, timers = systemTimers } = this.#options
    this.#cancel ??= timers.every(store.heartbeatMs, () => void this.send())
  }

  /** Sends no more heartbeats; resolves when the pending one, if any, is answered. */
  async stop(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    await this.#sending
  }

  /** Sends one heartbeat, unless the one before is not answered yet. */
  send(): Promise<void> {
    this.#sending ??= this.#exchange()
      .catch(this.#options.onError)
      .finally(() => {
        this.#sending = null
      })
    return this.#sending
  }

  async #exchange(): Promise<void> {
    const { store, clock, attempts, onLost, onReclaimed, onSent } = this.#options
    const startedAt = clock.monotonic()
    const held = attempts()
    if (held.length > 0) for (const id of await store.heartbeat(held)) onLost(id)
    // A store that answered late was slow for other processes too: their heartbeats come first.
    if (clock.monotonic() - startedAt <= store.heartbeatMs) for (const job of await store.reclaim()) onReclaimed(job)
    onSent()
  }
}
