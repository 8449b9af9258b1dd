import PQueue from 'p-queue'
import type { Listeners } from '../jobs/events.ts'
import type { Job, Progress } from '../jobs/job.ts'
import type { JobStore } from '../jobs/job-store.ts'
import { type Executor, execute } from './attempt.ts'
import { Heart } from './heartbeat.ts'
import { persist } from './persist.ts'

export type WorkLoopOptions = {
  readonly store: JobStore
  readonly executor: Executor
  /** 0: nothing is run here. */
  readonly concurrency: number
  readonly runTimeoutMs: number
  readonly listeners: Listeners
  /** A job came to its end. */
  readonly onEnded: (job: Job) => void
  /** After every beat of the heart. */
  readonly onBeat: () => void
  readonly onError: (error: unknown) => void
}

/** An attempt that this runner works on. */
type Running = { readonly attempt: number; readonly stop: AbortController; progress: Progress | null }

/** Takes jobs from the store, so many at once, has each executed and stores how it ended; keeps their leases meanwhile. */
export class WorkLoop {
  readonly #options: WorkLoopOptions
  readonly #queue: PQueue
  readonly #running = new Map<string, Running>()
  readonly #heart: Heart
  #closed = false

  constructor(options: WorkLoopOptions) {
    this.#options = options
    const { concurrency, executor, onBeat, onError, store } = options
    this.#queue = new PQueue({ concurrency: Math.max(1, concurrency) })
    this.#heart = new Heart({
      store,
      monotonicNow: executor.monotonicNow,
      held: () => [...this.#running].map(([id, { attempt }]) => ({ id, attempt })),
      onLost: (id) => this.stop(id),
      onReclaimed: (job) => this.#settle(job),
      onBeat: () => {
        this.#lookForWork()
        onBeat()
      },
      onError,
    })
  }

  /** Takes up what the store has queued. */
  async start(): Promise<void> {
    const { queued } = await this.#options.store.counts()
    for (let i = 0; i < queued; i++) this.schedule()
    this.#heart.start()
  }

  /** One more job may be taken; none is by a runner that runs nothing. */
  schedule(): void {
    if (this.#options.concurrency === 0) return
    this.#queue.add(() => this.#runNext()).catch(this.#options.onError)
  }

  /** Frees the core of a job that runs here. */
  stop(id: string): void {
    this.#running.get(id)?.stop.abort()
  }

  progress(id: string): Progress | null {
    return this.#running.get(id)?.progress ?? null
  }

  pause(): void {
    this.#queue.pause()
  }

  resume(): void {
    this.#queue.start()
  }

  get isPaused(): boolean {
    return this.#queue.isPaused
  }

  /** Resolves when nothing runs and nothing waits to be taken. */
  idle(): Promise<void> {
    return this.#queue.onIdle()
  }

  /** Takes nothing more, and stops what runs after `graceMs`. Resolves when nothing runs and no beat is on its way. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true
    // Tasks that wait find the loop closed and end at once.
    this.resume()
    const grace = setTimeout(() => {
      for (const { stop } of this.#running.values()) stop.abort()
    }, graceMs)
    try {
      await this.idle()
    } finally {
      clearTimeout(grace)
    }
    await this.#heart.stop()
  }

  /** Keeps no leases any more, whatever still runs. */
  abandon(): void {
    void this.#heart.stop()
  }

  /** Jobs may have come in through another process that shares the store. */
  #lookForWork(): void {
    const { size, pending, isPaused } = this.#queue
    if (!this.#closed && !isPaused && size === 0 && pending < this.#options.concurrency) this.schedule()
  }

  async #runNext(): Promise<void> {
    if (this.#closed) return
    const job = await persist(() => this.#options.store.claim())
    if (job === null) return
    this.#lookForWork()
    if (job.status === 'running') await this.#run(job)
    else this.#options.onEnded(job)
  }

  async #run(job: Job): Promise<void> {
    const entry: Running = { attempt: job.attempts, stop: new AbortController(), progress: null }
    this.#running.set(job.id, entry)
    this.#options.listeners.tell('started', job)
    try {
      await this.#attempt(job, entry)
    } finally {
      this.#running.delete(job.id)
    }
  }

  async #attempt(job: Job, entry: Running): Promise<void> {
    const { executor, listeners, runTimeoutMs, store } = this.#options
    const onProgress = (progress: Progress) => {
      entry.progress = progress
      listeners.progress(job, progress)
    }
    const ending = await execute(executor, job, { timeoutMs: runTimeoutMs, signal: entry.stop.signal, onProgress })
    const next = await persist(() =>
      ending.type === 'finish'
        ? store.finish(job.id, job.attempts, ending.outcome)
        : store.release(job.id, job.attempts, ending.reason),
    )
    // `null`: it was cancelled, or another attempt has taken over; either way this one has no say any more.
    if (next !== null) this.#settle(next)
  }

  /** What follows from an attempt that is over. */
  #settle(job: Job): void {
    if (job.status === 'queued') {
      this.#options.listeners.tell('requeued', job)
      this.schedule()
    } else this.#options.onEnded(job)
  }
}
