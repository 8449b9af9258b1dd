import { EventEmitter } from 'eventemitter3'
import type { RunnerEvents } from './events.ts'
import { isFinal, type Job } from './job.ts'
import type { Progress } from './partial-equity.ts'
import { Told } from './told.ts'

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
