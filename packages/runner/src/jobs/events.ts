import { EventEmitter } from 'eventemitter3'
import { isFinal, type Job, type Progress } from './job.ts'

/** What a runner tells its listeners, each after the store has it on disk; `progress` is not stored. */
export type RunnerEvents = {
  /** A job was accepted; it is `done` already where the result of an identical one was stored. */
  queued: (job: Job) => void
  started: (job: Job) => void
  progress: (job: Job, progress: Progress) => void
  /** An attempt ended without an outcome; the job waits for another. */
  requeued: (job: Job) => void
  done: (job: Job) => void
  failed: (job: Job) => void
  cancelled: (job: Job) => void
}

/** Who listens to a runner. A listener that throws is reported, and holds up nobody. */
export class Listeners {
  readonly #events = new EventEmitter<RunnerEvents>()
  readonly #told = new Told()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** Returns a function that stops listening. */
  on<Name extends keyof RunnerEvents>(event: Name, listener: RunnerEvents[Name]): () => void {
    const guarded = (...args: unknown[]) => {
      try {
        Reflect.apply(listener, undefined, args)
      } catch (error) {
        this.#onError(error)
      }
    }
    this.#events.on(event, guarded as never)
    return () => void this.#events.off(event, guarded as never)
  }

  /** @returns false where it was told before, as a change of a shared store is that was made here. Nothing is told of a job after its end. */
  tell(event: Exclude<keyof RunnerEvents, 'progress'>, job: Job): boolean {
    const end = `${job.id} ended`
    const change = event === 'queued' ? `${job.id} queued` : `${job.id} ${event} ${job.attempts}`
    const isEnd = isFinal(job.status) && event !== 'queued'
    const isNews = !this.#told.has(end) && this.#told.add(isEnd ? end : change)
    if (isNews) this.#emit(event, job)
    return isNews
  }

  progress(job: Job, progress: Progress): void {
    this.#emit('progress', job, progress)
  }

  #emit<Name extends keyof RunnerEvents>(event: Name, ...args: Parameters<RunnerEvents[Name]>): void {
    this.#events.emit(event, ...(args as never))
  }
}

/** More than a shared store reports between two looks. */
const MAX_KEYS = 20_000

/** What listeners have been told of late, so that a change that is heard of twice is told once. The oldest is forgotten first. */
export class Told {
  readonly #keys = new Set<string>()

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  /** @returns false where it is known already */
  add(key: string): boolean {
    if (this.#keys.has(key)) return false
    this.#keys.add(key)
    if (this.#keys.size > MAX_KEYS) for (const oldest of this.#keys) return this.#keys.delete(oldest)
    return true
  }
}
