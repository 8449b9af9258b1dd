import { retry } from '@tezgah/core/backoff'
import PQueue from 'p-queue'
import { isRunnerError } from '../errors.ts'
import type { JobEvents } from '../jobs/events.ts'
import type { Job, Progress } from '../jobs/job.ts'
import type { JobStore } from '../jobs/job-store.ts'
import type { WorkerCode } from '../jobs/worker-code.ts'
import { type AttemptContext, runAttempt } from './attempt.ts'
import { Heartbeat } from './heartbeat.ts'

export type WorkLoopOptions = {
  readonly store: JobStore
  readonly context: AttemptContext
  /** 0: this process runs nothing. */
  readonly concurrency: number
  readonly runTimeoutMs: number
  /** What jobs are run with here. */
  readonly code: () => WorkerCode
  /** Nothing is queued that may run here. */
  readonly onNothingToRun: () => Promise<void>
  readonly events: JobEvents
  /** A job has ended. */
  readonly onEnded: (job: Job) => void
  /** After every heartbeat. */
  readonly onSent: () => void
  readonly onError: (error: unknown) => void
}

/** An attempt that this runner runs. */
type Running = { readonly attempt: number; readonly stop: AbortController; progress: Progress | null }

/** Attempts at a write within about three seconds: 100, 200, … 1,600 ms apart. */
const WRITE_RETRIES = {
  attempts: 6,
  firstMs: 100,
  maxMs: 1_600,
  // A full disk or a busy file may be free again; no caller could repeat the write.
  isRetryable: (error: unknown): boolean => isRunnerError(error) && error.code === 'store_failed',
}

/** Claims jobs from the store, runs as many at once as allowed, stores their outcomes, and keeps their leases meanwhile. */
export class WorkLoop {
  readonly #options: WorkLoopOptions
  readonly #queue: PQueue
  readonly #running = new Map<string, Running>()
  readonly #heartbeat: Heartbeat
  #closed = false

  constructor(options: WorkLoopOptions) {
    this.#options = options
    const { concurrency, context, onSent, onError, store } = options
    this.#queue = new PQueue({ concurrency: Math.max(1, concurrency) })
    this.#heartbeat = new Heartbeat({
      store,
      clock: context.clock,
      attempts: () => [...this.#running].map(([id, { attempt }]) => ({ id, attempt })),
      onLost: (id) => this.stop(id),
      onReclaimed: (job) => this.#settle(job),
      onSent: () => {
        this.#scheduleMore()
        onSent()
      },
      onError,
    })
  }

  /** Starts on the jobs that the store has queued. */
  async start(): Promise<void> {
    const { queued } = await this.#options.store.counts()
    for (let i = 0; i < queued; i++) this.schedule()
    this.#heartbeat.start()
  }

  /** Claims one more job as soon as there is room; a runner that runs nothing ignores it. */
  schedule(): void {
    if (this.#options.concurrency === 0) return
    this.#queue.add(() => this.#runNext()).catch(this.#options.onError)
  }

  /** Stops a job that runs here, which frees its core. */
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

  /** Resolves when nothing runs and nothing waits to be claimed. */
  idle(): Promise<void> {
    return this.#queue.onIdle()
  }

  /** Claims nothing more, and stops what runs after `graceMs`. Resolves when nothing runs and no heartbeat is pending. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true
    // Waiting tasks see that the loop is closed and end at once.
    this.resume()
    const grace = setTimeout(() => {
      for (const { stop } of this.#running.values()) stop.abort()
    }, graceMs)
    try {
      await this.idle()
    } finally {
      clearTimeout(grace)
    }
    await this.#heartbeat.stop()
  }

  /** Extends no more leases, also of attempts that still run. */
  abandon(): void {
    void this.#heartbeat.stop()
  }

  /** Another process that shares the store may have queued jobs. */
  #scheduleMore(): void {
    const { size, pending, isPaused } = this.#queue
    if (!this.#closed && !isPaused && size === 0 && pending < this.#options.concurrency) this.schedule()
  }

  async #runNext(): Promise<void> {
    if (this.#closed) return
    const { code, onNothingToRun, store } = this.#options
    const job = await retry(() => store.claim(code()), WRITE_RETRIES)
    if (job === null) return onNothingToRun()
    this.#scheduleMore()
    if (job.status === 'running') await this.#run(job)
    else this.#options.onEnded(job)
  }

  async #run(job: Job): Promise<void> {
    const entry: Running = { attempt: job.attempts, stop: new AbortController(), progress: null }
    this.#running.set(job.id, entry)
    this.#options.events.emit('started', job)
    try {
      await this.#attempt(job, entry)
    } finally {
      this.#running.delete(job.id)
    }
  }

  async #attempt(job: Job, entry: Running): Promise<void> {
    const { context, events, runTimeoutMs, store } = this.#options
    const onProgress = (progress: Progress) => {
      entry.progress = progress
      events.progress(job, progress)
    }
    const result = await runAttempt(context, job, { timeoutMs: runTimeoutMs, signal: entry.stop.signal, onProgress })
    const next = await retry(
      () =>
        result.type === 'finish'
          ? store.finish(job.id, job.attempts, result.outcome)
          : store.release(job.id, job.attempts, result.reason),
      WRITE_RETRIES,
    )
    // `null`: the job was cancelled, or another attempt is the current one.
    if (next !== null) this.#settle(next)
  }

  /** Continues after the end of an attempt. */
  #settle(job: Job): void {
    if (job.status === 'queued') {
      this.#options.events.emit('requeued', job)
      this.schedule()
    } else this.#options.onEnded(job)
  }
}
